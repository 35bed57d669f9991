"""Every place of this factory that keeps something of a commune, in the order they are destroyed.

The keys first: what is on other machines, or was copied from here, is unreadable from then on. The
sources last: while they are there, what else is the commune's can be recognised.
"""

from collections.abc import Iterator
from pathlib import Path

from factory.archive import erasures
from factory.archive.history import Remembered
from factory.backup import places as backups
from factory.backup.places import FilesPlace
from factory.backup.shelter import configured, shelter
from factory.destruction.logs import LoggedPlace
from factory.destruction.remains import DamagedPlace, NightsPlace, RemainsPlace
from factory.preview.plant import PREVIEWS
from factory.report.publishing import Reported
from factory.reversibility import receipt
from factory.tenants import drop
from factory.tenants.outbox import waiting_mail
from factory.tenants.places import OUTPUT, SOURCES, FolderPlace, Place
from factory.tenants.settings import Settings


def places(settings: Settings) -> tuple[Place, ...]:
    """All of them. Raises UsageError where a file of credentials of the backups does not read."""
    return tuple(_places(settings))


def _places(settings: Settings) -> Iterator[Place]:
    memory, output = settings.memoire, settings.sortie
    if configured(settings):
        yield from backups.places(shelter(settings))
    yield RemainsPlace(settings=settings)
    yield FolderPlace("Aperçus", lambda tenant: output / PREVIEWS / tenant.slug)
    if (drops := drop.place(settings)) is not None:
        yield drops
    if settings.depots.cles:
        keys = (Path(settings.depots.cles),)
        yield FilesPlace(name="Clés des agents, pour le dépôt", folders=keys, suffix=".pub")
    yield waiting_mail(memory)
    yield NightsPlace(memory=memory, output=output)
    yield LoggedPlace(file=settings.journal.fichier)
    yield Remembered(memory)
    yield DamagedPlace(memory=memory)
    yield Reported()
    yield receipt.place(memory)
    yield erasures.receipts(memory)
    yield OUTPUT
    yield SOURCES
