"""The factory's history: nights, what each did for each commune, publications, outages.

    memoire/historique.sqlite

Small, and kept for good: the yearly account and the morning page are made from it. It holds no
content of a commune, but for the problems of its last nights. Anyone may read it with `sqlite3`:
each value is JSON, dates of columns are UTC. Several processes may use it at once (WAL).
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from factory.archive import forgetting
from factory.archive.history_schema import SCHEMAS, VERSION
from factory.archive.nights import (
    Backup,
    CommuneNight,
    Night,
    Outage,
    Publication,
    Sighting,
    Trial,
    Watched,
)
from factory.ground.moment import fixed
from factory.ground.problems import Problem
from factory.ground.written import Written, written
from factory.tenants.folder import Tenant

FILE = "historique.sqlite"
DETAILED = 8
"""Nights whose problems are kept in full."""

_NIGHT: Written[Night] = Written(Night)
_COMMUNE: Written[CommuneNight] = Written(CommuneNight)
_PROBLEMS: Written[tuple[Problem, ...]] = Written(tuple[Problem, ...])
_SIGHTING: Written[Sighting] = Written(Sighting)
_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class NewerHistory(Exception):
    """The file was written by a newer version of the factory: it is left as it is."""


class History:
    """The history in `memory`, the factory's memory folder. A context manager.

    `since` and `until` bound what is asked for: from the first, up to the second and without it.
    Raises NewerHistory, or sqlite3.Error where the file is damaged.
    """

    def __init__(self, memory: Path) -> None:
        self.path = memory / FILE

    def __enter__(self) -> "History":
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(self.path, isolation_level=None, timeout=30.0)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute("BEGIN IMMEDIATE")
        version = self._version()
        if version < VERSION:
            for schema in SCHEMAS[version:]:
                for table in schema.split(";")[:-1]:
                    self._db.execute(table)
            self._db.execute(f"PRAGMA user_version = {VERSION}")
        self._db.execute("COMMIT")
        if version > VERSION:
            self._db.close()
            raise NewerHistory(f"{self.path} : version {version}")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._db.close()

    def _version(self) -> int:
        return int(self._db.execute("PRAGMA user_version").fetchone()[0])

    def check(self) -> None:
        """Read the file's structure. Raises sqlite3.DatabaseError where it is damaged."""
        ((said,),) = self._db.execute("PRAGMA quick_check(1)")
        if said != "ok":
            raise sqlite3.DatabaseError(said)

    # -- nights ----------------------------------------------------------------------------------

    def note_night(self, night: Night) -> None:
        """Write a night, or write it again; the problems of old ones go."""
        run = self._db.execute
        run("INSERT OR REPLACE INTO nuits VALUES (?, ?)", (_key(night.start), _text(night)))
        run(
            "DELETE FROM constats WHERE nuit NOT IN "
            "(SELECT debut FROM nuits ORDER BY debut DESC LIMIT ?)",
            (DETAILED,),
        )

    def nights(self, since: datetime = _ALWAYS, until: datetime = _NEVER) -> tuple[Night, ...]:
        """Oldest first, by their start."""
        rows = self._db.execute(
            "SELECT valeur FROM nuits WHERE debut >= ? AND debut < ? ORDER BY debut",
            (_key(since), _key(until)),
        )
        return tuple(_NIGHT.read(value) for (value,) in rows)

    def last_night(self) -> Night | None:
        row = self._db.execute("SELECT valeur FROM nuits ORDER BY debut DESC LIMIT 1").fetchone()
        return _NIGHT.read(row[0]) if row else None

    # -- what a night did for a commune ----------------------------------------------------------

    def note(self, night: datetime, done: CommuneNight, problems: Sequence[Problem] = ()) -> None:
        """Write what the night that started at `night` did for a commune, or write it again."""
        key = (_key(night), done.commune)
        run = self._db.execute
        run("INSERT OR REPLACE INTO communes VALUES (?, ?, ?)", (*key, _text(done)))
        run("INSERT OR REPLACE INTO constats VALUES (?, ?, ?)", (*key, _text(tuple(problems))))

    def communes(self, night: datetime) -> tuple[CommuneNight, ...]:
        """What that night did, by commune."""
        rows = self._db.execute(
            "SELECT valeur FROM communes WHERE nuit = ? ORDER BY commune", (_key(night),)
        )
        return tuple(_COMMUNE.read(value) for (value,) in rows)

    def problems(self, night: datetime, commune: str) -> tuple[Problem, ...]:
        """The problems of a commune, that night; () once the night is old (`DETAILED`)."""
        row = self._db.execute(
            "SELECT valeur FROM constats WHERE nuit = ? AND commune = ?", (_key(night), commune)
        ).fetchone()
        return _PROBLEMS.read(row[0]) if row else ()

    def of(
        self, commune: str, since: datetime = _ALWAYS, until: datetime = _NEVER, limit: int = -1
    ) -> tuple[tuple[datetime, CommuneNight], ...]:
        """A commune's nights with their start, oldest first; the `limit` last of them."""
        rows = self._db.execute(
            "SELECT nuit, valeur FROM communes WHERE commune = ? AND nuit >= ? AND nuit < ? "
            "ORDER BY nuit DESC LIMIT ?",
            (commune, _key(since), _key(until), limit),
        ).fetchall()
        return tuple((_moment(key), _COMMUNE.read(value)) for key, value in reversed(rows))

    def last(self, commune: str) -> CommuneNight | None:
        """Where its last night left a commune."""
        row = self._db.execute(
            "SELECT valeur FROM communes WHERE commune = ? ORDER BY nuit DESC LIMIT 1", (commune,)
        ).fetchone()
        return _COMMUNE.read(row[0]) if row else None

    def last_backup(self, commune: str) -> Backup | None:
        """The last snapshot sent, to whichever target."""
        found = self._last_with(commune, "$.backups[0]")
        return max(found.backups, key=lambda one: one.moment) if found else None

    def last_drill(self, commune: str) -> Trial | None:
        """The last restore drill, whatever it showed."""
        found = self._last_with(commune, "$.drill")
        return found.drill if found else None

    def last_proof(self, commune: str) -> Trial | None:
        """The last proof, whatever it showed."""
        found = self._last_with(commune, "$.proof")
        return found.proof if found else None

    def forget(self, commune: str) -> None:
        """Remove what speaks of a commune's content. Figures stay: they are owed."""
        forgetting.forget(self._db, commune)

    def speaks_of(self, commune: str) -> bool:
        """Whether words about that commune's content are kept."""
        return forgetting.speaks_of(self._db, commune)

    def _last_with(self, commune: str, path: str) -> CommuneNight | None:
        row = self._db.execute(
            "SELECT valeur FROM communes WHERE commune = ? AND json_extract(valeur, ?) IS NOT NULL "
            "ORDER BY nuit DESC LIMIT 1",
            (commune, path),
        ).fetchone()
        return _COMMUNE.read(row[0]) if row else None

    # -- publications ----------------------------------------------------------------------------

    def note_publications(self, commune: str, publications: Iterable[Publication]) -> None:
        """Write those that are not known yet: those of the day too, which no night made."""
        rows = [(commune, _key(p.moment), p.generation, p.complete) for p in publications]
        self._db.executemany("INSERT OR IGNORE INTO publications VALUES (?, ?, ?, ?)", rows)

    def publications(
        self, commune: str, since: datetime = _ALWAYS, until: datetime = _NEVER
    ) -> tuple[Publication, ...]:
        rows = self._db.execute(
            "SELECT moment, generation, complete FROM publications "
            "WHERE commune = ? AND moment >= ? AND moment < ? ORDER BY moment, generation",
            (commune, _key(since), _key(until)),
        )
        return tuple(
            Publication(moment=_moment(key), generation=number, complete=bool(complete))
            for key, number, complete in rows
        )

    # -- outages ---------------------------------------------------------------------------------

    def note_outage(self, outage: Outage) -> None:
        """Write an outage as it starts; again, with its `end`, when it is over."""
        end = _key(outage.end) if outage.end else None
        row = (outage.host, outage.watched, _key(outage.start), outage.commune, end, outage.cause)
        self._db.execute("INSERT OR REPLACE INTO pannes VALUES (?, ?, ?, ?, ?, ?)", row)

    def outages(
        self, since: datetime = _ALWAYS, until: datetime = _NEVER, commune: str | None = None
    ) -> tuple[Outage, ...]:
        """Those that lasted for some of that time, oldest first; of one commune, if it is named."""
        rows = self._db.execute(
            "SELECT hote, sonde, debut, fin, commune, cause FROM pannes "
            "WHERE debut < ?1 AND (fin IS NULL OR fin > ?2) AND (?3 IS NULL OR commune = ?3) "
            "ORDER BY debut, hote, sonde",
            (_key(until), _key(since), commune),
        )
        return tuple(
            Outage(
                host=host,
                watched=Watched(watched),
                start=_moment(start),
                end=_moment(end) if end else None,
                commune=slug,
                cause=cause,
            )
            for host, watched, start, end, slug, cause in rows
        )

    def note_sighting(self, sighting: Sighting) -> None:
        """Write the last look at a host, in the place of the one before."""
        row = (sighting.host, _key(sighting.moment), _text(sighting))
        self._db.execute("INSERT OR REPLACE INTO sondes VALUES (?, ?, ?)", row)

    def forget_sighting(self, host: str) -> None:
        """That host is watched no more."""
        self._db.execute("DELETE FROM sondes WHERE hote = ?", (host,))

    def sightings(self) -> tuple[Sighting, ...]:
        """The last look at each host, by host."""
        rows = self._db.execute("SELECT valeur FROM sondes ORDER BY hote")
        return tuple(_SIGHTING.read(value) for (value,) in rows)


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the history keeps of a commune's content: a `Place` (factory/tenants/places.py)."""

    memory: Path
    name: str = "Constats des dernières nuits, dans l’historique de l’usine"

    def list(self, tenant: Tenant) -> tuple[Path, ...]:
        if not (self.memory / FILE).exists():
            return ()
        with History(self.memory) as history:
            return (history.path,) if history.speaks_of(tenant.slug) else ()

    def destroy(self, tenant: Tenant) -> None:
        if self.list(tenant):
            with History(self.memory) as history:
                history.forget(tenant.slug)

    def check(self, tenant: Tenant) -> tuple[Problem, ...]:
        return ()


def _text(value: object) -> str:
    return written(value).decode()


def _key(moment: datetime) -> str:
    """An instant as text that sorts as instants do."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _moment(key: str) -> datetime:
    return fixed(datetime.fromisoformat(key))
