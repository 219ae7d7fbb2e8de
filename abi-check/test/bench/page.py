"""The results as one HTML page: light and dark, readable on a phone, without scripts, fonts or images to load."""

import pathlib
import statistics
from html import escape

import figures
import history
import report
from table import GROUPS

STYLE = (pathlib.Path(__file__).parent / "page.css").read_text()
EXPLANATION = (
    "Processor: user and system time of all processes of a turn. The ratio is that of the medians of processor time, "
    "with the least and the greatest of a turn. The programs run in turns, so a busy machine is busy for all."
)


def state(kind, words):
    symbol = {"pass": "✓", "fail": "✗", "unknown": "?"}[kind]
    return f'<span class="state {kind}">{symbol} {escape(words)}</span>'


def goal_state(row):
    words = report.goal_words(row)
    if words and not row.whole:
        return f'<span class="soft">{escape(words)}</span>'
    kind = {True: "pass", False: "fail", None: "unknown"}
    return state(kind[report.goal_reached(row)], words) if words else ""


def cell(name, text):
    return f'<td data-name="{name}">{escape(text)}</td>' if text else "<td></td>"


def table(columns, rows):
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def side(row, measured, is_ours, longest):
    label = escape(measured.label)
    if measured.missing:
        return f'<tr><th scope="row">{label}</th><td class="reason" colspan="5">{escape(measured.missing)}</td></tr>'
    if measured.not_counted:
        label += f'<br><span class="soft">instructions not counted: {escape(measured.not_counted)}</span>'
    if measured.failed_parts:
        label += f'<br><span class="soft">{measured.failed_parts} of {measured.parts} ended with an error</span>'
    width = 100 * measured.processor_seconds() / longest if longest else 0
    found = None if is_ours else row.ratio(measured)
    parts = [
        '<tr class="own">' if is_ours else "<tr>",
        f'<th scope="row">{label}<span class="bar" style="width:{width:.2f}%"></span></th>',
        cell("processor", figures.seconds(measured.processor_seconds())),
        cell("wall", figures.seconds(measured.wall_seconds())),
        cell("memory", figures.mebibytes(measured.peak_bytes())),
        cell("instructions", figures.count(measured.instructions) if measured.instructions else ""),
        cell("ours / peer (spread)", report.ratio_words(found) if found else ""),
    ]
    return "".join(parts) + "</tr>"


def printed(one):
    value = f"{one['value']:,.10g} {one['unit']}".strip()
    goal = "" if one["goal"] is None else f"{one['goal']:g}"
    return f'<tr><th scope="row">{escape(one["name"])}</th>{cell("value", value)}{cell("goal", goal)}</tr>'


def past(runs, run, name):
    """The steadiest measure of a row over the last runs and this one, as a line; empty if there is no earlier run."""
    row = next((one for one in run["rows"] if one["name"] == name), None)
    if row is None:
        return ""
    others = history.earlier(runs, run, row)
    for measure in history.MEASURES:
        values = history.comparable(row, others, measure) if row.get(measure) else []
        if values:
            return line_of([*values, row[measure]["value"]], measure)
    return ""


def line_of(values, measure):
    top = max(values)
    points = " ".join(
        f"{2 + 296 * at / (len(values) - 1):.1f},{46 - 42 * one / top:.1f}" for at, one in enumerate(values)
    )
    growth = round((values[-1] / statistics.median(values[:-1]) - 1) * 100)
    words = f"{history.WORDS[measure]} of the last {len(values)} runs; now {growth:+d} % against the median before"
    return (
        f'<figure><svg viewBox="0 0 300 48" role="img" aria-label="{escape(words)}"><polyline points="{points}"/></svg>'
        f"<figcaption>{escape(words)}</figcaption></figure>"
    )


def article(row, runs, run):
    benchmark = row.benchmark
    measured = bool(row.ours and row.ours.rounds)
    head = f'<div class="head"><h3>{escape(benchmark.name)}</h3>{goal_state(row) if measured else ""}</div>'
    title = f'<article id="{escape(benchmark.name)}">{head}<p>{escape(benchmark.what)}</p>'
    return title + body(row, runs, run) + "</article>"


def body(row, runs, run):
    if row.missing:
        return "<p>" + state("unknown", "not measured: " + row.missing) + "</p>"
    if row.failed:
        return "<p>" + state("fail", row.failed) + "</p>"
    if row.printed:
        return table(["what", "value", "goal"], map(printed, row.printed))
    sides = [row.ours, *row.peers]
    longest = max(one.processor_seconds() for one in sides if not one.missing)
    turns = len(row.ours.rounds)
    words = f"{row.input}; median of {turns} turns" if turns > 1 else f"{row.input}; 1 turn"
    columns = ["program", "processor", "wall", "memory", "instructions", "ours / peer (spread)"]
    return (
        f'<p class="soft">{escape(words)}</p>'
        + table(columns, (side(row, one, one is row.ours, longest) for one in sides))
        + past(runs, run, row.benchmark.name)
    )


def facts(head):
    pairs = [(key.replace("_", " "), str(value)) for key, value in head["machine"].items()]
    pairs += [("build", head["build"])] + [
        (name, version or "not installed") for name, version in head["tools"].items()
    ]
    return "<dl>" + "".join(f"<dt>{escape(key)}</dt><dd>{escape(value)}</dd>" for key, value in pairs) + "</dl>"


def tally(rows, regressions):
    judged = [row for row in rows if row.ours and row.ours.rounds and row.whole and report.goal_words(row)]
    goals = [report.goal_reached(row) for row in judged]
    counts = [
        ("pass", goals.count(True), "goal", "reached"),
        ("fail", goals.count(False), "goal", "missed"),
        ("unknown", goals.count(None), "goal", "unknown"),
        ("unknown", sum(1 for row in rows if row.missing), "benchmark", "not measured"),
        ("fail", sum(1 for row in rows if row.failed), "benchmark", "failed"),
        ("fail", len(regressions), "regression", ""),
    ]
    items = [
        state(kind, f"{count} {word}{'s' if count != 1 else ''} {more}".strip())
        for kind, count, word, more in counts
        if count
    ]
    return '<ul class="tally">' + "".join(f"<li>{one}</li>" for one in items) + "</ul>"


def section(title, rows, runs, run):
    title = title[0].upper() + title[1:]
    return f"<section><h2>{escape(title)}</h2>{''.join(article(row, runs, run) for row in rows)}</section>"


def write(head, rows, runs, run, regressions, limit_percent):
    """The whole page. `runs` are the earlier ones of the history, `run` is the line of this one."""
    slower = "".join(f"<li>{escape(history.to_string(one, limit_percent))}</li>" for one in regressions)
    groups = [(words, [row for row in rows if row.benchmark.group == group]) for group, words in GROUPS.items()]
    commit = head["commit"][:12] + head["commit"][40:]
    parts = [
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>Benchmarks of abi-check</title><style>{STYLE}</style></head><body><main>",
        "<h1>Benchmarks of abi-check</h1>",
        f'<p class="soft">{escape(head["date"])}, commit <code>{escape(commit)}</code></p>',
        tally(rows, regressions),
        f"<h2>Regressions</h2><ul>{slower}</ul>" if slower else "",
        f'<p class="soft">{escape(EXPLANATION)}</p>',
        f"<details><summary>The machine and the programs</summary>{facts(head)}</details>",
        *(section(words, own, runs, run) for words, own in groups if own),
        "</main></body></html>\n",
    ]
    return "".join(parts)
