"""The results of one run as text, as JSON, and as the line of the history."""

import figures

SCHEMA = 1


def measure_of(values):
    return {"value": values[0], "least": values[1], "greatest": values[2]} if values else None


def processor_of(measured):
    taken = [one.processor_seconds for one in measured.rounds]
    return measure_of((measured.processor_seconds(), min(taken), max(taken))) if taken else None


def ratio_of(row, peer):
    found = row.ratio(peer)
    return measure_of((found.value, found.least, found.greatest)) if found else None


def side_as_json(measured):
    values = {"label": measured.label}
    if measured.missing:
        return {**values, "missing": measured.missing}
    return {
        **values,
        "rounds": len(measured.rounds),
        "processor_seconds": processor_of(measured),
        "wall_seconds": measured.wall_seconds(),
        "peak_bytes": measured.peak_bytes(),
        "instructions": measured.instructions,
        "not_counted": measured.not_counted or None,
        "parts": measured.parts,
        "failed_parts": measured.failed_parts,
    }


def row_as_json(row):
    benchmark = row.benchmark
    values = {"name": benchmark.name, "what": benchmark.what}
    if row.missing or row.failed:
        return {**values, "missing": row.missing or None, "failed": row.failed or None}
    if row.printed:
        return {**values, "figures": row.printed}
    goal = {"ratio": benchmark.goal.ratio or None, "wall_ms": benchmark.goal.wall_ms or None}
    return {
        **values,
        "input": row.input,
        "whole_input": row.whole,
        "goal": goal,
        "goal_reached": goal_reached(row),
        "ours": side_as_json(row.ours),
        "peers": [
            {**side_as_json(peer), "ratio": None if peer.missing else ratio_of(row, peer)} for peer in row.peers
        ],
    }


def goal_reached(row):
    """None if there is no goal, no peer to compare with, or only a sample of the input."""
    goal = row.benchmark.goal
    if not row.whole:
        return None
    if goal.wall_ms:
        return row.ours.wall_seconds() * 1000 <= goal.wall_ms
    if goal.ratio and row.peers:
        found = row.ratio(row.peers[0])
        return found.value <= goal.ratio if found else None
    return None


def run_as_json(head, rows):
    return {"bench": SCHEMA, **head, "rows": [row_as_json(row) for row in rows]}


def history_line(head, rows):
    """What later runs are compared with: see history.py."""
    kept = []
    for row in rows:
        if not (row.ours and row.ours.rounds):
            continue
        line = {"name": row.benchmark.name, "input": row.input, "processor_seconds": processor_of(row.ours)}
        if row.ours.instructions:
            line["instructions"] = measure_of((row.ours.instructions,) * 3)
        # A ratio to another run of our own grows when that run becomes faster: it is no measure of a regression.
        first = row.peers[0] if row.peers and row.benchmark.peers[0].peer else None
        if first and not first.missing and row.ratio(first):
            line["ratio"] = ratio_of(row, first)
            line["peer"] = f"{first.label}: {first.version}" if first.version else first.label
        kept.append(line)
    return {**head, "rows": kept}


def goal_words(row):
    goal, reached = row.benchmark.goal, goal_reached(row)
    if not goal.ratio and not goal.wall_ms:
        return ""
    words = f"goal {goal.wall_ms:g} ms of wall time" if goal.wall_ms else f"goal {goal.ratio:g}"
    if not row.whole:
        return words + " with the whole input"
    return words + {True: ": reached", False: ": missed", None: ": unknown"}[reached]


def ratio_words(found):
    value, least, greatest = map(figures.short_ratio, (found.value, found.least, found.greatest))
    return f"{value} ({least} to {greatest})"


COLUMNS = f"{'':34} {'processor':>10} {'wall':>10} {'memory':>10} {'instructions':>13}  ours / peer (spread)"


def side_line(row, measured, is_ours):
    if measured.missing:
        return f"  {measured.label:32} {measured.missing}"
    line = (
        f"  {measured.label:32} {figures.seconds(measured.processor_seconds()):>10} "
        f"{figures.seconds(measured.wall_seconds()):>10} {figures.mebibytes(measured.peak_bytes()):>10} "
        f"{figures.count(measured.instructions):>13}"
    )
    found = None if is_ours else row.ratio(measured)
    line += f"  {ratio_words(found)}" if found else ""
    if measured.not_counted:
        line += f"  instructions not counted: {measured.not_counted}"
    if measured.failed_parts:
        line += f"  {measured.failed_parts} of {measured.parts} ended with an error"
    return line.rstrip()


def row_as_text(row):
    """Several lines: the name, then one for each side."""
    benchmark = row.benchmark
    if row.missing:
        return f"{benchmark.name}: not measured: {row.missing}"
    if row.failed:
        return f"{benchmark.name}: error: {row.failed}"
    if row.printed:
        lines = [f"{benchmark.name}: {benchmark.what}"]
        for one in row.printed:
            goal = f"goal {one['goal']:g}" if one["goal"] is not None else ""
            lines.append(f"  {one['name']:60} {one['value']:>14,.10g} {one['unit']:12} {goal}".rstrip())
        return "\n".join(lines)
    turns = len(row.ours.rounds)
    head = f"{benchmark.name}: {benchmark.what}; {row.input or 'no input'}; {turns} turn{'s' if turns != 1 else ''}"
    goal = goal_words(row)
    return "\n".join(
        [
            head + (f"; {goal}" if goal else ""),
            side_line(row, row.ours, True),
            *(side_line(row, peer, False) for peer in row.peers),
        ]
    )
