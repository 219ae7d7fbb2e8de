#!/usr/bin/env python3
"""Where the instructions of one command go: a table by function, counted and not sampled.

    instructions.py --build BUILD [--what null|doorbell|drain] [--lines]

Boots the shell twice, the second time with twice the repetitions of `stress WHAT`, and lets QEMU write the address of each
instruction that the kernel and the shell execute. So the difference of the two runs is what the repetitions cost. Debug
information assigns an instruction to the function that it was inlined from; the rounds of SipHash are one row. `drain` is
a whole ring of 64 packets. --lines adds a table by source line.
"""

import argparse
import bisect
import collections
import os
import re
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import kernel_bench  # noqa: E402

REPETITIONS = {"null": 1000, "doorbell": 1000, "drain": 20}
# The kernel's text, and the programs' (hal/memlayout.h). The firmware is not counted; it runs at timer interrupts only.
KERNEL, PROGRAM = "0x80200000+0x200000", "0x100000000+0x1000000"
PROGRAM_BEGIN = 0x100000000


def executed(build, what, times):
    """How often each address was executed in a run with `times` repetitions."""
    counts = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        pipe = os.path.join(folder, "trace")
        os.mkfifo(pipe)

        def read():
            with open(pipe, "rb") as trace:
                for line in trace:  # "Trace 0: 0x7f… [cs_base/pc/flags/…]"
                    if line.startswith(b"Trace"):
                        counts[line[line.index(b"/") + 1:][:16]] += 1

        reader = threading.Thread(target=read)
        reader.start()
        kernel_bench.ask(build, [f"stress {what} {times}"], *kernel_bench.COUNTED, "-append", "quiet", "-singlestep", "-d",
                         "exec,nochain", "-D", pipe, "-dfilter", f"{KERNEL},{PROGRAM}")
        reader.join()
    return counts


def places(binary, addresses):
    """For each address its function and its source line."""
    text = subprocess.run(["llvm-symbolizer-19", "--obj=" + binary, "--functions=short", "--inlines", "--basenames"],
                          input="".join(f"{address:#x}\n" for address in addresses), capture_output=True, text=True,
                          check=True).stdout
    result = {}
    for address, block in zip(addresses, text.split("\n\n")):
        lines = block.strip().split("\n")
        frames = list(zip(lines[::2], lines[1::2]))  # the innermost first
        frames = [(name, os.path.basename(line)) for name, line in frames]
        own = [(name, line) for name, line in frames if is_ours(line)] or frames
        name, line = own[0]
        if any(at.startswith("siphash.h:") for _, at in frames):
            name = "siphash::tag"
        result[address] = (name, re.sub(r":\d+$", "", line))
    return result


def is_ours(line):
    """Whether a source line belongs to this tree, and not to the standard library or Boost."""
    return line.split(":")[0] in OURS


OURS = {name for _, _, names in os.walk(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
        for name in names}


def symbols(binary):
    """The functions of the symbol table, for code without debug information."""
    text = subprocess.run(["llvm-nm-19", "--defined-only", "-n", binary], capture_output=True, text=True, check=True).stdout
    found = [line.split() for line in text.splitlines()]
    return [(int(address, 16), name) for address, kind, name in found if kind in "tT" and not name.startswith((".", "$"))]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True)
    parser.add_argument("--what", choices=["null", "doorbell", "drain"], default="null")
    parser.add_argument("--lines", action="store_true")
    options = parser.parse_args()

    times = REPETITIONS[options.what]
    few = executed(options.build, options.what, times)
    many = executed(options.build, options.what, 2 * times)
    each = {int(address, 16): (count - few[address]) / times for address, count in many.items()}
    # Ticks and the shell's own work differ a little between the runs. They are the rest.
    rest = sum(count for count in each.values() if abs(count) < 0.5)
    each = {address: count for address, count in each.items() if count >= 0.5}

    total = 0.0
    for title, binary, inside in (
            ("the program", "user/nipbox", lambda address: address >= PROGRAM_BEGIN),
            ("the kernel", "refkernel.elf", lambda address: address < PROGRAM_BEGIN)):
        path = next(path for path in (f"{options.build}/refkernel/{binary}",
                                      f"{options.build}/refkernel/{os.path.basename(binary)}") if os.path.exists(path))
        addresses = sorted(filter(inside, each))
        where, table = places(path, addresses), symbols(path)
        by_function, by_line = collections.Counter(), collections.Counter()
        for address in addresses:
            name, line = where[address]
            if name == "??" or line.startswith("trap.S:"):
                name = table[bisect.bisect_right(table, (address, "~")) - 1][1]
            by_function[name] += each[address]
            by_line[line] += each[address]
        total += sum(by_function.values())
        print(f"{sum(by_function.values()):7.0f}  {title}")
        for counts in (by_function, by_line) if options.lines else (by_function,):
            for name, count in sorted(counts.items(), key=lambda row: (-row[1], row[0])):
                print(f"{count:11.0f}  {name}")
    print(f"{total:7.0f}  in all for one repetition of {options.what}; ticks and the rest: {rest:.1f}")


if __name__ == "__main__":
    main()
