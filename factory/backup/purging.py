"""What backups still hold of what was erased: cut out of them, forgotten with them, or waited for.

The ledger of erasures says what; each backup says what it holds (`Fiche`). With restic 0.15 or
later the bytes are cut out of each backup that has them, and the rest of it stays. With an older
one, and where a place only takes additions, the backup is named with the day it will be gone by:
until then nobody can verify that it is, and no restore brings the thing back (`erasures.replay`).
"""

import json
import re
import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from factory.archive import erasures
from factory.archive.erasures import Ledger
from factory.archive.nights import Outcome
from factory.backup import faults, record, saving
from factory.backup.contents import FICHE, FICHES, PIECES, SOURCES, Fiche
from factory.backup.listing import Snapshot, snapshots
from factory.backup.restic import Cause, Fault, Repository, version
from factory.backup.shelter import Shelter
from factory.backup.target import Target
from factory.ground.moment import months_after
from factory.ground.problems import Problem
from factory.tenants.folder import Tenant
from factory.tenants.settings import Settings
from factory.tenants.usine import Conservation

CUTS = (0, 15)
"""The first restic that rewrites."""


class Fate(StrEnum):
    """What became, in one place, of the backups that held what was erased."""

    RIEN = "rien n’y était"
    COUPE = "retiré des sauvegardes"
    OUBLIE = "oubliées, après une sauvegarde neuve"
    ATTENTE = "non vérifiable avant l’expiration des sauvegardes"
    INCONNU = "non vérifié : ce lieu n’a pas répondu"
    ILLISIBLE = "non vérifié : ce qu’elles contiennent ne se lit pas"


@dataclass(frozen=True, slots=True, kw_only=True)
class Purged:
    """One place, or those of its backups that cannot be read. `snapshots` counts the backups that
    held the thing when they were looked at, or that may hold it."""

    lieu: str
    sort: Fate
    snapshots: int = 0
    jusqu_au: date | None = None
    """The day by which the last of them has expired, where they stay: until then they hold it, or,
    where it was cut out, the names of its files."""
    problems: tuple[Problem, ...] = ()


def purge(
    shelter: Shelter, name: str, *, forget: bool = False, other_side: bool = False
) -> tuple[Purged, ...]:
    """Take out of a commune's backups, in each place, all that the ledger says was erased.

    `forget` gives up the whole backups that hold it, or may hold it as they have no list that can
    be read, where there is one that does not; never those whose bytes are damaged.
    `other_side` is for whoever may cut in places that only take additions. May be asked again.
    Raises `UsageError` where the ledger was touched.
    """
    ledger = erasures.read(shelter.memory)
    if not shelter.vault.has(name) or not ledger.concerns(name):
        return ()
    return tuple(
        found
        for target in shelter.targets
        for found in _purged(shelter, target, name, ledger, forget=forget, other_side=other_side)
    )


def renew(
    shelter: Shelter, settings: Settings, tenant: Tenant, moment: datetime, *, other_side: bool
) -> tuple[Purged, ...]:
    """Make a backup of what is left, then give up those that hold what was erased: only where the
    new one is made. Raises `UsageError` where the ledger was touched."""
    saved = saving.back_up(shelter, settings, tenant, moment)
    made = saved.outcome is not Outcome.ECHEC
    found = purge(shelter, tenant.slug, forget=made, other_side=other_side)
    if made or not found:
        return found
    first, *others = found
    return (replace(first, problems=(*first.problems, *saved.problems)), *others)


def _purged(
    shelter: Shelter, target: Target, name: str, ledger: Ledger, *, forget: bool, other_side: bool
) -> tuple[Purged, ...]:
    try:
        repository = shelter.repository(target, name, shelter.until())
        known = snapshots(shelter, target, name, repository.until)
        looked = _looked(repository, known, name, ledger)
        if not (looked.held or looked.unread):
            return (Purged(lieu=target.name, sort=Fate.RIEN),)
        closed = target.append_only and not other_side
        if not closed:
            repository.writable()
        found = []
        gone = [*looked.held, *looked.listless]
        if forget and not closed and 0 < len(gone) < len(known):
            repository.run("forget", "--prune", *(one.id for one in gone))
            found.append(Purged(lieu=target.name, sort=Fate.OUBLIE, snapshots=len(gone)))
            looked = replace(looked, held={}, listless=())
        if looked.held:
            if cut := cuts() and not closed:
                _cut(shelter, repository, name, looked.held)
            sort = Fate.COUPE if cut else Fate.ATTENTE
            found.append(_staying(shelter, target, sort, tuple(looked.held)))
        if looked.unread:
            found.append(_unread(shelter, target, name, looked))
        return tuple(found)
    except Fault as fault:
        problem = faults.told(fault, name, target)
        return (Purged(lieu=target.name, sort=Fate.INCONNU, problems=(problem,)),)


