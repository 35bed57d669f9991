"""Results worth keeping between two builds, by the digest of what they were made from.

    build/<commune>/cache/resultats.sqlite

The folder may be deleted at any time: only time is lost. A row whose bytes are not those that
were written is no row.
"""

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from zlib import crc32

_SCHEMA = """
CREATE TABLE IF NOT EXISTS resultats (
    nature TEXT NOT NULL, cle TEXT NOT NULL, somme INTEGER NOT NULL, valeur BLOB NOT NULL,
    PRIMARY KEY (nature, cle)
) WITHOUT ROWID
"""

_MOST_WAITING = 4 << 20
"""Bytes of new values that wait in memory."""
_DAMAGE = (sqlite3.Error, UnicodeError, OverflowError)
"""What a damaged file is met with: SQLite's own words may be no text any more."""


def _sum(nature: str, key: str, value: bytes) -> int:
    return crc32(value, crc32(f"{nature}/{key}".encode()))


def peek(path: Path, nature: str) -> dict[str, bytes]:
    """Every value of that nature in another's cache, which is only read; {} where it cannot be."""
    try:
        connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=1.0)
    except _DAMAGE:
        return {}
    try:
        return _values(connection, nature)
    finally:
        connection.close()


def _values(connection: sqlite3.Connection, nature: str) -> dict[str, bytes]:
    try:
        rows = connection.execute(
            "SELECT cle, somme, valeur FROM resultats WHERE nature = ?", (nature,)
        ).fetchall()
    except _DAMAGE:
        return {}
    return {
        key: data
        for key, total, data in rows
        if isinstance(data, bytes) and _sum(nature, key, data) == total
    }


class Cache:
    """Values by nature and key. A context manager: what `put` received is written at its end, or
    before where it is much.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._new: dict[tuple[str, str], bytes] = {}
        self._waiting = 0
        self._used: dict[str, set[str]] = {}
        self._scrubbed = False

    def __enter__(self) -> "Cache":
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._connection = self._open()
        except _DAMAGE:
            self.path.unlink(missing_ok=True)
            self._connection = self._open()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._flush()
        self._connection.close()

    def all(self, nature: str) -> dict[str, bytes]:
        """Every value of that nature."""
        return _values(self._connection, nature)

    def put(self, nature: str, key: str, value: bytes) -> None:
        self._new[nature, key] = value
        self._waiting += len(value)
        if self._waiting > _MOST_WAITING:
            self._write(self._insert)

    def keep_only(self, nature: str, keys: Iterable[str]) -> None:
        """Of that nature, only `keys` were of use: the others go."""
        self._used[nature] = set(keys)

    def scrub(self) -> None:
        """Write the file anew at the end: what was let go of leaves no trace in it.

        `secure_delete` is not enough: SQLite moves rows from page to page, and what they leave in
        the unused part of a page stays until it is written over.
        """
        self._scrubbed = True

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None)
        # A crash costs the cache at worst, so it does not wait for the disk.
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA journal_mode = MEMORY")
        # What is let go of may be an act that was withdrawn for privacy: no trace of it stays.
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute(_SCHEMA)
        return connection

    def _flush(self) -> None:
        if self._new or self._used:
            self._write(self._insert, self._delete)
        if self._scrubbed:
            try:
                # In memory: a confined child may write nowhere else.
                self._connection.execute("PRAGMA temp_store = MEMORY")
                self._connection.execute("VACUUM")
            except _DAMAGE:  # a full disk, say: without its cache a build only takes longer
                self._connection.close()
                self.path.unlink(missing_ok=True)

    def _insert(self) -> None:
        self._connection.executemany(
            "INSERT OR REPLACE INTO resultats VALUES (?, ?, ?, ?)",
            ((*of, _sum(*of, data), data) for of, data in self._new.items()),
        )

    def _delete(self) -> None:
        run = self._connection.execute
        for nature, used in self._used.items():
            known = {row[0] for row in run("SELECT cle FROM resultats WHERE nature = ?", (nature,))}
            self._connection.executemany(
                "DELETE FROM resultats WHERE nature = ? AND cle = ?",
                ((nature, key) for key in sorted(known - used)),
            )

    def _write(self, *changes: Callable[[], None]) -> None:
        try:
            self._connection.execute("BEGIN")
            for change in changes:
                change()
            self._connection.execute("COMMIT")
        except _DAMAGE:
            self._connection.close()
            self.path.unlink(missing_ok=True)
            self._connection = sqlite3.connect(":memory:")
        self._new.clear()
        self._waiting = 0
