"""The factory's own log: its lines that speak of a commune."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from factory.ground.problems import Problem
from factory.nightly import logged
from factory.tenants.folder import Tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedPlace:
    """`journal: fichier` and what its rotations left beside it. Lines of other communes stay.

    A line goes where it names the commune; so does a problem of the factory itself that holds an
    e-mail address: it may be that of an agent. A rotation that does not read goes whole: nobody can
    say what is in it.
    """

    file: str
    """Empty: the log goes to the system's journal, which the factory does not hold."""
    name: str = "Journal de l’usine"

    def list(self, tenant: Tenant) -> tuple[Path, ...]:
        speaks = _speaking(tenant.slug)
        return tuple(path for path in self.files if _any(speaks, path))

    def destroy(self, tenant: Tenant) -> None:
        speaks = _speaking(tenant.slug)
        for path in self.list(tenant):
            _rewritten(path, lambda line: b"" if speaks.search(line) else line)

    def check(self, tenant: Tenant) -> tuple[Problem, ...]:
        return ()

    def silence(self, tenant: Tenant) -> int:
        """Take out of the commune's lines their free texts, which may name a document: how many
        lines. Their figures stay. Raises `OSError`."""
        silent = partial(_silent, tenant.slug, _speaking(tenant.slug))
        return sum(_rewritten(path, silent) for path in self.files)

    @property
    def files(self) -> tuple[Path, ...]:
        return logged.files(Path(self.file)) if self.file else ()


_WORDS: dict[str, Any] = {"message": "", "defauts": []}
"""The free texts of a line that is a commune's, and what takes their place."""


def _silent(slug: str, speaks: re.Pattern[bytes], line: bytes) -> bytes:
    """The line without its words; empty where it is nothing else."""
    if not speaks.search(line):
        return line
    try:
        known = json.loads(line)
        own = known["commune"]
    except (ValueError, KeyError, TypeError):
        return b""
    if own != slug or not any(known.get(word) for word in _WORDS):
        return line
    said = {**known, **{word: empty for word, empty in _WORDS.items() if word in known}}
    return json.dumps(said, ensure_ascii=False).encode() + b"\n"


def _rewritten(path: Path, each: Callable[[bytes], bytes]) -> int:
    try:
        return logged.rewrite(path, each)
    except logged.Unread:
        path.unlink()
        return 1


def _any(speaks: re.Pattern[bytes], path: Path) -> bool:
    try:
        return any(map(speaks.search, logged.lines(path)))
    except logged.Unread:
        return True


def _speaking(slug: str) -> re.Pattern[bytes]:
    """The slug as a whole word: « aix » is not in « aix-en-provence »."""
    named = rb"(?<![a-z0-9-])" + re.escape(slug.encode()) + rb"(?![a-z0-9-])"
    return re.compile(named + rb'|"evenement": "probleme".*@')
