"""A backup restored into an empty folder; what was erased since does not come back."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from factory.archive import erasures
from factory.archive.erasures import Ledger
from factory.backup import contents, faults
from factory.backup.contents import FICHE, FICHES, SOURCES, Fiche
from factory.backup.listing import Snapshot, snapshots
from factory.backup.restic import Cause, Fault
from factory.backup.shelter import Shelter
from factory.backup.target import Target
from factory.ground.problems import Problem, UsageError, error


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which backup: the last one, unless a moment, a snapshot or a place is named."""

    moment: datetime | None = None
    """The last one made at this moment or before."""
    snapshot: str = ""
    target: str = ""


LAST = Wanted()


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """A backup whole, in a folder: see `contents`."""

    folder: Path
    snapshot: Snapshot
    erased: tuple[str, ...]
    """What it held and was erased since, by path: it is gone again."""
    problems: tuple[Problem, ...] = ()
    """Of the places that could not give it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """How a restore ended. `snapshot` is None where there is nothing restored."""

    name: str
    folder: Path
    snapshot: Snapshot | None = None
    files: int = 0
    size: int = 0
    erased: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def restore(shelter: Shelter, name: str, to: Path, wanted: Wanted = LAST) -> Restored:
    """A commune's folder as it was backed up, written in `to`, which must be empty or not exist.

    The folder is there whole or not at all. Raises `UsageError` where `to` is not empty, or where
    the ledger of erasures was touched.
    """
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise UsageError(_occupied(to))
    to.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restauration-", dir=to.parent) as scratch:
        found = extract(shelter, name, Path(scratch) / "contenu", wanted)
        if not isinstance(found, Extracted):
            return Restored(name=name, folder=to, problems=found)
        whole = found.folder / SOURCES
        sizes = [stamp[0] for _, _, stamp in contents.walk(whole)]
        if to.exists():
            to.rmdir()
        whole.rename(to)
    return Restored(
        name=name,
        folder=to,
        snapshot=found.snapshot,
        files=len(sizes),
        size=sum(sizes),
        erased=found.erased,
        problems=found.problems,
    )


def extract(
    shelter: Shelter,
    name: str,
    into: Path,
    wanted: Wanted = LAST,
    until: float | None = None,
    include: str = "",
) -> Extracted | tuple[Problem, ...]:
    """A backup whole, from the first place that can give it; why none could.

    Raises `UsageError` where the ledger of erasures was touched.
    """
    ledger = erasures.read(shelter.memory)
    if not shelter.vault.has(name):
        return (faults.keyless(name),)
    until = shelter.until() if until is None else until
    problems: list[Problem] = []
    for target in shelter.targets:
        if wanted.target and wanted.target != target.name:
            continue
        try:
            chosen = _chosen(snapshots(shelter, target, name, until), wanted)
            if chosen is None:
                problems.append(faults.empty(name))
                continue
            _fetch(shelter, target, name, chosen, into, until, include)
        except Fault as fault:
            shutil.rmtree(into, ignore_errors=True)
            problems.append(faults.told(fault, name, target))
            continue
        erased = erasures.replay(ledger, name, into / SOURCES, chosen.moment)
        pieces = erasures.replay(ledger, name, into / contents.PIECES, chosen.moment)
        cut = () if include else _cut(ledger, name, into, chosen.moment)
        return Extracted(
            folder=into,
            snapshot=chosen,
            erased=tuple(sorted({*erased, *pieces, *cut})),
            problems=tuple(problems),
        )
    return tuple(problems)


def _cut(ledger: Ledger, name: str, into: Path, saved: datetime) -> Iterator[str]:
    """What was erased from the backup itself: it says that it had it, and has it no more."""
    fiche = read_fiche(into)
    for path, (_, digest) in (fiche.fichiers if fiche else {}).items():
        if ledger.holds(name, path, digest, saved) and not (into / SOURCES / path).exists():
            yield path
    for digest in fiche.pieces if fiche else ():
        if (
            ledger.holds(name, digest, digest, saved)
            and not (into / contents.PIECES / digest).exists()
        ):
            yield digest


def read_fiche(folder: Path) -> Fiche | None:
    """What an extracted backup says of itself; None where that is missing or does not read."""
    try:
        return FICHES.read((folder / FICHE).read_bytes())
    except (OSError, ValueError):
        return None


def _chosen(found: list[Snapshot], wanted: Wanted) -> Snapshot | None:
    if wanted.snapshot:
        asked = wanted.snapshot[:8]
        found = [one for one in found if one.id.startswith(asked)]
    if wanted.moment is not None:
        found = [one for one in found if one.moment <= wanted.moment]
    return found[-1] if found else None


def _fetch(
    shelter: Shelter,
    target: Target,
    name: str,
    snapshot: Snapshot,
    into: Path,
    until: float,
    include: str,
) -> None:
    repository = shelter.repository(target, name, until)
    into.mkdir(parents=True, exist_ok=True)
    only = ("--include", include) if include else ()
    try:
        repository.run("restore", snapshot.id, "--target", str(into), *only, *repository.lockless)
    except Fault as fault:
        if fault.cause is Cause.AUTRE:
            # What was found and opened, and cannot be read whole, is damaged.
            raise Fault(Cause.ABIME, fault.detail) from None
        raise


def _occupied(to: Path) -> Problem:
    return error(
        "dossier-de-restauration-occupe",
        f"Le dossier « {to} » n’est pas vide : rien n’y est restauré.",
        "Donnez un dossier vide ou nouveau avec « --vers », puis comparez. Pour remplacer le "
        "dossier d’une commune, renommez-le d’abord.",
    )
