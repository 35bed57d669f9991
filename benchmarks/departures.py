"""What it costs a commune to leave: the export of a large site, and what its media add to it."""

import os
from collections.abc import Iterator

from benchmarks.contents import generate
from benchmarks.measure import Cost, run
from benchmarks.report import Row
from benchmarks.tools import Usine

PIECE = 128 << 20
"""Bytes of one document: random, so that nothing makes it smaller."""
MARGIN = 32.0
"""MiB that media may add to the peak of memory, whatever they weigh."""


def rows(usine: Usine, pages: int, octets: int) -> Iterator[Row]:
    """An export as a zip of a commune of so many pages, then with so many bytes of documents."""
    commune = generate(usine.communes, 1, pages)
    bare = _left(usine, commune.slug)
    yield Row(
        what=f"export of a commune of {pages:_} pages".replace("_", " "),
        goal="",
        usine=f"{bare.wall:.0f} s, {bare.rss:.0f} MiB",
    )
    folder = usine.communes / commune.slug / "medias"
    folder.mkdir()
    for number in range(octets // PIECE):
        with (folder / f"document-{number}.pdf").open("wb") as file:
            file.write(b"%PDF-1.4\n")
            for _ in range(PIECE >> 20):
                file.write(os.urandom(1 << 20))
    heavy = _left(usine, commune.slug)
    yield Row(
        what=f"the same with {octets / 2**30:.2g} GiB of documents",
        goal=f"≤ {MARGIN:.0f} MiB more",
        usine=f"{heavy.wall:.0f} s, {heavy.rss:.0f} MiB",
        met=heavy.rss - bare.rss <= MARGIN,
    )


def _left(usine: Usine, slug: str) -> Cost:
    usine.build()
    to = usine.work / "depart.zip"
    to.unlink(missing_ok=True)
    cost = run(usine.command("export", slug, "--to", str(to)), env=usine.env)
    to.unlink()
    return cost
