"""Communes that have left, and whose folder is gone: what the accounts still need of them.

    convention/anciennes/<commune>.yaml, then <commune>.2.yaml if it came back and left again

Dates, annex 1, amendments, quotations: what was due, and who shared which year's costs, stays the
same whenever it is asked. It holds no person: neither signatories, nor contacts, nor article 13.
"""

from pathlib import Path

import yaml
from pydantic import Field

from factory.ground.files import sync, write_whole
from factory.ground.models.fields import TexteRequis
from factory.ground.problems import UsageError
from factory.tenants import source
from factory.tenants.convention import Convention
from factory.tenants.settings import Settings

FOLDER = "anciennes"
_KEPT = {"fictive", "dates", "annexe_1", "avenants", "devis", "populations"}
_HEAD = "# Écrit par l’usine au départ de la commune : ce que les comptes en gardent.\n"


class Ancienne(Convention):
    """What is kept of a commune's convention."""

    nom: TexteRequis = Field(description="Nom de la commune.")


def keep(settings: Settings, slug: str, nom: str, convention: Convention) -> Path:
    """Keep what the accounts need of a commune that leaves; written whole, or again the same.

    To be done before its folder is removed. Returns the file.
    """
    folder = settings.convention / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    kept = convention.model_dump(mode="json", include=_KEPT, exclude_defaults=True)
    text = yaml.safe_dump({"nom": nom, **kept}, allow_unicode=True, sort_keys=False)
    file = _file(folder, slug, convention)
    write_whole(file, (_HEAD + text).encode())
    sync(folder)
    return file


def communes(settings: Settings) -> dict[str, tuple[Ancienne, ...]]:
    """By slug, what is kept of each former commune, its first departure first.

    Raises UsageError where a file is broken.
    """
    found: dict[str, tuple[Ancienne, ...]] = {}
    for file in sorted((settings.convention / FOLDER).glob("*.yaml"), key=_rank):
        slug = _slug(file)
        found[slug] = (*found.get(slug, ()), _read(file))
    return found


def _file(folder: Path, slug: str, convention: Convention) -> Path:
    """Its own file if it was kept already (known by its notification), else the next one."""
    kept = sorted((file for file in folder.glob(f"{slug}*.yaml") if _slug(file) == slug), key=_rank)
    for file in kept:
        if _read(file).dates.notification == convention.dates.notification:
            return file
    return folder / (f"{slug}.{_rank(kept[-1])[1] + 1}.yaml" if kept else f"{slug}.yaml")


def _read(file: Path) -> Ancienne:
    bound = source.read(Ancienne, file.read_bytes(), file=f"{FOLDER}/{file.name}")
    if bound.value is None:
        raise UsageError(*bound.problems)
    return bound.value


def _slug(file: Path) -> str:
    return file.name.partition(".")[0]


def _rank(file: Path) -> tuple[str, int]:
    """« allauch.yaml » is its first, « allauch.2.yaml » the second: a slug has no dot."""
    number = file.stem.partition(".")[2]
    return _slug(file), int(number) if number.isdecimal() else 1
