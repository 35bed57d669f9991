"""Where something of a commune may be read: what a search goes through, and an erasure checks.

Backups are encrypted and apart (factory/backup/purging.py); exports are in others' hands.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from factory.archive.history import FILE as HISTORY
from factory.backup import places as backups
from factory.backup.places import WorkPlace
from factory.backup.shelter import configured, shelter
from factory.build.layout import Layout
from factory.destruction.logs import LoggedPlace
from factory.destruction.places import places
from factory.preview.plant import PREVIEWS
from factory.tenants.folder import Tenant
from factory.tenants.places import OUTPUT, SOURCES
from factory.tenants.settings import Settings

PREPARED = ".sauvegardes"
"""Under `sortie`: where backups are prepared."""
DROP = "Dépôt de fichiers"
_WHOLE = ("Journal de l’usine", "Constats des dernières nuits, dans l’historique de l’usine")
"""Places of which destruction knows the commune's part, and which a search reads whole."""


@dataclass(frozen=True, slots=True)
class Searched:
    """A place, by its name in French, and the files that are there for this commune."""

    name: str
    files: tuple[Path, ...]


def searched(settings: Settings, tenant: Tenant) -> Iterator[Searched]:
    """Each place, in the order in which they are told: those that destruction knows, but for
    backups and their keys, and what speaks of several communes."""
    first = (SOURCES, OUTPUT)
    apart = {*_sealed(settings), *_WHOLE, *(place.name for place in first)}
    own = (place for place in places(settings) if place.name not in apart)
    for place in (*first, *own):
        yield Searched(place.name, place.list(tenant))
    yield from _shared(settings)


def preview(settings: Settings, tenant: Tenant) -> Layout:
    """The folder of the commune's previews, drafts included."""
    return Layout(settings.sortie / PREVIEWS / tenant.slug)


def _sealed(settings: Settings) -> set[str]:
    """The places that are encrypted, or that are keys."""
    if not configured(settings):
        return set()
    found = backups.places(shelter(settings))
    return {place.name for place in found if not isinstance(place, WorkPlace)}


def _shared(settings: Settings) -> Iterator[Searched]:
    """What speaks of several communes, or of the factory: read whole."""
    history = settings.memoire / HISTORY
    yield _those("Historique de l’usine", (history, history.with_name(f"{HISTORY}-wal")))
    yield _those("Suivi des conventions", settings.convention.rglob("*"))
    log = LoggedPlace(file=settings.journal.fichier)
    yield _those(log.name, log.files)


def _those(name: str, paths: Iterable[Path]) -> Searched:
    return Searched(name, tuple(sorted(path for path in paths if path.is_file())))
