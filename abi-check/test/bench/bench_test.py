#!/usr/bin/env python3
"""What ci/bench computes: medians, ratios, the history and its regressions, and what it does without a peer.

No case depends on how long something takes: the rounds are written by hand, and the programs are small scripts.
"""

import contextlib
import io
import json
import os
import pathlib
import sys
import tempfile
import unittest
from unittest import mock

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import command  # noqa: E402
import figures  # noqa: E402
import history  # noqa: E402
import inputs  # noqa: E402
import machine  # noqa: E402
import measure  # noqa: E402
import page  # noqa: E402
import report  # noqa: E402
from table import GROUPS, PEERS, TABLE, Benchmark, Figures, Goal, Peer, Side  # noqa: E402


def rounds(*seconds):
    return [figures.Spent(one, one / 2, int(one * (1 << 20))) for one in seconds]


class RatioTest(unittest.TestCase):
    def test_is_that_of_the_medians_and_one_disturbed_turn_does_not_change_it(self):
        found = figures.ratio(rounds(1.0, 9.0, 1.2), rounds(10.0, 12.0, 11.0))
        self.assertAlmostEqual(found.value, 1.2 / 11.0)

    def test_spread_is_the_least_and_the_greatest_of_a_single_turn(self):
        found = figures.ratio(rounds(1.0, 9.0, 1.2), rounds(10.0, 12.0, 11.0))
        self.assertAlmostEqual(found.least, 0.1)
        self.assertAlmostEqual(found.greatest, 0.75)

    def test_turns_that_only_one_side_has_do_not_count_in_the_spread(self):
        found = figures.ratio(rounds(1.0, 1.0, 100.0), rounds(2.0, 2.0))
        self.assertEqual((found.least, found.greatest), (0.5, 0.5))

    def test_is_none_without_turns_or_time(self):
        self.assertIsNone(figures.ratio([], []))
        self.assertIsNone(figures.ratio(rounds(1.0), rounds(0.0)))

    def test_a_round_of_several_commands_adds_time_and_keeps_the_greatest_memory(self):
        total = figures.NOTHING
        for one in rounds(1.0, 3.0, 2.0):
            total += one
        self.assertEqual(total, figures.Spent(6.0, 3.0, 3 << 20))


class WordsTest(unittest.TestCase):
    def test_values_have_three_digits_that_count(self):
        cases = [
            (figures.seconds, 0.0123, "12.3 ms"),
            (figures.seconds, 0.456, "456 ms"),
            (figures.seconds, 3.456, "3.46 s"),
            (figures.seconds, 34.56, "34.6 s"),
            (figures.seconds, 345.6, "346 s"),
            (figures.seconds, None, "–"),
            (figures.count, 12345, "12,345"),
            (figures.count, 12345678, "12.35 M"),
            (figures.count, 2 * 10**9, "2.00 G"),
            (figures.short_ratio, 0.01234, "0.0123"),
            (figures.short_ratio, 1.234, "1.23"),
            (figures.short_ratio, 123.4, "123"),
        ]
        for write, value, expected in cases:
            self.assertEqual(write(value), expected)


MACHINE = {"processor": "P", "cores": 2}


def run_of(machine=None, **row):
    return {
        "commit": "c",
        "machine": machine or MACHINE,
        "rows": [{"name": "uapi.cold", "input": "100 headers", **row}],
    }


def value(now, least=None):
    return {"value": now, "least": now if least is None else least, "greatest": now}


