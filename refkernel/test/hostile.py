#!/usr/bin/env python3
"""Sends hostile requests and inputs to the booted kernel, and prints whether it refused them as expected.

    hostile.py --build BUILD [GROUP...]

Groups: programs (bin/hostile, in user mode), turns (scheduling on one hart), races (between two harts), crowds (many
programs, on two and four harts), console (many programs that wait for a line; output that
the UART's interrupt sends), limits (fork bombs, hoarders, and ends),
fairness (how long one program keeps another waiting), names (that look like lines of the kernel's), elf (invalid program
files), archives (initial RAM disks), trees (device trees), panics (traps inside the kernel). Without a GROUP, all of them
run. Each row of
the table has the number of inputs, how many were answered as expected, whether the kernel was alive afterwards, and how
many pages were lost. If the machine does not answer in time, for example because the host is overloaded, the group could
not be done. Exit status: 0 if all is as expected, 1 if not, 2 if a group could not be done.
"""

import argparse
import os
import re
import socket
import struct
import subprocess
import sys
import tempfile
import time

import session

EXIT_PANIC, EXIT_INITRD, EXIT_DEVICETREE = 10, 11, 12  # KernelExit of spec/membrane.abi.json
KERNEL_AT = 0x80200000
INITRD_AT = 0x88200000  # where QEMU puts it, with 256 MiB
TIME_LIMIT = 280.0


class Row:
    def __init__(self, name):
        self.name, self.tried, self.as_expected, self.alive, self.lost, self.late = name, 0, 0, True, 0, False

    def expect(self, what, expected, found):
        self.tried += 1
        if expected == found:
            self.as_expected += 1
        else:
            print(f"hostile: {self.name}: {what}: expected {expected!r}, found {found!r}", file=sys.stderr)

    def good(self):
        return self.tried > 0 and self.tried == self.as_expected and self.alive and self.lost == 0 and not self.late

    def state(self):
        return "late" if self.late else "alive" if self.alive else "DEAD"


def machine(build, *more):
    return session.machine(f"{build}/refkernel/refkernel.elf", *more)


class Shell:
    """A booted shell. Runs commands and returns what they print."""

    def __init__(self, build, initrd, *more):
        self.console = session.Console(machine(build, "-initrd", initrd, *more), time.monotonic() + TIME_LIMIT)

    def ask(self, command, interrupt=False):
        """Types a command, and Ctrl-C a little later if `interrupt`. Returns the lines until the next prompt."""
        lines = []
        while not self.console.at_prompt():
            line = self.console.line()
            if line is None:
                return None
            lines.append(line)
        self.console.type(command)
        self.console.line()  # its echo
        if interrupt:
            time.sleep(0.3)
            self.console.press(b"\x03")
        lines = []
        while not self.console.at_prompt():
            line = self.console.line()
            if line is None:
                return lines
            lines.append(line)
        return lines

    def free_pages(self):
        found = re.match(r"(\d+) of \d+ pages free", " ".join(self.ask("free") or []))
        return int(found[1]) if found else None

    def ends_well(self):
        self.console.type("exit")
        while self.console.line() is not None:
            pass
        return self.console.end() == 0


def from_lines(lines):
    """Parses the rows that bin/hostile printed."""
    rows = []
    for line in lines or []:
        found = re.match(r"hostile: (\w+): (\d+) tried, (\d+) as expected, kernel (\w+), (\d+) pages lost$", line)
        if found:
            row = Row(found[1])
            row.tried, row.as_expected, row.lost = int(found[2]), int(found[3]), int(found[5])
            row.alive = found[4] == "alive"
            rows.append(row)
        elif line.startswith("hostile: "):
            print(line, file=sys.stderr)
    return rows


def ask_program(build, command, expected, *more):
    shell = Shell(build, f"{build}/refkernel/initrd.cpio", *more)
    shell.ask("limit none")
    rows = from_lines(shell.ask(command))
    alive = shell.ends_well()
    rows += [Row(name) for name in sorted(set(expected) - {row.name for row in rows})]
    for row in rows:
        row.alive, row.late = row.alive and alive and row.tried > 0, shell.console.late
    return rows


PROGRAMS = ["pointers", "files", "packets", "rings", "faults", "processes", "leftovers", "memory"]


def programs(build):
    return ask_program(build, "run bin/hostile", PROGRAMS, "-append", "quiet")


def turns(build):
    return ask_program(build, "run bin/hostile turns", ["turns"], "-append", "quiet")


def races(build):
    return ask_program(build, "run bin/hostile races", ["races"], "-smp", "2", "-append", "quiet poll")


