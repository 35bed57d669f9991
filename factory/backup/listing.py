"""Which backups there are of a commune, in which place."""

import json
from dataclasses import dataclass
from datetime import datetime

from factory.backup import faults, record
from factory.backup.restic import Fault
from factory.backup.shelter import Shelter
from factory.backup.target import Target
from factory.ground.moment import PARIS
from factory.ground.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One backup in one place. What its tags say is 0 or empty where they don't."""

    id: str
    moment: datetime
    target: str
    generation: int = 0
    """The one that was online."""
    files: int = 0
    size: int = 0
    """Bytes of all its files."""
    moteur: str = ""
    theme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The backups of one commune, oldest first, place by place."""

    name: str
    snapshots: tuple[Snapshot, ...] = ()
    problems: tuple[Problem, ...] = ()


def listing(shelter: Shelter, name: str) -> Listing:
    """Every backup of a commune (or of SYSTEM), in every place that answers."""
    if not shelter.vault.has(name):
        return Listing(name=name, problems=(faults.keyless(name),))
    found: list[Snapshot] = []
    problems: list[Problem] = []
    for target in shelter.targets:
        try:
            found += snapshots(shelter, target, name, shelter.until())
        except Fault as fault:
            problems.append(faults.told(fault, name, target))
    return Listing(name=name, snapshots=tuple(found), problems=tuple(problems))


def snapshots(shelter: Shelter, target: Target, name: str, until: float) -> list[Snapshot]:
    """Those of one place, oldest first. Raises `Fault`."""
    repository = shelter.repository(target, name, until)
    said = repository.run("snapshots", "--json", "--no-lock")
    found = [_snapshot(one, target) for one in json.loads(said) or ()]
    # Of two backups of the same second, the one that was noted last.
    noted = {id: rank for rank, id in enumerate(record.read(shelter.memory, name).empreintes)}
    return sorted(found, key=lambda one: (one.moment, noted.get(one.id, -1), one.id))


def _snapshot(said: dict[str, object], target: Target) -> Snapshot:
    written = said.get("tags") or ()
    assert isinstance(written, list | tuple)
    tags = dict(str(tag).split("=", 1) for tag in written if "=" in str(tag))
    return Snapshot(
        id=str(said["id"])[:8],
        moment=_instant(str(said["time"])),
        target=target.name,
        generation=_number(tags.get("generation")),
        files=_number(tags.get("fichiers")),
        size=_number(tags.get("octets")),
        moteur=tags.get("moteur", ""),
        theme=tags.get("theme", ""),
    )


def _instant(text: str) -> datetime:
    """Go writes nanoseconds, of which Python reads six digits."""
    head, dot, rest = text.partition(".")
    zone = rest.lstrip("0123456789") if dot else ""
    return datetime.fromisoformat((head + zone) if dot else text).astimezone(PARIS)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0
