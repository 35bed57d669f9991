"""A trend as a small drawing, with its words: how many problems each night left."""

from collections.abc import Sequence
from dataclasses import dataclass

from factory.ground.french.counts import kept_together
from factory.report.morning import Point

WIDTH, HEIGHT = 96, 24
_EDGE = 3


@dataclass(frozen=True, slots=True)
class Sparkline:
    """`line`: the points of an SVG polyline; `last`: where its last point stands."""

    line: str
    last: tuple[str, str]
    text: str


def sparkline(points: Sequence[Point]) -> Sparkline | None:
    """None for less than two nights: that is no trend."""
    if len(points) < 2:
        return None
    counts = [point.problems for point in points]
    most = max(counts)
    step = (WIDTH - 2 * _EDGE) / (len(counts) - 1)
    tall = HEIGHT - 2 * _EDGE
    places = [
        (
            f"{_EDGE + rank * step:.1f}",
            f"{HEIGHT - _EDGE - (count / most * tall if most else 0):.1f}",
        )
        for rank, count in enumerate(counts)
    ]
    return Sparkline(
        line=" ".join(f"{x},{y}" for x, y in places), last=places[-1], text=_text(counts)
    )


def _text(counts: Sequence[int]) -> str:
    nights = kept_together(len(counts), "nuit")
    first, last, most = counts[0], counts[-1], max(counts)
    if first == last == most:
        return (
            f"{nights} : toujours {kept_together(last, 'problème')}"
            if last
            else (f"{nights} sans problème")
        )
    if most > max(first, last):
        return f"{nights} : de {first} à {kept_together(last, 'problème')}, {most} au plus"
    return f"{nights} : de {first} à {kept_together(last, 'problème')}"