def _staying(shelter: Shelter, target: Target, sort: Fate, those: Collection[Snapshot]) -> Purged:
    last = max(one.moment for one in those)
    until = expiry(last, shelter.kept)
    return Purged(lieu=target.name, sort=sort, snapshots=len(those), jusqu_au=until)


def _unread(shelter: Shelter, target: Target, name: str, looked: "_Looked") -> Purged:
    """What to do with those of which nobody can say what they hold."""
    found = _staying(shelter, target, Fate.ILLISIBLE, looked.unread)
    assert found.jusqu_au is not None
    shown = ", ".join(f"{one.id} du {one.moment:%d/%m/%Y à %H:%M}" for one in looked.unread)
    listless = bool(looked.listless)
    opaque = faults.opaque(name, target, shown, found.jusqu_au, listless=listless)
    causes = dict.fromkeys(faults.told(why, name, target) for why in looked.damaged.values())
    return replace(found, problems=(opaque, *causes))


def expiry(saved: datetime, kept: Conservation) -> date:
    """The day by which a backup of that moment is forgotten, if each night goes well."""
    days = saved + timedelta(days=max(kept.jours, kept.semaines * 7))
    return (max(days, months_after(saved, kept.mois)) + timedelta(days=1)).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    """What the backups of a place hold of what was erased."""

    held: dict[Snapshot, tuple[str, ...]]
    """Those that hold some, each with the paths of it, as restic has them."""
    listless: tuple[Snapshot, ...]
    """Those that have no list of their files that can be read."""
    damaged: dict[Snapshot, Fault]

    @property
    def unread(self) -> tuple[Snapshot, ...]:
        return (*self.listless, *self.damaged)


def _looked(
    repository: Repository, known: Iterable[Snapshot], name: str, ledger: Ledger
) -> _Looked:
    held, listless, damaged = {}, [], {}
    for one in known:
        try:
            fiche = FICHES.read(repository.run("dump", "--no-lock", one.id, f"/{FICHE}"))
            wanted = _wanted(fiche, name, one.moment, ledger)
            # What was cut already is still in what the backup says of itself.
            paths = tuple(sorted(wanted & _listed(repository, one))) if wanted else ()
        except ValueError:
            listless.append(one)
        except Fault as fault:
            if fault.cause is Cause.ABIME:
                damaged[one] = fault
            elif _NO_LIST in fault.detail:
                listless.append(one)
            else:
                raise
        else:
            if paths:
                held[one] = paths
    return _Looked(held=held, listless=tuple(listless), damaged=damaged)


_NO_LIST = "not found in snapshot"
"""How restic's `dump` says that a backup has no such file."""


def _wanted(fiche: Fiche, name: str, saved: datetime, ledger: Ledger) -> set[str]:
    sources = ((f"/{SOURCES}/{p}", p, digest) for p, (_, digest) in fiche.fichiers.items())
    pieces = ((f"/{PIECES}/{digest}", digest, digest) for digest in fiche.pieces)
    return {
        shown for shown, path, digest in (*sources, *pieces)
        if ledger.holds(name, path, digest, saved)
    }  # fmt: skip


def _listed(repository: Repository, one: Snapshot) -> set[str]:
    said = repository.run("ls", "--json", "--no-lock", one.id)
    return {str(json.loads(line).get("path", "")) for line in said.splitlines() if line}


def cuts() -> bool:
    """Whether this restic rewrites backups. Raises `UsageError` where there is none."""
    found = re.match(r"restic (\d+)\.(\d+)", version())
    return found is not None and (int(found[1]), int(found[2])) >= CUTS


def _cut(
    shelter: Shelter,
    repository: Repository,
    name: str,
    held: Mapping[Snapshot, tuple[str, ...]],
) -> None:
    """Rewrite those backups without these files, then let their bytes go."""
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for one, paths in held.items():
        alike[paths].append(one.id)
    for paths, ids in alike.items():
        # In a file, which only this account reads: any account sees a process's words.
        with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:
            file.write("".join(f"{_pattern(path)}\n" for path in paths))
            file.flush()
            repository.run("rewrite", "--forget", "--exclude-file", file.name, *ids)
    repository.run("prune")
    _follow(shelter, repository, name)


def _pattern(path: str) -> str:
    """A path as restic's patterns write it, for itself alone."""
    return re.sub(r"([*?\[\]\\])", r"\\\1", path).replace("$", "$$")


def _follow(shelter: Shelter, repository: Repository, name: str) -> None:
    """Remember under their new names the backups that were rewritten: what they say of themselves
    is what it was."""
    said = json.loads(repository.run("snapshots", "--json", "--no-lock")) or ()
    new = {str(one["original"])[:8]: str(one["id"])[:8] for one in said if one.get("original")}
    known = record.read(shelter.memory, name)
    digests = {new.get(old, old): digest for old, digest in known.empreintes.items()}
    backups = tuple(
        replace(one, snapshot=new.get(one.snapshot, one.snapshot)) for one in known.backups
    )
    record.write(shelter.memory, name, replace(known, empreintes=digests, backups=backups))