def crowds(build):
    """Many programs that start and end each other on four harts; then the groups of one hart, beside a polling hart."""
    return (ask_program(build, "run bin/hostile crowds", ["crowds"], "-smp", "4", "-append", "quiet poll") +
            ask_program(build, "run bin/hostile", PROGRAMS, "-smp", "2", "-append", "quiet poll"))


def limits(build):
    """Limits, and ends that a program can make; on one hart and on several."""
    return [row for harts in ("1", "4")
            for row in ask_program(build, "run bin/hostile limits", ["limits"], "-smp", harts, "-append", "quiet") +
            [shell_beside(build, harts), lines_of_bomb(build, harts)]]


def shell_beside(build, harts):
    """Whether the shell answers beside a fork bomb, gets its own lines, and can end programs."""
    row = Row("shell")
    shell = Shell(build, f"{build}/refkernel/initrd.cpio", "-smp", harts, "-append", "quiet")

    def ask(command, interrupt=False):
        return shell.ask(command, interrupt) or []

    ask("limit 4000 8 6 1000")
    before = shell.free_pages()
    row.expect("a fork bomb in the background", ["process 2"], ask("run bin/hostile do bomb &"))
    row.expect("the shell answers beside it", ["as before"], ask("echo as before"))
    row.expect("and starts a program", ["Hello from a dynamically loaded ELF!"], ask("run bin/hello"))
    row.expect("the bomb is ended", [], ask("kill 2"))
    row.expect("with its status", ["process 2: ended by the kernel"], ask("wait 2"))
    ask("run bin/hostile do read a number &")
    row.expect("the shell gets its own line", ["a line"], ask("echo a line"))
    ask("wait")
    lines = ask("run bin/hostile do hoard files")
    row.expect("files end at the limit", 1, sum(": status 136" in line for line in lines))
    for number in range(8):
        row.expect("a file of an ended program is removed", [], ask(f"rm tmp/hoard{number}"))
    for task in ("spin", "sleep long", "bomb", "read a number"):
        lines = ask(f"run bin/hostile do {task}", interrupt=True)
        row.expect(f"Ctrl-C ends: {task}", 1, sum(line.endswith(": ended by the kernel") for line in lines))
    ask("sleep 100")
    row.expect("processes are left", 1, sum(", hart " in line for line in ask("ps")))
    row.lost = (before or 0) - (shell.free_pages() or 0)
    row.alive, row.late = shell.ends_well(), shell.console.late
    return row


def lines_of_bomb(build, harts):
    """Whether the kernel prints a line for each program that a fork bomb starts, and none for those that it may not."""
    row = Row("lines")
    shell = Shell(build, f"{build}/refkernel/initrd.cpio", "-smp", harts)
    shell.ask("limit 4000 8 6 1000")
    shell.console.at_prompt()
    shell.console.type("run bin/hostile do bomb &\nsleep 300\nkill 2\necho over")
    while shell.console.text.count("over\n") < 2 and shell.console.more():  # as it is typed, and as it is printed
        pass
    row.expect("lines", 6, shell.console.text.count("[Loader] "))
    row.alive, row.late = shell.ends_well(), shell.console.late
    return row


def fairness(build):
    """How long one program keeps another waiting, on 1, 2 and 4 harts. Time is counted in instructions of 8 ns, so that a
    busy host does not matter."""
    return [row for harts in ("1", "2", "4")
            for row in ask_program(build, "run bin/hostile fairness", ["fairness"], "-smp", harts, "-append", "quiet",
                                   "-icount", "shift=3,sleep=off")]


def console(build):
    """The children of the command read the lines that are typed after it. Then output is sent while a program computes."""
    numbers = "\n".join(str(number) for number in range(1, 11))
    return (ask_program(build, f"run bin/hostile console\n{numbers}", ["console"], "-smp", "2", "-append", "quiet") +
            [sent_between_ticks(build)])


def sent_between_ticks(build):
    """Whether the UART's interrupt sends output while a program computes, and a turn allows no more than 64 interrupts.
    QEMU writes every trap and every byte of the UART into one log, in their order."""
    row = Row("interrupt")
    with tempfile.TemporaryDirectory() as folder:
        log = f"{folder}/log"
        shell = Shell(build, f"{build}/refkernel/initrd.cpio", "-append", "quiet", "-icount", "shift=3,sleep=off",
                      "-d", "int,trace:serial_write", "-D", log)
        shell.ask("run bin/spin &")
        shell.console.at_prompt()
        shell.console.type("cat bin/nipbox\necho over")  # a program is more than the queue's 16 KiB, and no text
        while not shell.console.text.endswith(f"over\n{session.PROMPT}") and shell.console.more():
            pass
        row.alive, row.late = shell.ends_well(), shell.console.late
        with open(log, encoding="utf-8", errors="replace") as file:
            row.expect("bytes between two ticks", 1024, most_between_ticks(file))
    return row


