"""What the factory remembers of a commune's backups: when, where, and what was proven of them.

    <memoire>/sauvegardes/<commune>.json

Small, and no content: dates, sizes, digests. A backup that was tampered with by whoever holds the
key does not match the digest noted here when it was made.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from factory.archive.nights import Backup, Check, Trial
from factory.ground.files import write_whole
from factory.ground.written import Written, written

FOLDER = "sauvegardes"
_MOST = 600
"""Snapshots whose digest is kept: more than any retention keeps of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is known of one commune's backups, or of the system's."""

    depots: tuple[str, ...] = ()
    """The places where its repository was made: one that is no longer there has vanished."""
    backups: tuple[Backup, ...] = ()
    """The last one in each place."""
    checks: tuple[Check, ...] = ()
    """The last share read again in each place."""
    drill: Trial | None = None
    """The last drill."""
    proven: Trial | None = None
    """The last drill that proved something: « dernière restauration prouvée le … »."""
    empreintes: Mapping[str, str] = field(default_factory=dict)
    """Snapshot → the digest of what it says of itself (`Fiche`), oldest first."""
    version: int = 1


_RECORD: Written[Record] = Written(Record)


def read(memory: Path, name: str) -> Record:
    """What is remembered; an empty record where nothing is, or where it does not read."""
    try:
        return _RECORD.read(_path(memory, name).read_bytes())
    except (FileNotFoundError, ValueError):
        return Record()


def write(memory: Path, name: str, record: Record) -> None:
    latest = dict(list(record.empreintes.items())[-_MOST:])
    path = _path(memory, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, written(replace(record, empreintes=latest)) + b"\n", 0o600)


def _path(memory: Path, name: str) -> Path:
    return memory / FOLDER / f"{name}.json"
