#!/usr/bin/env python3
"""Plays a session on the machine's real console: types, reads, compares.

    session.py --kernel ELF --initrd CPIO SESSION...

A session is a transcript. A line that begins with the shell's prompt is typed as soon as the prompt appears. Every other
line is expected exactly, except that `*` stands for any text inside a line. Lines that begin with `#!` set options for the
machine ("#! smp=2", "#! append=quiet", "#! status=15", "#! time=120"); other lines that begin with `#:` are comments.
Exit status: 0 if all is as expected, 1 otherwise, 2 if the machine could not be started or did not answer in time, for
example because the host is overloaded.
"""

import argparse
import os
import re
import select
import subprocess
import sys
import time

PROMPT = "nipbox> "


def machine(kernel, *more):
    """The command that boots `kernel` with its console on standard input and output."""
    return ["qemu-system-riscv64", "-machine", "virt", "-m", "256M", "-display", "none", "-monitor", "none", "-serial",
            "stdio", "-no-reboot", "-bios", "default", "-kernel", kernel, *more]


class Session:
    """A session file: typed and expected lines, in order."""

    def __init__(self, path):
        self.path, self.smp, self.append, self.status, self.time = path, "1", "", 0, 60.0
        self.late = False
        self.lines = []  # (number, text)
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file.read().splitlines(), 1):
                if line.startswith("#!"):
                    name, _, value = line[2:].strip().partition("=")
                    if name not in ("smp", "append", "status", "time"):
                        sys.exit(f"{path}:{number}: error: expected smp, append, status or time, found {name!r}")
                    setattr(self, name, type(getattr(self, name))(value))
                elif not line.startswith("#:"):
                    self.lines.append((number, line))


class Console:
    """Reads the machine's output by lines and prompts."""

    def __init__(self, command, deadline):
        self.machine = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        os.set_blocking(self.machine.stdout.fileno(), False)
        self.deadline, self.text, self.begun, self.late = deadline, "", False, False

    def more(self):
        """Waits for output. Returns False if there will be none. If the time is over, sets `late`."""
        left = self.deadline - time.monotonic()
        if left <= 0 or not select.select([self.machine.stdout], [], [], left)[0]:
            self.late = True
            return False
        data = self.machine.stdout.read()
        if not data:
            return False
        self.text += data.decode("utf-8", "replace").replace("\r", "")
        if not self.begun:  # skip the output of the firmware
            at = self.text.find("[Boot] refkernel")
            self.begun = at >= 0
            self.text = self.text[max(at, 0):]
        return True

    def line(self):
        """The next complete line, or None at the end."""
        while not self.begun or "\n" not in self.text:
            if not self.more():
                return None
        line, _, self.text = self.text.partition("\n")
        return line

    def at_prompt(self):
        while not self.begun or len(self.text) < len(PROMPT):
            if self.begun and not PROMPT.startswith(self.text):
                return False
            if not self.more():
                return False
        return self.text.startswith(PROMPT)

    def type(self, text):
        self.press((text + "\n").encode())

    def press(self, keys):
        try:
            self.machine.stdin.write(keys)
            self.machine.stdin.flush()
        except BrokenPipeError:
            pass  # the machine has ended; its last lines have the reason

    def end(self):
        try:
            return self.machine.wait(max(0.1, self.deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            return None
        finally:
            self.machine.kill()


def matches(expected, found):
    """`*` is the only wildcard."""
    return re.fullmatch(".*".join(re.escape(part) for part in expected.split("*")), found) is not None


def play(session, kernel, initrd):
    command = machine(kernel, "-initrd", initrd, "-smp", session.smp)
    command += ["-append", session.append] if session.append else []
    try:
        console = Console(command, time.monotonic() + session.time)
    except OSError as error:
        sys.exit(f"session: error: {command[0]}: {error.strerror}; ci/setup installs it")

    def fail(number, what):
        console.machine.kill()
        session.late = console.late
        what = f"could not be done in {session.time:.0f} s: {what}" if console.late else what
        print(f"{session.path}:{number}: error: {what}", file=sys.stderr)
        return False

    for number, expected in session.lines:
        if expected.startswith(PROMPT):
            if not console.at_prompt():
                return fail(number, f"expected the prompt, found {console.line() or console.text or 'nothing more'!r}")
            console.type(expected[len(PROMPT):])
        found = console.line()
        if found is None:
            return fail(number, f"expected {expected!r}, found the end: {console.text!r}")
        if not matches(expected, found):
            return fail(number, f"expected {expected!r}, found {found!r}")
    number = session.lines[-1][0]
    extra = console.line()
    if extra is not None:
        return fail(number, f"expected the end, found {extra!r}")
    status = console.end()
    if status != session.status:
        return fail(number, f"expected status {session.status}, found {'no end' if status is None else status}")
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kernel", required=True)
    parser.add_argument("--initrd", required=True)
    parser.add_argument("sessions", nargs="+", metavar="SESSION")
    options = parser.parse_args()
    good, late = True, False
    for path in options.sessions:
        session = Session(path)
        begin = time.monotonic()
        played = play(session, options.kernel, options.initrd)
        good, late = good and played, late or session.late
        words = "as expected" if played else "not done" if session.late else "NOT as expected"
        print(f"session: {words}: {path} ({time.monotonic() - begin:.1f} s)")
    return 0 if good else 2 if late else 1


if __name__ == "__main__":
    sys.exit(main())
