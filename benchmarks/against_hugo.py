"""Both tools on the same communes: all of them cold, then with few changes, then with none."""

from collections.abc import Callable, Iterator, Sequence

from benchmarks.contents import Commune, edit, generate
from benchmarks.measure import Cost, median
from benchmarks.report import Row, seconds
from benchmarks.search import WITHOUT
from benchmarks.size import Size
from benchmarks.tools import Hugo, Usine, files


def rows(usine: Usine, hugo: Hugo, size: Size) -> Iterator[Row]:
    """The two tools take turns, so that a busy moment of the machine touches both."""
    communes = [generate(usine.communes, n, size.pages) for n in range(1, size.communes + 1)]
    documents = sum(len(commune.documents) for commune in communes)
    hugo.prepare(communes)
    usine.prepare(precompression=False)
    every = f"{size.communes} communes × {size.pages} pages"

    def hugo_again() -> Cost:
        return hugo.build(communes)

    cold = turns(size.turns, _cold(usine), _cold_hugo(hugo, communes))
    made = f"{files(hugo.output, '.html')} HTML pages by Hugo"
    yield _row(f"{every}, cold ({documents} documents, {made})", 1.0, cold)

    usine.prepare()
    usine.forget()
    whole = usine.build()
    yield Row(
        what="the same, with the compressed forms and the search",
        goal="",
        usine=seconds(whole.wall),
    )

    usine.settle()
    marks = iter(range(1000))
    spread = turns(size.turns, _edited(usine, communes, 5, next(marks)), hugo_again)
    yield _row("the same, 5 % of pages edited, in every commune", 0.15, spread)

    usine.settle()
    few = communes[: max(1, size.communes // 20)]
    grouped = turns(size.turns, _edited(usine, few, 100, next(marks)), hugo_again)
    yield _row(f"the same, 5 % of pages edited, in {len(few)} communes", 0.15, grouped)

    usine.settle()
    unchanged = median(usine.build() for _ in range(max(3, size.turns)))
    yield Row(
        what="the same, nothing changed",
        goal="≤ 1 s",
        usine=seconds(unchanged.wall),
        met=unchanged.wall <= 1,
    )


Turn = Callable[[], Cost]


def turns(number: int, ours: Turn, theirs: Turn) -> tuple[Cost, Cost]:
    """The medians of both, taken by turns."""
    pairs = [(ours(), theirs()) for _ in range(number)]
    return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)


def _cold(usine: Usine) -> Turn:
    def turn() -> Cost:
        usine.forget()
        return usine.build(WITHOUT)

    return turn


def _cold_hugo(hugo: Hugo, communes: Sequence[Commune]) -> Turn:
    def turn() -> Cost:
        hugo.forget()
        return hugo.build(communes)

    return turn


def _edited(usine: Usine, communes: Sequence[Commune], percent: int, mark: int) -> Turn:
    """That share of each commune's documents edited anew at each turn."""
    count = 0

    def turn() -> Cost:
        nonlocal count
        count += 1
        for commune in communes:
            step = max(1, 100 // percent)
            for document in commune.documents[::step]:
                edit(document, f"série {mark}, passage {count}")
        return usine.build(WITHOUT)

    return turn


def _row(what: str, goal: float, costs: tuple[Cost, Cost]) -> Row:
    ours, theirs = costs
    ratio = ours.wall / theirs.wall
    return Row(
        what=what,
        goal=f"≤ {goal:g} × Hugo",
        usine=seconds(ours.wall),
        hugo=seconds(theirs.wall),
        ratio=ratio,
        met=ratio <= goal,
    )
