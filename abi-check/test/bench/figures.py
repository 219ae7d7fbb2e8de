"""What is computed from measured rounds: medians, ratios with their spread, and how values are written."""

import dataclasses
import statistics


@dataclasses.dataclass(frozen=True)
class Spent:
    """What one round of one program used. Instructions are None where they were not counted."""

    processor_seconds: float  # user and system, with all children
    wall_seconds: float
    peak_bytes: int  # the largest process

    def __add__(self, other):
        return Spent(
            self.processor_seconds + other.processor_seconds,
            self.wall_seconds + other.wall_seconds,
            max(self.peak_bytes, other.peak_bytes),
        )


NOTHING = Spent(0.0, 0.0, 0)


@dataclasses.dataclass(frozen=True)
class Ratio:
    """Ours divided by a peer's: that of the medians, and the least and the greatest of a single turn."""

    value: float
    least: float
    greatest: float


def median(rounds, kind):
    return statistics.median(getattr(one, kind) for one in rounds)


def ratio(ours, peers, kind="processor_seconds"):
    """None if there are no turns, or if the peer took no time that could be measured."""
    turns = [(getattr(own, kind), getattr(other, kind)) for own, other in zip(ours, peers)]
    if not turns or min(other for _, other in turns) <= 0:
        return None
    each = [own / other for own, other in turns]
    return Ratio(median(ours, kind) / median(peers, kind), min(each), max(each))


def seconds(value):
    """Three digits that count: 12.3 s, 45.6 ms."""
    if value is None:
        return "–"
    if value >= 100:
        return f"{value:.0f} s"
    if value >= 1:
        return f"{value:.2f} s" if value < 10 else f"{value:.1f} s"
    thousandths = value * 1000
    return f"{thousandths:.0f} ms" if thousandths >= 100 else f"{thousandths:.1f} ms"


def mebibytes(size_bytes):
    return "–" if size_bytes is None else f"{size_bytes / (1 << 20):.0f} MiB"


def count(value):
    """A count of instructions: 12,345 or 1.23 G."""
    if value is None:
        return "–"
    for unit, size in (("G", 10**9), ("M", 10**6)):
        if value >= size:
            return f"{value / size:.2f} {unit}"
    return f"{value:,}"


def short_ratio(value):
    """0.0123, 0.256, 3.14, 31.4: three digits that count."""
    if value >= 100:
        return f"{value:.0f}"
    if value >= 10:
        return f"{value:.1f}"
    return f"{value:.3g}" if value < 1 else f"{value:.2f}"
