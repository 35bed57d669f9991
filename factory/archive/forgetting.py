"""What the history says of a commune's content, and how it is taken out.

Figures stay: how many pages, when, how long, at what cost. They are the Métropole's own accounts
(convention, art. 4.5 and 6), and hold no word of the commune. What goes: the problems of its last
nights, why a step did not end well, the last look at its hosts, and what the factory's own
problems say of it.
"""

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

_WORDS = ("message",)
"""Free texts of a commune's night, wherever they stand in it."""


def speaks_of(db: sqlite3.Connection, commune: str) -> bool:
    """Whether words about that commune's content are kept."""
    return next(_changes(db, commune), None) is not None


def forget(db: sqlite3.Connection, commune: str) -> None:
    """Take them out, and write the file anew: SQLite leaves words in the unused part of pages."""
    db.execute("PRAGMA secure_delete = ON")
    db.execute("BEGIN IMMEDIATE")
    for statement, values in list(_changes(db, commune)):
        db.execute(statement, values)
    db.execute("COMMIT")
    db.execute("VACUUM")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _changes(db: sqlite3.Connection, commune: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The statements that are to be run, each with its values."""
    for (night,) in db.execute("SELECT nuit FROM constats WHERE commune = ?", (commune,)):
        yield "DELETE FROM constats WHERE nuit = ? AND commune = ?", (night, commune)
    rows = db.execute("SELECT nuit, valeur FROM communes WHERE commune = ?", (commune,))
    for night, value in rows:
        if (silent := _silenced(value)) != value:
            statement = "UPDATE communes SET valeur = ? WHERE nuit = ? AND commune = ?"
            yield statement, (silent, night, commune)
    for host, value in db.execute("SELECT hote, valeur FROM sondes"):
        if json.loads(value).get("commune") == commune:
            yield "DELETE FROM sondes WHERE hote = ?", (host,)
    for night, value in db.execute("SELECT debut, valeur FROM nuits"):
        known = json.loads(value)
        kept = [one for one in known.get("problems", []) if not _may_name(one, commune)]
        if len(kept) != len(known.get("problems", [])):
            said = json.dumps({**known, "problems": kept}, ensure_ascii=False)
            yield "UPDATE nuits SET valeur = ? WHERE debut = ?", (said, night)


def _silenced(value: str) -> str:
    """A commune's night without its free texts; the same text where it has none."""
    known = json.loads(value)
    return json.dumps(_without(known), ensure_ascii=False) if _speaks(known) else value


def _speaks(value: Any) -> bool:
    if isinstance(value, dict):
        return any(value.get(word) for word in _WORDS) or any(map(_speaks, value.values()))
    return isinstance(value, list) and any(map(_speaks, value))


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: "" if key in _WORDS else _without(one) for key, one in value.items()}
    return [_without(one) for one in value] if isinstance(value, list) else value


def _may_name(problem: dict[str, Any], commune: str) -> bool:
    """A problem of the factory that names the commune, or an address: perhaps one of its agents."""
    said = json.dumps(problem, ensure_ascii=False)
    return commune in said or "@" in said
