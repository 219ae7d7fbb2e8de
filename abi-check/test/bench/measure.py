"""Runs the commands of table.py in turns, and makes rows of what they used.

    ours, first peer, second peer, ours, first peer, …

So a busy machine is busy for all of them. A turn runs every side once. A row says for each side what it used, or why it
was not measured: nothing is left out silently.
"""

import dataclasses
import os
import re
import shlex
import shutil
import statistics
import subprocess
import time

import figures
import inputs
from table import PEERS, Figures

INSTRUCTIONS = re.compile(r"(?:Collected : |I +refs: +)([\d,]+)")
MOST_SECONDS_TO_COUNT = 30
MOST_SECONDS_TO_PRINT = 1800
PERF = re.compile(r"^\s*([\d,.]+)\s+instructions", re.MULTILINE)


class Failed(Exception):
    """A command ended in a way that is not expected."""


@dataclasses.dataclass
class Measured:
    """What one side used in each turn, or why it was not measured."""

    label: str
    rounds: list = dataclasses.field(default_factory=list)
    instructions: int = None
    not_counted: str = ""  # why there are no instructions, though they are wanted
    missing: str = ""
    failed_parts: int = 0  # elements of `each` that ended with an error
    parts: int = 0
    version: str = ""

    def processor_seconds(self):
        return figures.median(self.rounds, "processor_seconds") if self.rounds else None

    def wall_seconds(self):
        return figures.median(self.rounds, "wall_seconds") if self.rounds else None

    def peak_bytes(self):
        return max(one.peak_bytes for one in self.rounds) if self.rounds else None


@dataclasses.dataclass
class Row:
    """A benchmark with all of its sides; a program that measures by itself has `printed` instead."""

    benchmark: object
    input: str = ""
    ours: Measured = None
    peers: list = dataclasses.field(default_factory=list)
    printed: list = dataclasses.field(default_factory=list)
    missing: str = ""  # why nothing was measured
    failed: str = ""
    whole: bool = True  # the input is what the goal is about, and not a sample of it

    def ratio(self, peer, kind="processor_seconds"):
        return figures.ratio(self.ours.rounds, peer.rounds, kind) if self.ours and not peer.missing else None


def program(name):
    """The path of a program, also in the folders of the system administrator; None if it is not installed."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin:/usr/local/sbin")


def names_in(command):
    return set(re.findall(r"\{(\w+)\}", command))


def expand(command, values, one=None):
    """The words of a command with its inputs: a word that is an input with several parts becomes several words."""
    words = []
    for word in shlex.split(command):
        names = re.findall(r"\{(\w+)\}", word)
        if word == "{one}":
            words += [one] if isinstance(one, str) else one
        elif names and word == "{" + names[0] + "}" and isinstance(values[names[0]], list):
            words += values[names[0]]
        else:
            words.append(re.sub(r"\{(\w+)\}", lambda found: str(values[found[1]]), word))
    return words


class Runner:
    """Runs commands in one folder, with a cache of its own for our program."""

    def __init__(self, values, folder):
        self.values, self.folder = values, str(folder)
        self.environment = {
            **os.environ,
            "XDG_CACHE_HOME": os.path.join(self.folder, "cache"),
            "NO_COLOR": "1",
            "LC_ALL": "C",
        }
        self.counter = None

    def spend(self, words, side):
        """Runs a command of a side. Returns what it used, and whether it ended as expected."""
        words = [program(words[0]) or words[0], *words[1:]]
        with open(os.path.join(self.folder, "errors"), "w+b") as errors:
            begin = time.monotonic()
            child = subprocess.Popen(
                words,
                cwd=self.folder_of(side),
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
            )
            _, status, used = os.wait4(child.pid, 0)
            wall = time.monotonic() - begin
            child.returncode = os.waitstatus_to_exitcode(status)
            ended_well = child.returncode in side.statuses
            if not ended_well and not side.may_fail:
                errors.seek(0)
                said = errors.read(2000).decode(errors="replace").strip()
                raise Failed(
                    f"{shlex.join(words[:6])} …: expected exit status {' or '.join(map(str, side.statuses))}, "
                    f"found {child.returncode}: {said}"
                )
        return figures.Spent(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * 1024), ended_well

    def folder_of(self, side):
        return expand(side.folder, self.values)[0] if side.folder else self.folder

    def turn(self, side, measured):
        """One round of one side."""
        total, failed = figures.NOTHING, 0
        parts = self.values[side.each] if side.each else [None]
        for part in parts:
            spent, ended_well = self.spend(expand(side.command, self.values, part), side)
            total += spent
            failed += not ended_well
        measured.rounds.append(total)
        measured.failed_parts, measured.parts = failed, len(parts)

    def count(self, side):
        """Instructions of one run in user mode, by the processor's counters or else by Valgrind; or why none."""
        if self.counter is None:
            self.counter = self.found_counter()
        if not self.counter or side.each:
            return None, (
                "" if self.counter else "no counters of the processor and no Valgrind: apt-get install valgrind"
            )
        words = expand(side.command, self.values)
        words[0] = program(words[0]) or words[0]
        try:
            done = subprocess.run(
                [*self.counter, *words],
                cwd=self.folder_of(side),
                env=self.environment,
                capture_output=True,
                text=True,
                errors="replace",
                check=False,
                timeout=MOST_SECONDS_TO_COUNT,
            )
        except subprocess.TimeoutExpired:
            return None, f"{self.counter[0]} takes more than {MOST_SECONDS_TO_COUNT} s"
        found = (PERF if self.counter[0] == "perf" else INSTRUCTIONS).search(done.stderr)
        if not found or done.returncode not in side.statuses:
            return None, f"{self.counter[0]} ended with exit status {done.returncode}"
        return int(re.sub(r"[,.]", "", found[1])), ""

    def found_counter(self):
        """How instructions are counted here: the words before the command; empty if there is no way."""
        for words, pattern in (
            (["perf", "stat", "-e", "instructions:u", "--"], PERF),
            (
                ["valgrind", "--tool=callgrind", "--callgrind-out-file=" + os.path.join(self.folder, "callgrind")],
                INSTRUCTIONS,
            ),
        ):
            if not program(words[0]):
                continue
            done = subprocess.run([*words, "true"], cwd=self.folder, capture_output=True, text=True, check=False)
            if pattern.search(done.stderr):
                return words
        return []


