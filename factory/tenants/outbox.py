"""Letters that wait for the mail server: kept as files until it has taken them.

    memoire/courrier/<commune>/<moment>-<digest>.json      « _usine » for the operators' own

A letter that could not be sent is tried again the next time; after `PATIENCE` it is given up, and
that is told. What waits is a commune's: it goes when the commune is destroyed.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from factory.ground import mail
from factory.ground.digests import digest
from factory.ground.files import write_whole
from factory.ground.mail import Delivery, Letter, Post
from factory.ground.moment import PARIS
from factory.ground.locks import tried
from factory.ground.problems import Problem
from factory.ground.written import Written, written
from factory.tenants.places import FolderPlace

FOLDER = "courrier"
OPERATORS = "_usine"
"""Where the operators' letters wait: no slug begins so."""
PATIENCE = timedelta(days=7)
_STAMP = "%Y%m%dT%H%M%S%f"
_LETTER: Written[Letter] = Written(Letter)


def waiting_mail(memory: Path) -> FolderPlace:
    """The letters that wait for a commune's people, as a `Place`."""
    return FolderPlace("Courriels en attente d’envoi", lambda t: memory / FOLDER / t.slug)


@dataclass(frozen=True, slots=True)
class Outbox:
    """The letters that wait, under the factory's memory folder."""

    memory: Path

    def put(self, letter: Letter, moment: datetime, commune: str = "") -> Path:
        """Keep a letter until it is sent."""
        folder = self.memory / FOLDER / (commune or OPERATORS)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        data = written(letter)
        stamp = moment.astimezone(UTC).strftime(_STAMP)
        path = folder / f"{stamp}-{digest(data)[:12]}.json"
        write_whole(path, data, 0o600)
        return path

    def waiting(self) -> tuple[Path, ...]:
        """Oldest first."""
        found = (self.memory / FOLDER).glob("*/*.json")
        return tuple(sorted(found, key=lambda path: (path.name, path.parent.name)))

    def send(self, post: Post, moment: datetime) -> tuple[Problem, ...]:
        """Send what waits; what could not be sent stays, and is told.

        Where another process is sending, nothing is done: it takes these letters too.
        """
        with self._alone() as alone:
            if not alone:
                return ()
            kept = {path: _LETTER.read(path.read_bytes()) for path in self.waiting()}
            paths = iter(kept)
            problems: list[Problem] = []
            for done in mail.deliver(post, kept.values()):
                problems += _settled(next(paths), done, moment)
            return tuple(dict.fromkeys(problems))

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        folder = self.memory / FOLDER
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tried(folder / "verrou") as free:
            yield free


def since(path: Path) -> datetime:
    """Since when a letter waits."""
    try:
        found = datetime.strptime(path.name.partition("-")[0], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        found = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return found.astimezone(PARIS)


def _settled(path: Path, done: Delivery, moment: datetime) -> Iterator[Problem]:
    """The letter gone, or kept for those who did not get it."""
    given_up = done.lasting or moment - since(path) > PATIENCE
    if not done.causes or given_up:
        path.unlink(missing_ok=True)
    elif len(done.causes) < len(done.letter.to):
        write_whole(path, written(replace(done.letter, to=tuple(done.causes))), 0o600)
    for address, cause in done.causes.items():
        tell = mail.given_up if given_up else mail.not_sent
        yield tell((address,), done.letter.subject, cause)