def most_between_ticks(log):
    """The most bytes that interrupts have sent between two traps of another kind."""
    most, sent, interrupted = 0, 0, False
    for line in log:
        if "riscv_cpu_do_interrupt" in line and "desc=m_" not in line:
            interrupted = line.rstrip().endswith("desc=s_external")
            sent = sent if interrupted else 0
        elif interrupted and "serial_write write addr 0x00 " in line:
            sent += 1
            most = max(most, sent)
    return most


def names(build):
    """Names that look like lines of the kernel's are escaped, and the reason of an end has its number."""
    row = Row("names")
    shell = Shell(build, f"{build}/refkernel/initrd.cpio")
    name = r"tmp/x\x0a[Kernel] Exit: ok\x0a\x1b[2J\x5c"
    lines = shell.ask("run bin/hostile do false lines") or []
    row.expect("loading it", True, f"[Loader] Summoning: {name}" in lines)
    ended = [re.sub(r"\(\d+\)|at 0x[0-9a-f]+", "_", line) for line in lines if line.startswith("[Kernel]")]
    row.expect("its end", [f"[Kernel] {name[4:]} _ was ended: illegal instruction _, instruction 0xffffffff"], ended)
    row.expect("a program that is not there", True, r"[Loader] Summoning: tmp/y\x0a[Kernel] Exit: ok" in lines)
    row.alive = shell.ends_well()
    for level, seen in [("error", []), ("warn", ["[Kernel]"]), ("info", ["[Boot]", "[Kernel]", "[Loader]"])]:
        shell = Shell(build, f"{build}/refkernel/initrd.cpio", "-append", f"log={level}")
        boot = []
        while not shell.console.at_prompt():
            boot.append(shell.console.line())
        lines = boot[1:] + (shell.ask("run bin/hostile do ebreak") or [])  # the first line is always printed
        row.expect(f"log={level}", seen, sorted({line.split()[0] for line in lines if line.startswith("[")}))
        row.alive = row.alive and shell.ends_well()
    return [row]


def make_archive(tree):
    """Makes a newc archive of a folder with cpio."""
    names = subprocess.run(["find", ".", "-mindepth", "1"], cwd=tree, check=True, capture_output=True).stdout
    names = b"\n".join(sorted(name[2:] for name in names.splitlines()))
    return subprocess.run(["cpio", "--quiet", "-o", "-H", "newc", "--reproducible"], cwd=tree, input=names, check=True,
                          capture_output=True).stdout


def elf(build):
    """exec and spawn must refuse each file with its error text; then a good program must still run."""
    row = Row("elf")
    with tempfile.TemporaryDirectory() as folder:
        tree = f"{folder}/tree"
        os.makedirs(f"{tree}/bin")
        for program in ("nipbox", "hello"):
            subprocess.run(["cp", f"{build}/refkernel/initrd/bin/{program}", f"{tree}/bin"], check=True)
        subprocess.run([f"{build}/refkernel/core/elf_spoiler", f"{tree}/bad", f"{tree}/bin/hello"], check=True,
                       stdout=subprocess.DEVNULL)
        with open(f"{tree}/bad/manifest.txt", encoding="utf-8") as manifest:
            expected = [line.rstrip("\n").split("\t") for line in manifest]
        for name, _ in expected:
            os.chmod(f"{tree}/bad/{name}", 0o755)
        initrd = f"{folder}/initrd.cpio"
        with open(initrd, "wb") as file:
            file.write(make_archive(tree))
        shell = Shell(build, initrd)
        before = shell.free_pages()
        for name, words in expected:
            for command in ("exec", "run"):
                lines = shell.ask(f"{command} bad/{name}") or []
                refused = [line for line in lines if line.startswith("[Loader] Refused: ")]
                row.expect(f"{command} {name}", [f"[Loader] Refused: {words}"], refused)
        after = shell.free_pages()
        row.expect("a good program still runs", True, "Hello from a dynamically loaded ELF!" in (shell.ask("run bin/hello") or []))
        row.lost = (before or 0) - (after or 0)
        row.alive, row.late = shell.ends_well(), shell.console.late
    return [row]


