#!/usr/bin/env python3
"""What the kernel costs: instructions, which are the same on any machine, and wall time, which is not.

    kernel_bench.py --build BUILD [--rounds N]

Instructions are nanoseconds under QEMU's -icount shift=0. With sleep=off, time does not pass while the machine waits, so the
boot is also counted, and the same in every run, however busy the host is. Nothing is asserted; read the rows beside their
goals. instructions.py shows where the instructions of one command go.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "test"))
import session  # noqa: E402

# A nanosecond of the machine is one instruction.
COUNTED = ["-icount", "shift=0,sleep=off"]

# xv6-riscv (github.com/mit-pdos/xv6-riscv, branch riscv), built by its own Makefile and booted by QEMU in the same way: a
# self-exec, and the time from the start of QEMU to its shell's prompt. Measured once, not in these runs.
XV6_EXEC_INSTRUCTIONS = 1_140_000
XV6_BOOT_SECONDS = 0.34

# SipHash-2-4 of 24 bytes: four words of two rounds each and four rounds more, of 14 additions, rotations and exclusive ors.
# The program computes a tag, and the kernel computes it again.
TWO_TAGS_INSTRUCTIONS = 2 * (4 * 2 + 4) * 14


def machine(build, *more):
    return session.machine(f"{build}/refkernel/refkernel.elf", "-initrd", f"{build}/refkernel/initrd.cpio", *more)


def ask(build, commands, *more):
    """Boots a shell, types the commands, and returns the whole output."""
    console = session.Console(machine(build, *more), time.monotonic() + 120)
    said = []
    for command in commands + ["exit"]:
        while not console.at_prompt():
            line = console.line()
            if line is None:
                sys.exit(f"bench: error: the machine ended before {command!r}")
            said.append(line)
        console.type(command)
    while (line := console.line()) is not None:
        said.append(line)
    if console.end() != 0:
        sys.exit("bench: error: the machine did not exit with status 0")
    return "\n".join(said)


def number(pattern, text):
    found = re.search(pattern, text)
    if not found:
        sys.exit(f"bench: error: expected {pattern!r} in {text!r}")
    return int(found[1])


def row(what, value, goal="", beside=""):
    print(f"  {what:<52} {value:>12}  {goal:<16} {beside}".rstrip())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()

    text = ask(options.build, ["stress doorbell 1000", "stress null 1000", "stress drain 1000", "stress exec 300"],
               *COUNTED, "-append", "quiet")
    boot = subprocess.run(machine(options.build, *COUNTED, "-append", "init=bin/hello"), stdin=subprocess.DEVNULL,
                          capture_output=True, check=True).stdout.decode("utf-8", "replace")
    print("instructions (QEMU -icount shift=0)")
    row("doorbell without packets", number(r"doorbells, .* (\d+) ns each", text), "goal 225")
    row("null command: seal, push, doorbell, checks, answer", number(r"null commands, .* (\d+) ns each", text),
        "goal 650", f"its two tags need {TWO_TAGS_INSTRUCTIONS}")
    row("packet taken from a full ring, with all checks", number(r"drained, (\d+) ns a packet", text), "goal 303")
    row("self-exec", number(r"execs, .* (\d+) ns each", text), "goal 38611", f"xv6-riscv {XV6_EXEC_INSTRUCTIONS}")
    row("from reset to the first user instruction of hello", number(r"ready after (\d+) us", boot) * 1000, "",
        "the firmware included")

    print(f"wall time (median of {options.rounds})")
    ready, whole = [], []
    for _ in range(options.rounds):
        begin = time.monotonic()
        run = subprocess.run(machine(options.build, "-append", "init=bin/hello"), stdin=subprocess.DEVNULL,
                             capture_output=True, check=True)
        whole.append(time.monotonic() - begin)
        ready.append(number(r"ready after (\d+) us", run.stdout.decode("utf-8", "replace")) / 1e6)
    row("QEMU from its start to its end with bin/hello", f"{statistics.median(whole) * 1000:.0f} ms", "goal 200 ms",
        f"xv6-riscv to its shell {XV6_BOOT_SECONDS * 1000:.0f} ms")
    row("of this, from reset to the first user instruction", f"{statistics.median(ready) * 1000:.0f} ms")


if __name__ == "__main__":
    main()
