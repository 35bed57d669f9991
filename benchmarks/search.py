"""What the search's index costs: how long a whole build of a commune takes with it and without."""

from collections.abc import Iterator

from benchmarks.contents import generate
from benchmarks.report import Row, seconds
from benchmarks.tools import Usine

PAGES = (30, 130, 500)
WITHOUT = "--sans-recherche"
"""Hugo makes no index: what is compared with it does without, and the next build makes it."""


def rows(usine: Usine) -> Iterator[Row]:
    for number, pages in enumerate(PAGES, 1):
        commune = generate(usine.communes, number, pages)
        usine.build(commune.slug, WITHOUT)
        index = usine.build(commune.slug)
        folder = usine.output / commune.slug / "public" / "_recherche"
        files = [path for path in folder.rglob("*") if path.suffix not in (".br", ".gz")]
        weight = sum(path.stat().st_size for path in files if path.is_file())
        yield Row(
            what=f"the search's index of {pages} pages, by a command of its own",
            goal="",
            usine=f"{seconds(index.wall)}, {seconds(index.cpu)} of CPU, {weight / 1e6:.1f} MB",
        )
