"""A thousand communes, few of them changed: the time follows what changed.

Pages alone where some changed: the search's index is measured apart, and made between two turns.
"""

from collections.abc import Iterator, Sequence

from benchmarks.contents import Commune, edit, generate
from benchmarks.measure import Cost, median
from benchmarks.report import Row, seconds
from benchmarks.search import WITHOUT
from benchmarks.tools import Usine


def rows(usine: Usine, number: int, pages: int, turns: int) -> Iterator[Row]:
    communes = [generate(usine.communes, n, pages) for n in range(1, number + 1)]
    first = usine.build()
    yield _row(f"{number} communes × {pages} pages, cold", first.wall)
    usine.settle()
    still = median(usine.build() for _ in range(turns)).wall
    yield _row("the same, none changed", still)
    previous = 0.0
    for changed in (number // 100, number // 10):
        if not changed:
            continue
        usine.settle()
        wall = median(_changed(usine, communes[:changed], turn) for turn in range(turns)).wall
        each = (wall - still) / changed
        yield Row(
            what=f"the same, {changed} changed",
            goal="linear in changed",
            usine=f"{seconds(wall)}, {seconds(each)} for each changed",
            met=None if not previous else each <= 1.5 * previous,
        )
        previous = each


def _changed(usine: Usine, communes: Sequence[Commune], turn: int) -> Cost:
    for commune in communes:
        edit(commune.documents[10], f"passage {turn}")
    return usine.build(WITHOUT)


def _row(what: str, wall: float) -> Row:
    return Row(what=what, goal="", usine=seconds(wall))
