"""The history of measurements: one line of JSON a run, and what became slower.

A row is compared with the rows of earlier runs that measured the same: same machine, same kind of build, same input. Of
the measures that both have, the steadiest is compared: instructions, then the ratio to the first peer, if that has the
same version, then seconds of the processor. A row is a regression if each of its turns is more than the limit above the
median of the last runs, so one disturbed turn is not enough.
"""

import dataclasses
import json
import os
import statistics

LAST_RUNS = 10
MEASURES = ["instructions", "ratio", "processor_seconds"]
WORDS = {"instructions": "instructions", "ratio": "ratio", "processor_seconds": "seconds of the processor"}


@dataclasses.dataclass(frozen=True)
class Regression:
    """A row that became slower than LIMIT allows."""

    name: str
    measure: str
    now: float
    before: float  # the median of the runs that it is compared with
    runs: int

    @property
    def growth_percent(self):
        return (self.now / self.before - 1) * 100


def read(path):
    """Returns the runs of a history, oldest first, and a problem for each line that is not a run."""
    runs, problems = [], []
    if not os.path.exists(path):
        return runs, problems
    with open(path, encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            wrong = why_wrong(line)
            if wrong:
                problems.append(
                    f"{path}:{number}: expected one run as a JSON object, found {wrong}; the line is ignored"
                )
            else:
                runs.append(json.loads(line))
    return runs, problems


def why_wrong(line):
    """What is wrong with a line; empty if it is a run."""
    try:
        run = json.loads(line)
    except ValueError as error:
        return f"text that is not JSON ({error})"
    if not isinstance(run, dict):
        return f"a value of another type ({type(run).__name__})"
    for key, kind in (("commit", str), ("machine", dict), ("rows", list)):
        if not isinstance(run.get(key), kind):
            return f"no '{key}'"
    for row in run["rows"]:
        if not isinstance(row, dict) or not isinstance(row.get("name"), str):
            return "a row without a name"
        for measure in MEASURES:
            value = row.get(measure)
            if value is not None and (
                not isinstance(value, dict) or not all(is_number(value.get(key)) for key in ("value", "least"))
            ):
                return f"a row whose '{measure}' has no value and least"
    return ""


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0


def append(path, run):
    """Adds a run. A line that a killed run left unfinished keeps its own line."""
    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    with open(path, "ab+") as file:
        end = file.seek(0, os.SEEK_END)
        unfinished = False
        if end:
            file.seek(end - 1)
            unfinished = file.read(1) != b"\n"
        file.write((b"\n" if unfinished else b"") + json.dumps(run, ensure_ascii=False).encode() + b"\n")


def earlier(runs, run, row):
    """The rows of earlier runs that measured the same as `row` of `run`, the last LAST_RUNS of them."""
    same = []
    for old in runs:
        if old["machine"] != run["machine"] or old.get("build") != run.get("build"):
            continue
        same += [
            other for other in old["rows"] if other["name"] == row["name"] and other.get("input") == row.get("input")
        ]
    return same[-LAST_RUNS:]


def comparable(row, others, measure):
    """The values of `measure` in `others`. A ratio counts only if it is to the same version of the same peer."""
    return [
        other[measure]["value"]
        for other in others
        if other.get(measure) and (measure != "ratio" or other.get("peer") == row.get("peer"))
    ]


def regression(row, others, limit_percent):
    """The regression of a row against the same rows of earlier runs, or None."""
    for measure in MEASURES:
        values = comparable(row, others, measure) if row.get(measure) else []
        if not values:
            continue
        before = statistics.median(values)
        highest = before * (1 + limit_percent / 100)
        if row[measure]["least"] > highest:
            return Regression(row["name"], measure, row[measure]["value"], before, len(values))
        return None
    return None


def regressions(runs, run, limit_percent):
    found = [regression(row, earlier(runs, run, row), limit_percent) for row in run["rows"]]
    return [one for one in found if one]


def to_string(one, limit_percent):
    def write(value):
        return f"{value:,.0f}" if one.measure == "instructions" else f"{value:.4g}"

    runs = "run" if one.runs == 1 else f"{one.runs} runs"
    return (
        f"{one.name}: {WORDS[one.measure]}: expected at most {limit_percent:g} % above {write(one.before)}, "
        f"the median of the last {runs} on this machine; found {write(one.now)} (+{one.growth_percent:.0f} %)"
    )
