"""`make bench`: every measure of DESIGN, section 9, and the table in docs/performance.md."""

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Iterable

from benchmarks import (
    against_hugo,
    departures,
    many,
    memory,
    nuit,
    one_page,
    parts,
    photos,
    precompression,
    report,
    search,
)
from benchmarks.contents import generate
from benchmarks.measure import Failed
from benchmarks.report import Row
from benchmarks.size import QUICK, WHOLE, Size
from benchmarks.tools import CACHE, ROOT, Hugo, Usine, hugo_binary, version

PAGE = ROOT / "docs" / "performance.md"
PARTS = (
    "hugo", "page", "photos", "memoire", "depart", "mille", "nuit", "compression", "recherche",
    "parts",
)  # fmt: skip


def main() -> int:
    chosen = _arguments().parse_args()
    # As on a machine where the factory is installed: Python keeps the code that it compiled.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    size = QUICK if chosen.quick else WHOLE
    binary = hugo_binary(CACHE)
    rows: list[Row] = []
    failed = 0
    for name in chosen.parts or PARTS:
        work = CACHE / "mesures" / name
        shutil.rmtree(work, ignore_errors=True)
        usine, hugo = Usine(work), Hugo(work, binary)
        usine.prepare()
        try:
            for row in _PARTS[name](usine, hugo, size):
                print(f"{row.what}: {row.usine} {row.hugo and '| Hugo ' + row.hugo}", flush=True)
                rows.append(row)
        except Failed as fault:
            print(f"{name}: {fault}", file=sys.stderr)
            failed += 1
        shutil.rmtree(work)
    text = f"{report.machine(version(binary))}\n\n{report.table(rows)}"
    print(f"\n{text}")
    if size is WHOLE and not chosen.parts and not failed:
        report.write(PAGE, text)
    return 1 if failed else 0


def _compression(usine: Usine, hugo: Hugo, size: Size) -> Iterable[Row]:
    commune = generate(usine.communes, 1, size.pages)
    usine.build()
    return precompression.rows(usine.output / commune.slug / "public")


_PARTS: dict[str, Callable[[Usine, Hugo, Size], Iterable[Row]]] = {
    "hugo": against_hugo.rows,
    "page": lambda usine, hugo, size: one_page.rows(usine, max(5, size.turns)),
    "photos": photos.rows,
    "memoire": lambda usine, hugo, size: memory.rows(usine, size.memory),
    "depart": lambda usine, hugo, size: departures.rows(usine, *size.leaving),
    "mille": lambda usine, hugo, size: many.rows(usine, size.many, size.many_pages, size.turns),
    "nuit": lambda usine, hugo, size: nuit.rows(usine, size.communes),
    "compression": _compression,
    "recherche": lambda usine, hugo, size: search.rows(usine),
    "parts": lambda usine, hugo, size: parts.rows(usine, size.pages),
}


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="only these measures")
    parser.add_argument("--quick", action="store_true", help="small sizes, nothing written")
    return parser


if __name__ == "__main__":
    sys.exit(main())