class RegressionTest(unittest.TestCase):
    def found(self, old, new, limit=10):
        return history.regressions(old, new, limit)

    def test_more_than_the_limit_above_the_median_is_one(self):
        old = [run_of(processor_seconds=value(one)) for one in (1.0, 5.0, 1.1)]
        self.assertEqual(self.found(old, run_of(processor_seconds=value(1.20))), [])
        [one] = self.found(old, run_of(processor_seconds=value(1.22)))
        self.assertEqual((one.measure, one.before, one.runs), ("processor_seconds", 1.1, 3))
        self.assertEqual(
            history.to_string(one, 10),
            "uapi.cold: seconds of the processor: expected at most 10 % above 1.1, the "
            "median of the last 3 runs on this machine; found 1.22 (+11 %)",
        )

    def test_the_limit_is_a_choice(self):
        old = [run_of(processor_seconds=value(1.0))]
        self.assertEqual(self.found(old, run_of(processor_seconds=value(1.4)), limit=50), [])

    def test_a_run_of_which_one_turn_was_as_fast_as_before_is_none(self):
        old = [run_of(processor_seconds=value(1.0))]
        self.assertEqual(self.found(old, run_of(processor_seconds=value(2.0, least=1.05))), [])

    def test_other_machines_other_builds_and_other_inputs_do_not_count(self):
        slow = run_of(processor_seconds=value(9.0))
        self.assertEqual(self.found([run_of({"processor": "Q", "cores": 2}, processor_seconds=value(1.0))], slow), [])
        self.assertEqual(self.found([run_of(input="919 headers", processor_seconds=value(1.0))], slow), [])
        self.assertEqual(self.found([{**run_of(processor_seconds=value(1.0)), "build": "Debug"}], slow), [])
        self.assertEqual(len(self.found([run_of(processor_seconds=value(1.0))], slow)), 1)

    def test_only_the_last_runs_count(self):
        old = [run_of(processor_seconds=value(1.0))] * 50 + [run_of(processor_seconds=value(2.0))] * history.LAST_RUNS
        self.assertEqual(self.found(old, run_of(processor_seconds=value(2.1))), [])

    def test_instructions_count_before_the_ratio_and_the_ratio_before_seconds(self):
        old = [run_of(instructions=value(1000), ratio=value(0.1), peer="clang 19", processor_seconds=value(1.0))]
        busy = {"ratio": value(0.1), "peer": "clang 19", "processor_seconds": value(3.0)}
        self.assertEqual(self.found(old, run_of(**busy)), [])
        self.assertEqual(self.found(old, run_of(instructions=value(1001), **{**busy, "ratio": value(0.9)})), [])
        [one] = self.found(old, run_of(instructions=value(1200), **busy))
        self.assertIn("expected at most 10 % above 1,000", history.to_string(one, 10))

    def test_a_ratio_to_another_version_of_the_peer_is_not_compared(self):
        old = [run_of(ratio=value(0.1), peer="clang 19", processor_seconds=value(1.0))]
        self.assertEqual(self.found(old, run_of(ratio=value(0.2), peer="clang 20", processor_seconds=value(1.0))), [])

    def test_there_is_none_without_a_history(self):
        self.assertEqual(self.found([], run_of(processor_seconds=value(9.0))), [])


class HistoryTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = str(pathlib.Path(folder.name) / "deep/history.jsonl")

    def test_returns_what_was_appended(self):
        self.assertEqual(history.read(self.path), ([], []))
        first, second = run_of(ratio=value(0.1)), run_of(ratio=value(0.2))
        history.append(self.path, first)
        history.append(self.path, second)
        self.assertEqual(history.read(self.path), ([first, second], []))

    def test_a_damaged_line_is_named_and_the_others_count(self):
        damaged = [
            '{"commit": "c", ',
            "[1]",
            '{"commit": "c", "machine": {}}',
            '{"commit": "c", "machine": {}, "rows": [{}]}',
            json.dumps(run_of(ratio={"value": "fast"})),
            json.dumps(run_of(ratio={"value": 0, "least": 0})),
        ]
        for line in damaged:
            history.append(self.path, run_of(ratio=value(0.1)))
            with open(self.path, "a", encoding="utf-8") as file:
                file.write(line + "\n")
        history.append(self.path, run_of(ratio=value(0.1)))
        runs, problems = history.read(self.path)
        self.assertEqual(len(runs), len(damaged) + 1)
        self.assertEqual(
            [one.split(": expected one run as a JSON object, found ")[0] for one in problems],
            [f"{self.path}:{2 * at + 2}" for at in range(len(damaged))],
        )
        self.assertIn("found no 'rows'; the line is ignored", problems[2])

    def test_a_line_that_a_killed_run_left_unfinished_does_not_swallow_the_next(self):
        history.append(self.path, run_of(ratio=value(0.1)))
        with open(self.path, "a", encoding="utf-8") as file:
            file.write('{"commit": "c", "mach')
        history.append(self.path, run_of(ratio=value(0.2)))
        runs, problems = history.read(self.path)
        self.assertEqual((len(runs), len(problems)), (2, 1))


