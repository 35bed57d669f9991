"""What a probe has seen, as JSON lines to carry, and as outages in the history.

A line is one look at one host (`archive.nights.Sighting`); a file is appended to, and may be handed
in again and again: what is known already changes nothing.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from factory.archive.history import History
from factory.archive.nights import Outage, Sighting, Watched
from factory.ground.problems import Problem, warning
from factory.ground.written import Written, written

_SIGHTING: Written[Sighting] = Written(Sighting)
_LONGEST = 20_000
"""Bytes of a line: a host's name and three causes are a few hundred."""


def append(path: Path, sightings: Iterable[Sighting]) -> None:
    """Add lines to the file, and wait until they are on the disk."""
    data = b"".join(written(one) + b"\n" for one in sightings)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
    with os.fdopen(handle, "ab") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def read(path: Path, problems: list[Problem]) -> Iterator[Sighting]:
    """The file's lines; those that do not read are told, once, and left out.

    A last line without its end is being written: it is left for the next time.
    """
    bad = 0
    with path.open("rb") as file:
        while line := file.readline(_LONGEST):
            if not line.endswith(b"\n"):
                bad += len(line) == _LONGEST
                continue
            try:
                yield _SIGHTING.read(line)
            except ValueError:
                bad += 1
    if bad:
        problems.append(_unread(path, bad))


def take(history: History, sightings: Iterable[Sighting]) -> None:
    """Note each sighting in the history: an outage begins with the first look that finds it, and
    ends with the first that does not. Looks older than the last known of a host are known.
    """
    last = {one.host: one.moment for one in history.sightings()}
    open_ = {(one.host, one.watched): one for one in history.outages() if one.end is None}
    newest: dict[str, Sighting] = {}
    for seen in sorted(sightings, key=lambda one: (one.moment, one.host)):
        if seen.host in last and seen.moment <= last[seen.host]:
            continue
        last[seen.host] = seen.moment
        newest[seen.host] = seen
        for watched, cause in seen.causes.items():
            _follow(history, open_, seen, watched, cause)
    for seen in newest.values():
        history.note_sighting(seen)


def retire(history: History, hosts: Iterable[str], moment: datetime) -> None:
    """Forget hosts that are watched no more: an outage of theirs ends when they do."""
    kept = set(hosts)
    for seen in history.sightings():
        if seen.host not in kept:
            for outage in history.outages():
                if outage.host == seen.host and outage.end is None:
                    history.note_outage(replace(outage, end=moment))
            history.forget_sighting(seen.host)


def _follow(
    history: History,
    open_: dict[tuple[str, Watched], Outage],
    seen: Sighting,
    watched: Watched,
    cause: str,
) -> None:
    known = open_.get((seen.host, watched))
    if cause and known is None:
        begun = Outage(
            host=seen.host,
            watched=watched,
            start=seen.moment,
            commune=seen.commune,
            cause=cause,
        )
        history.note_outage(begun)
        open_[seen.host, watched] = begun
    elif not cause and known is not None:
        history.note_outage(replace(known, end=seen.moment))
        del open_[seen.host, watched]


def _unread(path: Path, number: int) -> Problem:
    several = "lignes ne se lisent" if number > 1 else "ligne ne se lit"
    return warning(
        "releve-illisible",
        f"{number} {several} pas dans le relevé de la sonde : elle est laissée de côté."
        if number == 1
        else f"{number} {several} pas dans le relevé de la sonde : elles sont laissées de côté.",
        "Vérifiez que la sonde et l’usine sont de la même version, et que le fichier est arrivé "
        "entier.",
        file=path.name,
    )