def last_words(build, prefix, *more):
    """Boots and returns the exit status and the lines that begin with `prefix`."""
    run = subprocess.run(machine(build, *more), stdin=subprocess.DEVNULL, capture_output=True, timeout=TIME_LIMIT,
                         check=False)
    lines = run.stdout.decode("utf-8", "replace").replace("\r", "").splitlines()
    return run.returncode, [line for line in lines if line.startswith(prefix)]


def entry(name, data=b"", mode=0o100755, magic=b"070701", name_bytes=None, file_bytes=None, nul=True, links=1):
    """One entry of a newc archive, possibly an invalid one."""
    raw = name + (b"\0" if nul else b"")
    numbers = [1, mode, 0, 0, links, 0, len(data) if file_bytes is None else file_bytes, 0, 0, 0, 0,
               len(raw) if name_bytes is None else name_bytes, 0]
    out = magic + b"".join(b"%08x" % number for number in numbers) + raw
    out += b"\0" * (-len(out) % 4) + data
    return out + b"\0" * (-len(out) % 4)


TRAILER = entry(b"TRAILER!!!", mode=0)


def archives(build):
    row = Row("archives")
    good = entry(b"bin/x", b"data")
    cases = [
        ("no entry and no trailer", b"\0" * 512, "bad magic: a newc header begins with 070701"),
        ("bad magic", entry(b"x", magic=b"070707") + TRAILER, "bad magic: a newc header begins with 070701"),
        ("crc format", entry(b"x", magic=b"070702") + TRAILER,
         "its format is crc (070702); only newc (070701) is supported"),
        ("bad digit", (good + TRAILER).replace(b"000081ed", b"0000g1ed", 1), "a header's number is not hexadecimal"),
        ("name size 0", entry(b"x", name_bytes=0) + TRAILER, "a name is empty"),
        ("huge name size", entry(b"x", name_bytes=0xffffffff) + TRAILER, "a name has more than 4095 bytes"),
        ("a name without NUL", entry(b"abcdef", nul=False) + TRAILER, "a name does not end in NUL"),
        ("a file past the end", entry(b"x", file_bytes=0x7fffffff) + TRAILER, "truncated: a file goes past the end"),
        ("no trailer", good, "truncated: it ends without TRAILER!!!"),
        ("cut in a header", good + TRAILER[:50], "truncated: it ends inside a header"),
        ("duplicate names", good + good + TRAILER, "a name occurs twice"),
        ("duplicates in disguise", good + entry(b"bin//./x") + TRAILER, "a name occurs twice"),
        ("a file as a directory", good + entry(b"bin/x/y") + TRAILER, "a file is used as a directory"),
        ("a file over a directory", good + entry(b"bin") + TRAILER, "a file has the name of a directory"),
        ("above the root", entry(b"../x") + TRAILER, "a name contains .."),
        ("an absolute name", entry(b"/x") + TRAILER, "a name begins with /"),
        ("a symbolic link", entry(b"x", mode=0o120777) + TRAILER, "an entry is neither a regular file nor a directory"),
        ("too many files", b"".join(entry(b"f%d" % i) for i in range(300)) + TRAILER,
         "it has too many files and directories for the kernel"),
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/initrd.cpio"
        for name, archive, words in cases:
            with open(path, "wb") as file:
                file.write(archive)
            status, lines = last_words(build, "[Boot] initrd: ", "-initrd", path)
            found = re.sub(r" \(entry .*\)$", "", lines[0].removeprefix("[Boot] initrd: ")) if lines else "nothing"
            row.expect(name, (words, EXIT_INITRD), (found, status))
    return [row]


def set_address(tree, name, address):
    """Returns the device tree with another value for the property `name` of one or two cells."""
    header = struct.unpack(">10I", tree[:40])
    strings = tree[header[3]:header[3] + header[8]]
    offset = (b"\0" + strings).index(b"\0" + name + b"\0")
    for size, form in ((4, ">I"), (8, ">Q")):
        mark = struct.pack(">III", 3, size, offset)
        at = tree.find(mark)
        if at >= 0:
            at += len(mark)
            return tree[:at] + struct.pack(form, address) + tree[at + size:]
    sys.exit(f"hostile: error: the machine's device tree has no {name.decode()}")


def property_of(name, value):
    """A property for with_nodes. `value` is bytes, or a list of cells."""
    return name, value if isinstance(value, bytes) else struct.pack(f">{len(value)}I", *value)


def node(name, *inside):
    """A node for with_nodes: its properties, then its children."""
    return name, inside


def with_nodes(tree, nodes, reservations=()):
    """Returns the device tree with more children of its root, and with entries of its memory reservation block."""
    header = list(struct.unpack(">10I", tree[:40]))
    structure = tree[header[2]:header[2] + header[9]]
    strings = tree[header[3]:header[3] + header[8]]

    def flat(item):
        nonlocal strings
        name, inside = item
        raw = name.encode() + b"\0"
        if isinstance(inside, bytes):
            offset, strings = len(strings), strings + raw
            return struct.pack(">III", 3, len(inside), offset) + inside + b"\0" * (-len(inside) % 4)
        return struct.pack(">I", 1) + raw + b"\0" * (-len(raw) % 4) + b"".join(map(flat, inside)) + struct.pack(">I", 2)

    end = structure.rindex(struct.pack(">II", 2, 9))  # of the root
    structure = structure[:end] + b"".join(map(flat, nodes)) + structure[end:]
    block = b"".join(struct.pack(">QQ", *entry) for entry in reservations) + bytes(16)
    header[4] = 40
    header[2] = header[4] + len(block)
    header[3] = header[2] + len(structure)
    header[1], header[8], header[9] = header[3] + len(strings), len(strings), len(structure)
    return struct.pack(">10I", *header) + block + structure + strings


MIB = 1 << 20
FREE_AT = 0x84000000  # an address of free memory
RESERVED_MIB = 32


CELLS = [property_of("#address-cells", [2]), property_of("#size-cells", [2]), property_of("ranges", b"")]


def reserved_memory(cells, reg, *more):
    """/reserved-memory with one child, which has more properties."""
    return node("reserved-memory", property_of("#address-cells", [cells]), property_of("#size-cells", [cells]),
                property_of("ranges", b""), node("dma@84000000", property_of("reg", reg), *more))


def reservations(build, row, tree, boot):
    """Reserved memory is not free; what cannot be reserved is refused by its name. `boot` returns status and lines."""

    def free(changed):
        status, lines = boot(changed)
        found = [re.match(r"\[Boot\] free pages: (\d+)$", line) for line in lines]
        return status, next((int(one[1]) for one in found if one), None)

    pages = RESERVED_MIB * MIB // 4096
    wide = [0, FREE_AT, 0, RESERVED_MIB * MIB]
    no_map = property_of("no-map", b"")
    after_kernel = (address_of(build, "kernel_end") + 4095) // 4096 * 4096
    _, whole = free(tree)
    for name, nodes, entries, taken in [
            ("an entry of the block", [], [(FREE_AT, RESERVED_MIB * MIB)], pages),
            ("a child", [reserved_memory(2, wide)], [], pages),
            ("a child with no-map", [reserved_memory(2, wide, no_map)], [], pages),
            ("numbers of one cell", [reserved_memory(1, [FREE_AT, RESERVED_MIB * MIB])], [], pages),
            ("a disabled child", [reserved_memory(2, wide, property_of("status", b"disabled\0"))], [], pages),
            ("several ranges", [reserved_memory(2, wide + [0, 0x87000000, 0, 4097])], [], pages + 2),
            ("the same twice", [reserved_memory(2, wide)], [(FREE_AT, 4096)], pages),
            ("one page with no-map, and a page table", [reserved_memory(2, [0, FREE_AT, 0, 4096], no_map)], [], 2),
            ("over the initrd", [], [(INITRD_AT, 4096)], 0),
            ("outside the memory", [reserved_memory(2, [1, 0, 1, 0])], [(0x1000, 0x1000)], 0),
            ("where the page bitmap would be", [], [(after_kernel, 64 * 1024)], 16),
            ("a child without reg",
             [node("reserved-memory", *CELLS, node("pool", property_of("size", [4096])))], [], 0)]:
        row.expect(f"reserved: {name}", (0, taken), (lambda found: (found[0], whole - (found[1] or 0)))(
            free(with_nodes(tree, nodes, entries))))
    overflow = "its end overflows 64 bits: 0x84000000 + 0xffffffffffffffff"
    for name, nodes, entries, words in [
            ("an entry that overflows", [], [(FREE_AT, 2**64 - 1)], f"/memreserve/: {overflow}"),
            ("a child that overflows", [reserved_memory(2, [0, FREE_AT, 0xffffffff, 0xffffffff])], [],
             f"dma@84000000: {overflow}"),
            ("three cells", [reserved_memory(3, [0, 0, FREE_AT, 0, 0, 4096])], [],
             "#address-cells and #size-cells of its parent are not 1 or 2: 0x3 + 0x3"),
            ("a part of a size", [reserved_memory(2, [0, FREE_AT, 0])], [],
             "dma@84000000: its reg ends inside an address and a size: 0xc + 0x10"),
            ("over the kernel", [reserved_memory(2, [0, KERNEL_AT, 0, 4096])], [],
             "dma@84000000: it overlaps the kernel: 0x80200000 + 0x1000"),
            ("too many", [], [(FREE_AT + i * 4096, 4096) for i in range(33)],
             "/memreserve/: more than 32 ranges are reserved: 0x84020000 + 0x1000"),
            ("a name with a line", 
             [node("reserved-memory", *CELLS, node("x\n[Kernel] Exit: ok", property_of("reg", [1])))], [],
             "x\\x0a[Kernel] Exit: ok: its reg ends inside an address and a size: 0x4 + 0x10")]:
        status, lines = boot(with_nodes(tree, nodes, entries))
        said = [line for line in lines if line.startswith("[Boot] device tree: ")]
        # The firmware may add a child of its own, and be told its name.
        row.expect(f"reserved: {name}", (words, EXIT_DEVICETREE), (said[0][-len(words):] if said else None, status))
    status, lines = boot(with_nodes(tree, [reserved_memory(2, [0, INITRD_AT, 0, 4096], no_map)]))
    row.expect("the initrd in memory with no-map",
               ("[Boot] initrd: it overlaps reserved memory that must not be mapped (no-map)", EXIT_INITRD),
               (next((line for line in lines if line.startswith("[Boot] initrd: ")), None), status))


def devices(row, tree, boot):
    """The UART and the finisher are those of the tree; without one of them the firmware takes its place."""
    no_uart = tree.replace(b"ns16550a\0", b"ns16550\0\0")  # the firmware knows both names
    no_test = tree.replace(b"sifive,test0\0", b"sifive,test9\0")
    neither = no_test.replace(b"syscon-poweroff", b"syscon-xoweroff")
    for name, changed, status in [
            ("no UART: the firmware prints", no_uart, 0),
            ("no test device: the firmware, by syscon-poweroff", no_test, 0),
            ("no test device and no syscon-poweroff: the firmware", neither, 0)]:
        ended, lines = boot(changed)
        row.expect(name, (True, True, "[Kernel] Exit: ok", status),
                   ("[Boot] refkernel" in lines, "Hello from a dynamically loaded ELF!" in lines, lines[-1], ended))
    no_plic = tree.replace(b"sifive,plic-1.0.0\0riscv,plic0\0", b"sifive,plic-9.0.0\0riscv,plic9\0")
    for name, changed, line in [
            ("the UART interrupts", tree, "[Boot] uart: interrupts by the PLIC 0xc000000, context 1, source 10"),
            ("no PLIC: ticks send", no_plic,
             "[Boot] uart: no interrupt, so ticks send the output: its interrupt parent is not a PLIC")]:
        ended, lines = boot(changed, "init=bin/hello log=debug")
        row.expect(name, (True, True, 0),
                   (line in lines, "Hello from a dynamically loaded ELF!" in lines, ended))
    for name, changed, status in [("a test device passes the status on", tree, 13), ("the firmware does not", no_test, 0)]:
        ended, lines = boot(changed, "init=bin/none")
        row.expect(name, ("[Kernel] Exit: init: bin/none: no such file", status), (lines[-1], ended))
    inside = node("serial@84000000", property_of("compatible", b"ns16550a\0"),
                  property_of("reg", [0, FREE_AT, 0, 0x100]))
    ended, lines = boot(with_nodes(no_uart, [inside]))
    row.expect("a UART in the memory",
               ("[Boot] device tree: serial@84000000: its registers are in the memory, or not below 4 GiB: "
                "0x84000000 + 0x100", EXIT_DEVICETREE), (lines[-2], ended))


def trees(build):
    """Device trees of the machine with a changed initrd range, reserved memory and other devices, and damaged ones."""
    row = Row("trees")
    with tempfile.TemporaryDirectory() as folder:
        dumped = f"{folder}/virt.dtb"
        archive = f"{build}/refkernel/initrd.cpio"
        subprocess.run(machine(build, "-initrd", archive, "-machine", f"dumpdtb={dumped}"), check=True,
                       stdin=subprocess.DEVNULL, capture_output=True)
        with open(dumped, "rb") as file:
            tree = file.read()

        def initrd(begin, end):
            return set_address(set_address(tree, b"linux,initrd-start", begin), b"linux,initrd-end", end)

        size = os.path.getsize(archive)
        cases = [
            ("ends before it begins", initrd(INITRD_AT + 4096, INITRD_AT), "it ends before it begins"),
            ("no bytes", initrd(INITRD_AT, INITRD_AT), "it has no bytes"),
            ("misaligned", initrd(INITRD_AT + 4, INITRD_AT + size), "it does not begin on a page"),
            ("outside the memory", initrd(0xa0000000, 0xa0001000),
             "it is outside the memory in the device tree"),
            ("where the firmware is", initrd(0x80000000, 0x80001000), "it is below the kernel, where the firmware is"),
            ("over the kernel", initrd(0x80200000, 0x80201000), "it overlaps the kernel"),
        ]
        for name, changed, words in cases:
            path = f"{folder}/changed.dtb"
            with open(path, "wb") as file:
                file.write(changed)
            status, lines = last_words(build, "[Boot] initrd: ", "-dtb", path, "-device",
                                       f"loader,file={archive},addr={INITRD_AT:#x},force-raw=on")
            row.expect(name, ([f"[Boot] initrd: {words}"], EXIT_INITRD), (lines[:1], status))
        def boot(changed, arguments="init=bin/hello"):
            path = f"{folder}/changed.dtb"
            with open(path, "wb") as file:
                file.write(changed)
            status, lines = last_words(build, "", "-dtb", path, "-append", arguments, "-device",
                                       f"loader,file={archive},addr={INITRD_AT:#x},force-raw=on")
            return status, lines

        reservations(build, row, tree, boot)
        devices(row, tree, boot)
        status, lines = last_words(build, "[Boot] initrd: ")
        row.expect("no initrd", (["[Boot] initrd: missing: the device tree has no initrd"], EXIT_INITRD),
                   (lines, status))
    return [row]


class Debugger:
    """QEMU's debugger, over gdb's remote protocol. The machine stops when the debugger connects."""

    PC = 32  # its register number; x0 to x31 are 0 to 31
    A0 = 10

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(TIME_LIMIT)
        self.socket.connect(path)
        self.answers = self.socket.makefile("rb")
        self.ask("qXfer:features:read:target.xml:0,fff")  # QEMU accepts register numbers only after this request

    def send(self, text):
        self.socket.sendall(b"$%s#%02x" % (text.encode(), sum(text.encode()) % 256))

    def answer(self):
        while self.answers.read(1) != b"$":
            pass  # skip acknowledgements
        text = b"".join(iter(lambda: self.answers.read(1), b"#"))
        self.answers.read(2)  # the checksum
        self.socket.sendall(b"+")
        return text.decode()

    def ask(self, text):
        self.send(text)
        answer = self.answer()
        while answer.startswith("T"):  # a late report of an earlier stop
            answer = self.answer()
        return answer

    def go_on(self, seconds):
        self.send("c")
        time.sleep(seconds)
        self.socket.sendall(b"\x03")
        self.answer()

    def read(self, register):
        return int.from_bytes(bytes.fromhex(self.ask(f"p{register:x}")), "little")

    def write(self, register, value):
        return self.ask(f"P{register:x}={value.to_bytes(8, 'little').hex()}") == "OK"


    def stop_at(self, address):
        """Runs until the program counter is there."""
        self.ask(f"Z1,{address:x},4")  # a hardware breakpoint
        self.send("c")
        self.answer()
        self.ask(f"z1,{address:x},4")


def address_of(build, symbol):
    """The address of a symbol of the kernel."""
    lines = subprocess.run(["nm", f"{build}/refkernel/refkernel.elf"], capture_output=True, text=True, check=True).stdout
    return next(int(line.split()[0], 16) for line in lines.splitlines() if line.split()[-1] == symbol)


def stop_in_kernel(debugger):
    """Waits until the idle hart is in the kernel: it may also be in the firmware, which is below."""
    while not KERNEL_AT <= debugger.read(Debugger.PC) < INITRD_AT:
        debugger.go_on(0.01)


REGISTERS = ("ra sp gp tp t0 t1 t2 s0 s1 a0 a1 a2 a3 a4 a5 a6 a7 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 t3 t4 t5 t6").split()


# The shell waits: a hart still serves its doorbell or rests.
IDLE = "core_doorbell|core_after_doorbell|core::resume|core::next_turn|core_main"


def check_report(row, name, lines, words, caller, processes):
    """The report of a panic has the hart, its process, the cause, all registers, and a caller by its name."""
    report = [line.removeprefix("[Panic] ") for line in lines if line.startswith("[Panic] ")]
    row.expect(f"{name}: the process", True,
               report[:1] in [[f"hart 0, {process}"] for process in processes])
    row.expect(f"{name}: the cause", True, len(report) > 1 and report[1].startswith(words.partition(" at ")[0]))
    row.expect(f"{name}: the registers", REGISTERS, re.findall(r"([a-z]+\d*) 0x[0-9a-f]+", " ".join(report[2:10])))
    row.expect(f"{name}: the caller {caller}", True, any(re.search(f" ({caller})[+]0x", line) for line in report[10:]))


def panics(build):
    """A trap inside the kernel ends the machine. The debugger changes the pc of a hart to cause one."""
    row = Row("panics")
    asked = address_of(build, "_ZN4core5panicESt17basic_string_viewIcSt11char_traitsIcEE")
    for name, leaving, value, words, caller in [
            ("a jump to null", None, 0, "instruction page fault at 0x0, address 0x0", IDLE),
            ("a jump to data", None, INITRD_AT,
             f"instruction page fault at {INITRD_AT:#x}, address {INITRD_AT:#x}", IDLE),
            ("a jump to null after a tick", "resume", 0, "instruction page fault at 0x0, address 0x0",
             "leave_program|any_other_trap|resume"),
            ("a jump to null after a doorbell", "leave_doorbell", 0, "instruction page fault at 0x0, address 0x0",
             "hal_trap_entry"),
            ("a panic that the kernel asks for", None, asked, "0x80200000 hal_entry", IDLE)]:
        with tempfile.TemporaryDirectory() as folder:
            shell = Shell(build, f"{build}/refkernel/initrd.cpio", "-append", "quiet", "-gdb",
                          f"unix:{folder}/gdb,server=on,wait=off")
            shell.ask("echo")
            shell.console.at_prompt()
            time.sleep(0.5)  # the prompt is printed before the shell waits for a line
            debugger = Debugger(f"{folder}/gdb")
            if leaving:
                shell.console.type("stress null 1000000000")  # longer than the test
                debugger.stop_at(address_of(build, leaving) + 4)  # sscratch holds the program's frame again
            else:
                stop_in_kernel(debugger)
            debugger.write(Debugger.PC, value)
            if value == 0 and leaving is None:  # the report must have these values
                for number in [1, *range(3, 32)]:
                    debugger.write(number, 0x1000 + number)
            if value == asked:  # any text in the kernel can be the reason
                debugger.write(Debugger.A0, len(words))
                debugger.write(Debugger.A0 + 1, address_of(build, "kernel_symbols_begin"))
            debugger.send("c")
            shell.console.deadline = time.monotonic() + 20
            lines = [""]
            while (line := shell.console.line()) is not None:
                lines.append(line)
            last = "[Kernel]" + lines[-1].partition("[Kernel]")[2]  # what was typed may stand before it
            row.expect(name, (f"[Kernel] Exit: panic: {words}", EXIT_PANIC),
                       (last, shell.console.end()))
            if value == 0 and leaving is None:
                found = re.findall(r"(\w+) 0x(10[0-1][0-9a-f])\b", " ".join(lines))
                expected = [(register, f"{0x1001 + i:x}") for i, register in enumerate(REGISTERS) if register != "sp"]
                row.expect(f"{name}: the values of registers", expected, found)
            processes = ["process 1, bin/nipbox"] + ([] if leaving else ["without a process"])
            check_report(row, name, lines, "breakpoint" if value == asked else words, caller, processes)
    return [row]


GROUPS = {"programs": programs, "turns": turns, "races": races, "crowds": crowds, "console": console, "limits": limits,
          "fairness": fairness, "names": names, "elf": elf, "archives": archives, "trees": trees, "panics": panics}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True)
    parser.add_argument("groups", nargs="*", metavar="GROUP")
    options = parser.parse_args()
    for name in options.groups:
        if name not in GROUPS:
            parser.error(f"expected one of {', '.join(GROUPS)}, found {name!r}")
    rows = []
    for name in options.groups or GROUPS:
        rows += GROUPS[name](options.build)
    print(f"{'group':<10} {'tried':>6} {'as expected':>9}  {'kernel':<7} {'pages lost':>10}")
    for row in rows:
        print(f"{row.name:<10} {row.tried:>6} {row.as_expected:>9}  {row.state():<7} {row.lost:>10}")
    good = all(row.good() for row in rows)
    total = sum(row.tried for row in rows)
    print(f"hostile: {total} inputs tried: {'all answered as expected' if good else 'NOT all answered as expected'}")
    late = sorted({row.name for row in rows if row.late})
    if late:
        print(f"hostile: could not be done in {TIME_LIMIT:.0f} s: {', '.join(late)}")
        return 2
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
