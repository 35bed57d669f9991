"""The peak memory of a worker, as a commune grows, and that of Pagefind, which makes its index."""

import shutil
from collections.abc import Iterator, Sequence

from benchmarks.contents import generate
from benchmarks.report import Row
from benchmarks.search import WITHOUT
from benchmarks.tools import Usine

LIMIT = 200.0
"""MiB a worker."""


def rows(usine: Usine, sizes: Sequence[int]) -> Iterator[Row]:
    for pages in sizes:
        shutil.rmtree(usine.communes, ignore_errors=True)
        usine.forget()
        generate(usine.communes, 1, pages)
        cost = usine.build(WITHOUT)
        yield Row(
            what=f"memory of a worker, {pages:_} pages".replace("_", " "),
            goal=f"≤ {LIMIT:.0f} MiB",
            usine=f"{cost.rss:.0f} MiB",
            met=cost.rss <= LIMIT,
        )
    index = usine.build()
    yield Row(
        what="memory of Pagefind, for the last of these", goal="", usine=f"{index.rss:.0f} MiB"
    )
