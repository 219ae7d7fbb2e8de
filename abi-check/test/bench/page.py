"""The results as one HTML page: light and dark, readable on a phone, without scripts, fonts or images to load."""

from html import escape

import figures
import history
import report
from table import GROUPS

STYLE = """
:root { color-scheme: light dark;
  --paper: light-dark(#ffffff, #14171c); --ground: light-dark(#f4f6f8, #1c2127); --ink: light-dark(#1c2128, #e5e9ee);
  --soft: light-dark(#57606a, #9da8b5); --line: light-dark(#d5dbe1, #343c46);
  --pass: light-dark(#19693a, #7fd6a0); --pass-ground: light-dark(#e3f3e8, #163524);
  --fail: light-dark(#b3201a, #ff9a90); --fail-ground: light-dark(#fdeae8, #45201d);
  --unknown: light-dark(#7d5200, #f0c063); --unknown-ground: light-dark(#fcf0d7, #3c2e10);
  --own: light-dark(#0a56a8, #7fb7f5); --peer: light-dark(#b8c0c9, #4b5663); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1.5rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; line-height: 1.3; margin: 0; } h2 { font-size: 1.2rem; margin: 2.25rem 0 0.5rem; }
h3 { font: 600 1rem/1.4 ui-monospace, monospace; margin: 0; } p { margin: 0.25rem 0; }
.soft { color: var(--soft); font-size: 0.875rem; }
.tally { display: flex; flex-wrap: wrap; gap: 0.5rem; margin: 1rem 0; padding: 0; list-style: none; }
.state { display: inline-block; padding: 0.05rem 0.6rem; border-radius: 1rem; font-size: 0.875rem; }
.pass { color: var(--pass); background: var(--pass-ground); } .fail { color: var(--fail); background: var(--fail-ground); }
.unknown { color: var(--unknown); background: var(--unknown-ground); }
article { border: 1px solid var(--line); border-radius: 0.5rem; padding: 0.75rem 1rem; margin: 0.75rem 0; }
.head { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; align-items: baseline; justify-content: space-between; }
table { width: 100%; border-collapse: collapse; margin-top: 0.5rem; font-size: 0.9375rem; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: 0.25rem 0.5rem; border-top: 1px solid var(--line); vertical-align: top; }
th { font-weight: 500; } thead th { color: var(--soft); font-size: 0.8125rem; border-top: 0; }
th:first-child, td.reason { text-align: left; } tbody th { width: 30%; } td.reason { color: var(--soft); }
.bar { display: block; height: 0.35rem; margin-top: 0.2rem; border-radius: 0.2rem; background: var(--peer); min-width: 2px; }
.own .bar { background: var(--own); }
svg { display: block; width: 100%; max-width: 24rem; height: 3rem; } polyline { fill: none; stroke: var(--own); stroke-width: 2; }
circle { fill: var(--own); } figure { margin: 0.5rem 0 0; } figcaption { color: var(--soft); font-size: 0.875rem; }
details { margin-top: 0.5rem; } summary { cursor: pointer; } dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.1rem 1rem; }
dt { color: var(--soft); } dd { margin: 0; }
@media (max-width: 44rem) {
  thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  table, tbody, tr, th, td { display: block; } tr { border-top: 1px solid var(--line); padding: 0.4rem 0; }
  tbody th { width: auto; } th, td { border: 0; padding: 0.05rem 0; text-align: left; }
  td[data-name] { display: flex; justify-content: space-between; gap: 1rem; } td[data-name]::before { content: attr(data-name); color: var(--soft); }
  td:empty { display: none; } dl { grid-template-columns: 1fr; } dd { margin-bottom: 0.4rem; }
}
@media print { article { break-inside: avoid; } }
"""


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


def side(row, measured, is_ours, longest):
    label = escape(measured.label)
    if measured.missing:
        return f'<tr><th scope="row">{label}</th><td class="reason" colspan="5">{escape(measured.missing)}</td></tr>'
    width = 100 * measured.processor_seconds() / longest if longest else 0
    found = None if is_ours else row.ratio(measured)
    if measured.failed_parts:
        label += f'<br><span class="soft">{measured.failed_parts} of {measured.parts} ended with an error</span>'
    return (f'<tr{" class=own" if is_ours else ""}><th scope="row">{label}<span class="bar" style="width:{width:.2f}%"></span></th>'
            + cell("processor", figures.seconds(measured.processor_seconds()))
            + cell("wall", figures.seconds(measured.wall_seconds())) + cell("memory", figures.mebibytes(measured.peak_bytes()))
            + cell("instructions", figures.count(measured.instructions) if measured.instructions else "")
            + cell("ours / peer (spread)", report.ratio_words(found) if found else "") + "</tr>")


TABLE_HEAD = ('<table><thead><tr><th scope="col">program</th><th scope="col">processor</th><th scope="col">wall</th>'
              '<th scope="col">memory</th><th scope="col">instructions</th><th scope="col">ours / peer (spread)</th></tr></thead><tbody>')