def measure(benchmark, runner, rounds, most_seconds, counts=True):
    """The row of one benchmark."""
    if isinstance(benchmark, Figures):
        return measure_figures(benchmark, runner)
    row = Row(benchmark)
    try:
        row.input = runner.values.describe(benchmark.input)
        row.whole = runner.values.is_whole(benchmark.input)
        row.ours, row.peers = Measured(benchmark.ours.label), [Measured(side.label) for side in benchmark.peers]
        sides = [(benchmark.ours, row.ours)]
        for side, measured in zip(benchmark.peers, row.peers):
            measured.missing = why_missing(side)
            if not measured.missing:
                sides.append((side, measured))
        for side, _ in sides:
            expand(side.command, runner.values, "")  # makes all inputs, outside of what is measured
            if side.first:
                runner.spend(expand(side.first, runner.values), side)
        take_turns(sides, runner, rounds, most_seconds)
        if counts and benchmark.counts_instructions:
            for side, measured in sides:
                if (
                    measured is row.ours or side.peer
                ):  # another run of ours takes long under Valgrind, and tells nothing new
                    measured.instructions, measured.not_counted = runner.count(side)
    except inputs.Missing as what:
        row.missing = str(what)
    except Failed as what:
        row.failed = str(what)
    return row


def take_turns(sides, runner, rounds, most_seconds):
    """Turns until there are `rounds` of them, or until the next one would take longer than what is left."""
    begin = time.monotonic()
    for turn in range(rounds):
        used = time.monotonic() - begin
        if turn and used + used / turn > most_seconds:
            break
        for side, measured in list(sides):
            if measured.missing:
                continue
            try:
                runner.turn(side, measured)
            except Failed as what:
                if not side.peer:
                    raise
                measured.rounds.clear()
                measured.missing = f"failed: {what}"


def why_missing(side):
    """Why a peer cannot run; empty if it can."""
    peer = PEERS.get(side.peer)
    return f"not installed: {peer.install}" if peer and not program(peer.program) else ""


def measure_figures(benchmark, runner):
    """Runs a program that measures by itself, and takes what it printed."""
    row = Row(benchmark)
    try:
        words = expand(benchmark.command, runner.values)
        done = subprocess.run(
            words,
            cwd=inputs.ROOT,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=MOST_SECONDS_TO_PRINT,
        )
        if done.returncode:
            raise Failed(
                f"{shlex.join(words[:4])} … ended with exit status {done.returncode}: "
                f"{(done.stderr or done.stdout).strip()[:400]}"
            )
        row.printed = printed(benchmark.pattern, done.stdout)
        if not row.printed:
            raise Failed(
                f"{shlex.join(words[:4])} …: expected lines that match {benchmark.pattern}, "
                f"found {done.stdout.strip()[:400]}"
            )
    except inputs.Missing as what:
        row.missing = str(what)
    except subprocess.TimeoutExpired:
        row.failed = f"{shlex.join(words[:4])} … takes more than {MOST_SECONDS_TO_PRINT} s"
    except Failed as what:
        row.failed = str(what)
    return row


def printed(pattern, text):
    """The figures in a text: name, value, unit and goal of each line that matches."""
    found = []
    for line in text.splitlines():
        match = re.search(pattern, line)
        if match:
            parts = match.groupdict()
            found.append(
                {
                    "name": parts["name"].strip(),
                    "value": float(parts["value"]),
                    "unit": parts.get("unit") or "",
                    "goal": float(parts["goal"]) if parts.get("goal") else None,
                }
            )
    return found
