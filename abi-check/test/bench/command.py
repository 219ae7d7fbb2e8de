"""Compares the speed of abi-check with similar programs, all in one run and in turns.

    ci/bench [OPTION…] [GROUP|NAME…]    a quick selection with small inputs (under five minutes) without a group
    ci/bench all                        everything, with the whole inputs (hours)

Examples:
    ci/bench uapi dwarf --vmlinux /usr/lib/debug/boot/vmlinux-6.1.0-57-amd64
    ci/bench --fail-on-regression --history ~/bench.jsonl

A program that is not installed is listed, with what installs it. The results are printed, and written to OUT/bench.json
and OUT/index.html; a line is added to the history, and rows that became slower than in the last runs on the same
machine are named. docs/bench.md describes the figures.

Exit status: 0 if everything was measured that could be, 1 for a regression with --fail-on-regression, 2 if a benchmark
failed or nothing could be measured.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import history
import inputs
import machine
import measure
import page
import report
from table import GROUPS, TABLE

ROOT = inputs.ROOT


def options():
    parser = argparse.ArgumentParser(
        prog="ci/bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        usage=argparse.SUPPRESS,
    )
    groups = "; ".join(f"{name}: {words}" for name, words in GROUPS.items())
    parser.add_argument("what", nargs="*", metavar="GROUP|NAME", help=f"groups: {groups}")
    parser.add_argument("--quick", action="store_true", help="small inputs and 3 turns, also for a group or all")
    parser.add_argument("--rounds", type=int, metavar="N", help="turns (default: 5; quick: 3)")
    parser.add_argument(
        "--seconds",
        type=float,
        metavar="S",
        help="begin no turn that would end later, for each benchmark (default: 1800; quick: 25)",
    )
    parser.add_argument(
        "--build",
        type=pathlib.Path,
        metavar="FOLDER",
        help="measure this build (default: build/release, built first)",
    )
    parser.add_argument(
        "--vmlinux", metavar="FILE", help="kernel image with DWARF or BTF (default: one of /usr/lib/debug)"
    )
    parser.add_argument(
        "--size",
        action="append",
        default=[],
        metavar="INPUT=N",
        help=f"the size of an input: {', '.join(inputs.QUICK)} (repeatable)",
    )
    parser.add_argument(
        "--no-instructions", action="store_true", help="do not count instructions, which takes seconds each"
    )
    parser.add_argument(
        "--out", type=pathlib.Path, default=ROOT / "build/bench", metavar="FOLDER", help="default: build/bench"
    )
    parser.add_argument("--history", type=pathlib.Path, metavar="FILE", help="default: OUT/history.jsonl")
    parser.add_argument("--no-history", action="store_true", help="read and write no history")
    parser.add_argument(
        "--limit", type=float, default=10, metavar="PERCENT", help="what counts as a regression (default: 10)"
    )
    parser.add_argument("--fail-on-regression", action="store_true", help="exit with 1 for a regression")
    parser.add_argument(
        "--list", action="store_true", help="list the benchmarks with their commands, and measure nothing"
    )
    return parser


def chosen(words):
    """The benchmarks that the words name, in the order of the table. A word that names none is an error."""
    if not words:
        return [one for one in TABLE if one.quick]
    known = {*GROUPS, "all", *(one.name for one in TABLE)}
    for word in words:
        if word not in known:
            raise ValueError(
                f"no benchmark {word}; there are all, {', '.join(GROUPS)}, and the names that --list shows"
            )
    return [one for one in TABLE if "all" in words or one.group in words or one.name in words]


def sizes_of(words):
    found = {}
    for word in words:
        name, _, number = word.partition("=")
        if name not in inputs.QUICK or not number.isdigit():
            raise ValueError(f"--size: expected INPUT=N with one of {', '.join(inputs.QUICK)}, found {word}")
        found[name] = int(number)
    return found


def build_first(benchmarks):
    """Builds what will be measured, and returns the build folder."""
    targets = ["abi-check"]
    if any(one.group in ("gate", "kernel") for one in benchmarks):
        targets += ["refkernel", "initrd", "ring_bench"]
    for words in ([ROOT / "ci/setup"], [ROOT / "ci/build", "release", *targets]):
        if subprocess.run(words, stdout=sys.stderr, check=False).returncode:
            raise inputs.Missing(f"{words[0].relative_to(ROOT)} failed")
    return ROOT / "build/release"


def list_benchmarks(benchmarks):
    for one in benchmarks:
        print(f"{one.name}: {one.what}{'' if one.quick else ' (not quick)'}")
        print(f"    {one.command if hasattr(one, 'command') else one.ours.command}")
        for peer in getattr(one, "peers", ()):
            print(f"    {peer.command}")


def measure_all(benchmarks, runner, asked, rounds, seconds, versions):
    rows = []
    print(report.COLUMNS)
    for one in benchmarks:
        row = measure.measure(one, runner, rounds, seconds, not asked.no_instructions)
        for side, measured in zip(getattr(one, "peers", ()), row.peers):
            measured.version = versions.get(side.peer) or ""
        rows.append(row)
        print(report.row_as_text(row), flush=True)
    return rows


def finish(asked, head, rows):
    """Writes the reports, and compares with the history. Returns the regressions."""
    path = asked.history or asked.out / "history.jsonl"
    runs, problems = ([], []) if asked.no_history else history.read(path)
    for problem in problems:
        print(f"warning: {problem}", file=sys.stderr)
    run = report.history_line(head, rows)
    found = history.regressions(runs, run, asked.limit)
    asked.out.mkdir(parents=True, exist_ok=True)
    (asked.out / "bench.json").write_text(
        json.dumps(report.run_as_json(head, rows), indent=2, ensure_ascii=False) + "\n"
    )
    (asked.out / "index.html").write_text(page.write(head, rows, runs, run, found, asked.limit))
    if run["rows"] and not asked.no_history:
        history.append(path, run)
    for one in found:
        print(f"bench: regression: {history.to_string(one, asked.limit)}")
    return found


def main(words=None):
    parser = options()
    asked = parser.parse_args(words)
    try:
        benchmarks = chosen(asked.what)
        sizes = sizes_of(asked.size)
    except ValueError as what:
        parser.error(str(what))
    if asked.list:
        list_benchmarks(benchmarks)
        return 0
    quick = asked.quick or not asked.what
    rounds = asked.rounds or (3 if quick else 5)
    seconds = asked.seconds or (25 if quick else 1800)
    try:
        build = (asked.build or build_first(benchmarks)).resolve()
        with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
            values = inputs.Inputs(
                build, scratch, quick, rounds, asked.vmlinux and str(pathlib.Path(asked.vmlinux).resolve()), sizes
            )
            versions = machine.tools(values["tool"])
            head = {
                "commit": machine.commit(),
                "date": machine.now(),
                "build": machine.build_type(build),
                "machine": machine.facts(),
                "tools": versions,
            }
            if head["build"] not in ("", "Release"):
                print(
                    f"bench: warning: {build} is a {head['build']} build: its times are not those of what users run",
                    file=sys.stderr,
                )
            rows = measure_all(benchmarks, measure.Runner(values, scratch), asked, rounds, seconds, versions)
    except inputs.Missing as what:
        print(f"bench: error: {what}", file=sys.stderr)
        return 2
    found = finish(asked, head, rows)
    failed, measured = [row for row in rows if row.failed], [
        row for row in rows if not row.failed and not row.missing
    ]
    print(
        f"bench: {len(measured)} of {len(rows)} benchmarks measured, {len(found)} regressions; "
        f"the page is {asked.out / 'index.html'}"
    )
    if failed or not measured:
        return 2
    return 1 if found and asked.fail_on_regression else 0