def past(runs, run, name):
    """The steadiest measure of a row over the last runs and this one, as a line; empty if there is no earlier run."""
    row = next((one for one in run["rows"] if one["name"] == name), None)
    if row is None:
        return ""
    others = history.earlier(runs, run, row)
    for measure in history.MEASURES:
        values = history.comparable(row, others, measure) if row.get(measure) else []
        if values:
            return line_of(values + [row[measure]["value"]], measure)
    return ""


def line_of(values, measure):
    top = max(values)
    points = [(4 + 292 * at / (len(values) - 1), 44 - 40 * value / top) for at, value in enumerate(values)]
    growth = (values[-1] / sorted(values[:-1])[(len(values) - 1) // 2] - 1) * 100
    words = f"{history.WORDS[measure]} of the last {len(values)} runs; this one {growth:+.0f} % against the median of those before"
    return (f'<figure><svg viewBox="0 0 300 48" preserveAspectRatio="none" role="img" aria-label="{escape(words)}"><polyline points="'
            + " ".join(f"{x:.1f},{y:.1f}" for x, y in points) + f'"/><circle cx="{points[-1][0]:.1f}" cy="{points[-1][1]:.1f}" r="3"/></svg>'
            f"<figcaption>{escape(words)}</figcaption></figure>")


def article(row, runs, run):
    benchmark = row.benchmark
    head = (f'<article id="{escape(benchmark.name)}"><div class="head"><h3>{escape(benchmark.name)}</h3>'
            f'{goal_state(row) if row.ours and row.ours.rounds else ""}</div><p>{escape(benchmark.what)}</p>')
    if row.missing or row.failed:
        return head + "<p>" + (state("unknown", "not measured: " + row.missing) if row.missing else state("fail", row.failed)) + "</p></article>"
    if row.printed:
        lines = [f'<tr><th scope="row">{escape(one["name"])}</th>{cell("value", format(one["value"], ",.10g") + " " + one["unit"])}'
                 + cell("goal", "" if one["goal"] is None else f"{one['goal']:g}") + "</tr>" for one in row.printed]
        return (head + '<table><thead><tr><th scope="col">what</th><th scope="col">value</th><th scope="col">goal</th></tr></thead><tbody>'
                + "".join(lines) + "</tbody></table></article>")
    sides = [row.ours, *row.peers]
    longest = max(one.processor_seconds() for one in sides if not one.missing)
    turns = len(row.ours.rounds)
    return (head + f'<p class="soft">{escape(row.input)}; median of {turns} turn{"s" if turns != 1 else ""}</p>' + TABLE_HEAD
            + "".join(side(row, one, one is row.ours, longest) for one in sides) + "</tbody></table>"
            + past(runs, run, benchmark.name) + "</article>")


def facts(head):
    pairs = [(key.replace("_", " "), str(value)) for key, value in head["machine"].items()]
    pairs += [(name, version or "not installed") for name, version in head["tools"].items()]
    return "<dl>" + "".join(f"<dt>{escape(key)}</dt><dd>{escape(value)}</dd>" for key, value in pairs) + "</dl>"


def tally(rows, regressions):
    goals = [report.goal_reached(row) for row in rows if row.ours and row.ours.rounds and row.whole and report.goal_words(row)]
    parts = [("pass", goals.count(True), "reached"), ("fail", goals.count(False), "missed"), ("unknown", goals.count(None), "unknown")]
    items = [state(kind, f"{count} goal{'s' if count != 1 else ''} {word}") for kind, count, word in parts if count]
    absent = sum(1 for row in rows if row.missing or row.failed)
    if absent:
        items.append(state("unknown", f"{absent} not measured"))
    if regressions:
        items.append(state("fail", f"{len(regressions)} regression{'s' if len(regressions) != 1 else ''}"))
    return '<ul class="tally">' + "".join(f"<li>{one}</li>" for one in items) + "</ul>"


def write(head, rows, runs, run, regressions, limit_percent):
    """The whole page. `runs` are the earlier ones of the history, `run` is the line of this one."""
    slower = "".join(f"<li>{escape(history.to_string(one, limit_percent))}</li>" for one in regressions)
    sections = ""
    for group, words in GROUPS.items():
        own = [row for row in rows if row.benchmark.group == group]
        if own:
            sections += f"<section><h2>{escape(words)}</h2>" + "".join(article(row, runs, run) for row in own) + "</section>"
    return ('<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>Benchmarks of abi-check</title><style>{STYLE}</style></head><body><main><h1>Benchmarks of abi-check</h1>"
            f'<p class="soft">{escape(head["date"])}, commit <code>{escape(head["commit"][:12] + head["commit"][40:])}</code></p>'
            + tally(rows, regressions) + (f"<h2>Regressions</h2><ul>{slower}</ul>" if slower else "")
            + '<p class="soft">Processor: user and system time of all processes of a turn. The ratio is that of the medians of processor '
            "time; in brackets the least and the greatest of a turn. The programs run in turns, so a busy machine is busy for all.</p>"
            f"<details><summary>The machine and the programs</summary>{facts(head)}</details>{sections}</main></body></html>\n")
