"""Communes that have left, and whose folder is gone: what the accounts still need of them.

    convention/anciennes/<commune>.yaml

Dates, annex 1, amendments, quotations: what was due, and who shared which year's costs, stays the
same whenever it is asked. It holds no person: neither signatories, nor contacts, nor article 13.
"""

from collections.abc import Iterator
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
    file = folder / f"{slug}.yaml"
    write_whole(file, (_HEAD + text).encode())
    sync(folder)
    return file


def communes(settings: Settings) -> Iterator[tuple[str, Ancienne]]:
    """Each former commune's slug and what is kept of it. Raises UsageError where one is broken."""
    for file in sorted((settings.convention / FOLDER).glob("*.yaml")):
        bound = source.read(Ancienne, file.read_bytes(), file=f"{FOLDER}/{file.name}")
        if bound.value is None:
            raise UsageError(*bound.problems)
        yield file.stem, bound.value
