"""The morning page on the disk: each file whole, the pages of communes that are gone removed."""

import json
from dataclasses import dataclass
from pathlib import Path

from factory.ground.files import write_whole
from factory.ground.problems import Problem
from factory.ground.written import written
from factory.report import machine, metrics, page
from factory.report.morning import Morning
from factory.tenants.folder import Tenant

FOLDER = "rapport"
METRICS = "usine.prom"
CONVENTIONS = "conventions.html"
"""The table of all conventions, which the night writes beside (room `convention`)."""
_SHARED = ("index.html", "rapport.json", METRICS, CONVENTIONS)


def write(output: Path, morning: Morning) -> Path:
    """Write the report under `output` (`sortie` of usine.yaml); the file to read first."""
    folder = output / FOLDER
    pages = folder / "communes"
    pages.mkdir(parents=True, exist_ok=True)
    for line in morning.lines:
        write_whole(pages / f"{line.commune}.html", page.of_commune(morning, line).encode())
    known = {f"{line.commune}.html" for line in morning.lines}
    for path in pages.glob("*.html"):
        if path.name not in known:
            path.unlink()
    write_whole(folder / "rapport.json", written(machine.as_json(morning)))
    write_whole(folder / METRICS, metrics.text(morning).encode())
    first = folder / "index.html"
    write_whole(first, page.index(morning).encode())
    return first


@dataclass(frozen=True, slots=True)
class Reported:
    """What the report says of a commune: a `Place` (factory/tenants/places.py).

    Files that speak of all communes go whole: the next report writes them again, without it.
    """

    name: str = "Rapport de la nuit"

    def list(self, tenant: Tenant) -> tuple[Path, ...]:
        folder = tenant.output.parent / FOLDER
        page = folder / "communes" / f"{tenant.slug}.html"
        shared = tuple(folder / name for name in _SHARED) if _names(folder, tenant.slug) else ()
        return tuple(sorted(path for path in (page, *shared) if path.exists()))

    def destroy(self, tenant: Tenant) -> None:
        # The file that tells whether the others speak of it goes last.
        for path in sorted(self.list(tenant), key=lambda path: path.suffix == ".json"):
            path.unlink(missing_ok=True)

    def check(self, tenant: Tenant) -> tuple[Problem, ...]:
        return ()


def _names(folder: Path, slug: str) -> bool:
    """Whether the report names that commune; it is taken to, where that cannot be read."""
    try:
        told = json.loads((folder / "rapport.json").read_bytes())
        return any(one["commune"] == slug for one in told["communes"])
    except FileNotFoundError:
        return False
    except (ValueError, KeyError, TypeError):
        return True
