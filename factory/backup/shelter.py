"""What backing up needs: the places, the keys, what is remembered, and how long it may take."""

import time
from dataclasses import dataclass
from pathlib import Path

from factory.backup.keys import Vault
from factory.backup.restic import Repository
from factory.backup.target import SEALED, Target, targets
from factory.tenants.settings import Settings
from factory.tenants.usine import Conservation

HOST = "usine"
"""What snapshots say they come from, whichever the machine: a new one goes on from the old."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelter:
    """All of `usine.yaml: sauvegardes`, as the rest of this room uses it."""

    targets: tuple[Target, ...]
    """The first one first; the others are copies."""
    vault: Vault
    memory: Path
    work: Path
    """Where backups are prepared and drills are made: may be deleted at any time."""
    kept: Conservation
    parts: int
    """In how many nights all data are read again."""
    seconds: float
    """How long one commune's backup, check or drill may take."""

    def until(self) -> float:
        """The `time.monotonic()` by which something that starts now must be done."""
        return time.monotonic() + self.seconds

    def repository(self, target: Target, name: str, until: float) -> Repository:
        local = target.folder
        return Repository(
            url=target.repository(name),
            key=self.vault.path(name),
            until=until,
            folder=local / name if local else None,
            cache=None if local else self.work / "restic" / name,
            options=target.options,
            environment=target.environment,
        )

    def scratch(self, name: str) -> Path:
        return self.work / name


def configured(settings: Settings) -> bool:
    """Whether usine.yaml says where backups go, and where their keys are."""
    return bool(settings.sauvegardes.depot and settings.sauvegardes.cles)


def shelter(settings: Settings, seconds: float | None = None) -> Shelter:
    """The factory's backups. `seconds` replaces `sauvegardes.delai`.

    Raises `UsageError` where usine.yaml does not say where they go.
    """
    backups = settings.sauvegardes
    places = targets(settings)
    return Shelter(
        targets=places,
        vault=Vault(
            folder=Path(backups.cles),
            sealed=_sealed(backups.cles_scellees, Path(backups.cles), places),
            recipient=backups.cle_de_secours,
        ),
        memory=settings.memoire,
        work=settings.sortie / ".sauvegardes",
        kept=backups.conservation,
        parts=backups.relecture,
        seconds=backups.delai if seconds is None else seconds,
    )


def _sealed(named: str, keys: Path, places: tuple[Target, ...]) -> tuple[Path, ...]:
    """Where sealed copies go: beside each folder of repositories, so that a disaster that spares
    one spares them; for want of one, in the keys' own folder.
    """
    if named:
        return (Path(named),)
    beside = tuple(place.folder / SEALED for place in places if place.folder is not None)
    return beside or (keys.with_name(f"{keys.name}-scellees"),)