class MeasureTest(unittest.TestCase):
    """Programs of our own in a folder of PATH; their times do not matter."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.log = self.folder / "log"
        for name, text in (
            ("own", "echo own >>log"),
            ("slow-peer", "echo peer >>log"),
            ("bad-peer", "echo 'wrong input' >&2; exit 3"),
            ("part", "[ $1 != b ]"),
            ("start-with", "echo first >>log"),
        ):
            (self.folder / name).write_text(f"#!/bin/sh\n{text}\n")
            (self.folder / name).chmod(0o755)
        for change in (
            mock.patch.dict(os.environ, {"PATH": f"{self.folder}:{os.environ['PATH']}"}),
            mock.patch.dict(
                PEERS,
                {
                    "here": Peer("slow-peer", ""),
                    "bad": Peer("bad-peer", ""),
                    "absent": Peer("no-such-program", "apt-get install no-such-package"),
                },
            ),
        ):
            change.start()
            self.addCleanup(change.stop)

    def measure(self, ours, *peers, turns=2, goal=Goal(), values=None, counts=False):
        runner = measure.Runner(FakeInputs(values or {}), self.folder)
        return measure.measure(Benchmark("uapi.cold", "what", ours, peers, "input", goal, counts), runner, turns, 60)

    def test_sides_take_turns_and_the_first_command_runs_once(self):
        row = self.measure(Side("ours", "own", first="start-with"), Side("peer", "slow-peer", "here"))
        self.assertEqual(self.log.read_text().split(), ["first", "own", "peer", "own", "peer"])
        self.assertEqual((len(row.ours.rounds), len(row.peers[0].rounds)), (2, 2))

    def test_a_peer_that_is_not_installed_is_named_with_what_installs_it(self):
        row = self.measure(
            Side("ours", "own"), Side("absent peer", "no-such-program", "absent"), Side("peer", "slow-peer", "here")
        )
        self.assertEqual(row.peers[0].missing, "not installed: apt-get install no-such-package")
        self.assertRegex(
            report.row_as_text(row), r"absent peer +not installed: apt-get install no-such-package\n  peer "
        )
        self.assertEqual(
            report.row_as_json(row)["peers"][0],
            {"label": "absent peer", "missing": "not installed: apt-get install no-such-package", "ratio": None},
        )
        self.assertIn("not installed: apt-get install no-such-package", page.article(row, [], {"rows": []}))

    def test_a_goal_whose_peer_is_not_installed_is_unknown(self):
        row = self.measure(
            Side("ours", "own"), Side("absent peer", "no-such-program", "absent"), goal=Goal(ratio=0.5)
        )
        self.assertIsNone(report.goal_reached(row))
        self.assertIn("goal 0.5: unknown", report.row_as_text(row))

    def test_a_goal_is_not_judged_on_a_sample_of_the_input(self):
        with mock.patch.object(FakeInputs, "whole", False):
            row = self.measure(Side("ours", "own"), Side("peer", "slow-peer", "here"), goal=Goal(ratio=0.5))
        self.assertIsNone(report.goal_reached(row))
        self.assertIn("goal 0.5 with the whole input", report.row_as_text(row))

    def test_a_peer_that_fails_is_named_and_we_are_measured_all_the_same(self):
        row = self.measure(Side("ours", "own"), Side("bad", "bad-peer", "bad"))
        self.assertEqual(
            row.peers[0].missing,
            "failed: bad-peer …: expected exit status 0, found 3: wrong input".replace(
                "bad-peer", str(self.folder / "bad-peer")
            ),
        )
        self.assertEqual((len(row.ours.rounds), row.failed), (2, ""))

    def test_our_own_failure_is_an_error_of_the_row(self):
        row = self.measure(Side("ours", "bad-peer"), Side("peer", "slow-peer", "here"))
        self.assertIn("expected exit status 0, found 3: wrong input", row.failed)
        self.assertIn("uapi.cold: error: ", report.row_as_text(row))

    def test_instructions_that_could_not_be_counted_have_a_reason(self):
        with mock.patch.object(measure.Runner, "found_counter", lambda _: []):
            row = self.measure(Side("ours", "own"), Side("peer", "slow-peer", "here"), counts=True)
        self.assertIsNone(row.ours.instructions)
        self.assertIn(
            "instructions not counted: no counters of the processor and no Valgrind", report.row_as_text(row)
        )

    def test_parts_that_fail_are_counted_where_that_is_allowed(self):
        values = {"parts": ["a", "b", "c"]}
        row = self.measure(
            Side("ours", "own"), Side("parts", "part {one}", "here", each="parts", may_fail=True), values=values
        )
        self.assertEqual((row.peers[0].failed_parts, row.peers[0].parts), (1, 3))
        self.assertIn("1 of 3 ended with an error", report.row_as_text(row))

    def test_an_input_that_is_missing_leaves_the_row_out_with_the_reason(self):
        row = self.measure(
            Side("ours", "own {vmlinux}"), values={"vmlinux": inputs.Missing("no vmlinux: give --vmlinux")}
        )
        self.assertEqual(report.row_as_text(row), "uapi.cold: not measured: no vmlinux: give --vmlinux")

    def test_the_row_of_the_history_has_the_first_peer_with_its_version(self):
        row = self.measure(Side("ours", "own"), Side("peer", "slow-peer", "here"))
        row.ours.rounds, row.peers[0].rounds, row.peers[0].version = rounds(1.0, 3.0), rounds(4.0, 4.0), "2.0"
        [line] = report.history_line({"commit": "c", "machine": MACHINE}, [row])["rows"]
        self.assertEqual(
            (line["ratio"], line["peer"]), ({"value": 0.5, "least": 0.25, "greatest": 0.75}, "peer: 2.0")
        )
        self.assertEqual(history.why_wrong(json.dumps({"commit": "c", "machine": MACHINE, "rows": [line]})), "")

    def test_a_ratio_to_another_run_of_our_own_is_not_in_the_history(self):
        row = self.measure(Side("ours", "own"), Side("without cache", "own"))
        row.ours.rounds, row.peers[0].rounds = rounds(1.0), rounds(4.0)
        [line] = report.history_line({"commit": "c", "machine": MACHINE}, [row])["rows"]
        self.assertEqual(set(line), {"name", "input", "processor_seconds"})


class FakeInputs(dict):
    whole = True

    def is_whole(self, _):
        return self.whole

    def describe(self, _):
        return "an input"

    def __getitem__(self, name):
        value = super().__getitem__(name)
        if isinstance(value, Exception):
            raise value
        return value


class MachineTest(unittest.TestCase):
    def test_a_version_is_the_first_line_that_has_one_without_the_path(self):
        cases = [
            (
                "clang-scan-deps\nLLVM (http://llvm.org/):\n  Debian LLVM version 19.1.7\n",
                "Debian LLVM version 19.1.7",
            ),
            ("/usr/bin/abidw: 2.2.0\n", "abidw: 2.2.0"),
            ("v1.24\n", "v1.24"),
            ("usage\n", ""),
        ]
        for text, expected in cases:
            self.assertEqual(machine.version_in(text), expected)


class TableTest(unittest.TestCase):
    def test_every_name_is_in_a_group_and_unique(self):
        names = [one.name for one in TABLE]
        self.assertEqual(len(names), len(set(names)))
        self.assertEqual({one.group for one in TABLE}, set(GROUPS))

    def test_every_input_of_a_command_can_be_made(self):
        for one in TABLE:
            sides = [one] if isinstance(one, Figures) else [one.ours, *one.peers]
            for side in sides:
                for name in measure.names_in(side.command) - {"one"}:
                    self.assertTrue(hasattr(inputs.Inputs, "make_" + name), f"{one.name}: {name}")

    def test_the_program_of_a_peer_is_one_that_its_command_starts(self):
        for one in TABLE:
            for side in getattr(one, "peers", ()):
                if side.peer and not side.command.startswith("{one}"):
                    self.assertEqual(side.command.split()[0], PEERS[side.peer].program, one.name)

    def test_a_word_selects_a_group_a_name_or_everything(self):
        self.assertEqual(
            [one.name for one in command.chosen(["uapi", "dwarf.some"])], ["uapi.cold", "uapi.again", "dwarf.some"]
        )
        self.assertEqual(command.chosen(["all"]), list(TABLE))
        with self.assertRaisesRegex(ValueError, "no benchmark fast; there are all, start"):
            command.chosen(["fast"])

    def test_the_lines_of_the_kernel_are_understood(self):
        pattern = next(one.pattern for one in TABLE if one.name == "kernel.figures")
        text = (
            "instructions (QEMU -icount shift=0)\n"
            "  null command: seal, push, doorbell, checks, answer    640  goal 650   its two tags need 336\n"
            "  QEMU from its start to its end with bin/hello    210 ms  goal 200 ms   xv6-riscv to its shell 340 ms\n"
            "  of this, from reset to the first user instruction           95 ms\n"
        )
        self.assertEqual(
            [(one["value"], one["unit"], one["goal"]) for one in measure.printed(pattern, text)],
            [(640, "", 650), (210, "ms", 200), (95, "ms", None)],
        )

    def test_the_lines_of_the_ring_and_of_the_replay_are_understood(self):
        lines = {
            "kernel.ring": "ring of 64 slots of 32 bytes, two threads: 12.5 ns a packet; boost::lockfree::spsc_queue: "
            "9.0 ns; ratio of packets per second: 0.72",
            "kernel.replay": "generate 0.1 s\nreplay: 1000 cases in 812 ms, 1231 a second (median of 5)",
        }
        found = [measure.printed(one.pattern, lines[one.name]) for one in TABLE if one.name in lines]
        self.assertEqual(
            [(one["value"], one["unit"]) for [one] in found], [(12.5, "ns a packet"), (1231, "a second")]
        )

    def test_a_sample_takes_parts_at_equal_distances(self):
        self.assertEqual(inputs.sample(list(range(10)), 4), [0, 2, 5, 7])
        self.assertEqual(inputs.sample([1, 2], 5), [1, 2])

    def test_a_file_that_several_programs_compile_for_one_target_counts_once(self):
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(folder) / "a.cpp"
            source.write_text("")
            commands = [
                "clang++-19 -DA -c a.cpp",
                "clang++-19 -DB -c a.cpp",
                "clang++-19 --target=riscv64-elf -c a.cpp",
            ]
            entries = [{"directory": folder, "file": str(source), "command": one} for one in commands]
            (pathlib.Path(folder) / "compile_commands.json").write_text(json.dumps(entries))
            found = inputs.Inputs(folder, folder, True, 1).commands()
        self.assertEqual([one["command"] for one in found], [commands[2], commands[0]])

    def test_a_compile_command_keeps_the_flags_only(self):
        words = inputs.compile_words({"command": "ccache clang++-19 -O2 -DA='x y' -MD -MF a.d -o a.o -c a.cpp"})
        self.assertEqual(words, ["clang++-19", "-O2", "-DA=x y", "a.cpp"])


class CommandTest(unittest.TestCase):
    """The whole command with a program that only prints its version."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        tool = self.folder / "build/abi-check/tool/abi-check"
        tool.parent.mkdir(parents=True)
        tool.write_text("#!/bin/sh\necho abi-check 0.0\n")
        tool.chmod(0o755)

    def bench(self, *more):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = command.main(
                [
                    "start",
                    "--rounds",
                    "1",
                    "--no-instructions",
                    "--build",
                    str(self.folder / "build"),
                    "--out",
                    str(self.folder / "out"),
                    *more,
                ]
            )
        return status, out.getvalue(), err.getvalue()

    def test_writes_the_page_the_json_and_the_history(self):
        status, out, _ = self.bench()
        self.assertEqual(status, 0, out)
        self.assertEqual(json.loads((self.folder / "out/bench.json").read_text())["rows"][0]["name"], "start.version")
        text = (self.folder / "out/index.html").read_text()
        self.assertIn('<article id="start.version">', text)
        self.assertNotRegex(text, r"(src|href)=|url\(|@import|<script")
        self.assertEqual(len((self.folder / "out/history.jsonl").read_text().splitlines()), 1)

    def test_a_regression_fails_only_if_that_is_asked_for(self):
        self.bench()
        path = self.folder / "out/history.jsonl"
        run = json.loads(path.read_text())
        for measured in ("ratio", "processor_seconds"):
            run["rows"][0][measured] = value(1e-9)
        path.write_text("not a run\n" + json.dumps(run) + "\n")
        status, out, err = self.bench()
        self.assertEqual(status, 0)
        self.assertIn("bench: regression: start.version: ", out)
        self.assertIn(f"warning: {path}:1: expected one run as a JSON object", err)
        path.write_text(json.dumps(run) + "\n")
        self.assertEqual(self.bench("--fail-on-regression")[0], 1)
        self.assertEqual(self.bench("--fail-on-regression", "--no-history")[0], 0)

    def test_a_build_without_the_program_is_an_error(self):
        status, _, err = self.bench("--build", str(self.folder))
        self.assertEqual((status, "ci/build release abi-check" in err), (2, True))


if __name__ == "__main__":
    unittest.main()
