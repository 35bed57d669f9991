"""Every file of a commune's places in which something is found: a person's name, a text, bytes.

Files are read in confined children, in batches; one that kills its child is tried alone, and is
told as unread. Hard links are read once. Neither the terms nor what surrounds them is kept.
"""

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice
from pathlib import Path

from factory.erasure import decoding
from factory.erasure.folding import Terms
from factory.erasure.places import Searched
from factory.ground.confined.children import ChildDied, Limits, Task
from factory.ground.digests import digest
from factory.ground.written import Written, written
from factory.media.batches import Carrier

_BATCH = 200
_FEW = 8
"""Files that are each allowed by themselves, rather than their folder."""
_LIMITS = Limits(seconds=300.0, cpu=300, memory=1 << 30, file=1 << 20, files=64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What is looked for. A value that is passed along, and written nowhere."""

    terms: Terms = field(default_factory=Terms)
    digests: frozenset[str] = frozenset()
    """SHA-256 of bytes, compressed or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One file in which it is."""

    place: str
    path: Path
    in_name: bool
    in_text: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a search gave. `files` counts the names that were looked at."""

    places: int = 0
    files: int = 0
    hits: tuple[Hit, ...] = ()
    unread: tuple[Path, ...] = ()

    def of(self, place: str) -> tuple[Hit, ...]:
        return tuple(hit for hit in self.hits if hit.place == place)


_ANSWER: Written[tuple[list[int], list[int]]] = Written(tuple[list[int], list[int]])


def look(places: Sequence[Searched], sought: Sought, carry: Carrier) -> Looked:
    """Look through every file of these places."""
    once: dict[tuple[int, int], list[tuple[str, Path]]] = {}
    unread: list[Path] = []
    for place in places:
        for path in place.files:
            try:
                status = path.lstat()
            except FileNotFoundError:
                continue
            # A socket holds nothing: the one on which a drop's transfers are told.
            if not (stat.S_ISREG(status.st_mode) or stat.S_ISLNK(status.st_mode)):
                continue
            once.setdefault((status.st_dev, status.st_ino), []).append((place.name, path))
    groups = list(once.values())
    found: set[int] = set()
    for held, missed in _read([group[0] for group in groups], sought, carry):
        found |= set(held)
        unread += [groups[rank][0][1] for rank in missed]
    rank_of = {place.name: rank for rank, place in enumerate(places)}
    hits = [
        Hit(place=name, path=path, in_name=named, in_text=rank in found)
        for rank, group in enumerate(groups)
        for name, path in group
        if (named := sought.terms.in_name(path.name)) or rank in found
    ]
    return Looked(
        places=len(places),
        files=sum(len(group) for group in groups),
        hits=tuple(sorted(hits, key=lambda hit: (rank_of[hit.place], str(hit.path)))),
        unread=tuple(sorted(unread)),
    )


def _read(
    named: Sequence[tuple[str, Path]], sought: Sought, carry: Carrier
) -> Iterator[tuple[list[int], list[int]]]:
    """The ranks of the files that hold it, and of those that could not be read."""
    paths = [path for _, path in named]
    alone: list[int] = []
    for task, outcome in carry(_task(paths, ranks, sought) for ranks in _batches(named)):
        if isinstance(outcome, ChildDied):
            alone += [int(rank) for rank in task.name.split(",")]
        else:
            yield _ANSWER.read(outcome)
    for task, outcome in carry(_task(paths, (rank,), sought) for rank in alone):
        yield ([], [int(task.name)]) if isinstance(outcome, ChildDied) else _ANSWER.read(outcome)


def _batches(named: Sequence[tuple[str, Path]]) -> Iterator[tuple[int, ...]]:
    """Each of one place: its child may read nothing else."""
    for _, ranks in groupby(range(len(named)), key=lambda rank: named[rank][0]):
        yield from _cut(ranks, _BATCH)


def _cut(ranks: Iterable[int], most: int) -> Iterator[tuple[int, ...]]:
    left = iter(ranks)
    while chosen := tuple(islice(left, most)):
        yield chosen


def _task(paths: Sequence[Path], ranks: tuple[int, ...], sought: Sought) -> Task:
    files = tuple(paths[rank] for rank in ranks)

    def work() -> bytes:
        held, missed = [], []
        known: dict[str, bool] = {}
        for rank, path in zip(ranks, files, strict=True):
            try:
                if _holds(path, sought, known):
                    held.append(rank)
            except MemoryError:
                raise
            except FileNotFoundError:
                continue
            except Exception:  # hostile bytes: zipfile, pypdf, sqlite3, zlib… each has its own
                missed.append(rank)
        return written((held, missed))

    few = len(files) <= _FEW
    read = files if few else (Path(os.path.commonpath([path.parent for path in files])),)
    return Task(name=",".join(map(str, ranks)), work=work, read=read, limits=_LIMITS)


def _holds(path: Path, sought: Sought, known: dict[str, bool]) -> bool:
    """`known` tells what was found in bytes that were met already: each page lies beside its
    compressed forms."""
    if path.is_symlink():
        return False
    data = path.read_bytes()
    inner = decoding.opened(path.suffix, data)
    name = digest(data if inner is None else inner)
    if name not in known:
        known[name] = name in sought.digests or _says(path, sought)
    return known[name] or digest(data) in sought.digests


def _says(path: Path, sought: Sought) -> bool:
    return bool(sought.terms.forms) and any(map(sought.terms.in_text, decoding.texts(path)))
