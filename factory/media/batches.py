"""Batches: files examined and pictures derived in confined children, several to a child.

When a child dies, each file of its batch is tried again alone: the one that killed it is at
fault, and only that one.
"""

import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from factory.ground.confined.children import ChildDied, Limits, Task
from factory.ground.confined.deaths import Cause
from factory.ground.problems import Problem, error
from factory.ground.written import Written, written
from factory.media.derive import Outcome, derive, faults, too_heavy
from factory.media.examine import examine
from factory.media.facts import Examined
from factory.media.pdf_text import Inspection, inspect
from factory.media.recipes import Recipe

Item = TypeVar("Item")
Given = TypeVar("Given")

Carrier = Callable[[Iterable[Task]], Iterator[tuple[Task, bytes | ChildDied]]]
"""What carries tasks to children: `partial(run_all, jobs=2)`."""

_MO = 1 << 20
LIMITS = Limits(seconds=60.0, cpu=60, memory=512 * _MO, file=64 * _MO, files=64)
"""For one batch, or one file tried alone."""
PICTURES_A_CHILD = 8
FILES_A_CHILD = 64
PDF_A_CHILD = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One picture's derivatives. `name` is its path in the commune; `digest` its SHA-256."""

    source: Path
    name: str
    digest: str
    wanted: tuple[Recipe, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file to examine. `name` is its path in the commune."""

    source: Path
    name: str


def derive_all(
    requests: Sequence[Request], *, into: Path, carry: Carrier, limits: Limits = LIMITS
) -> Iterator[tuple[Request, tuple[Outcome, ...]]]:
    """Each request with its blobs or faults, in no particular order; `into` is the store.

    A child reads its own pictures and writes the store, and nothing else.
    """
    into.mkdir(parents=True, exist_ok=True)

    def work(batch: Sequence[Request]) -> bytes:
        return written(
            [
                derive(one.source, one.wanted, into, name=one.name, expected=one.digest)
                for one in batch
            ]
        )

    def task(name: str, batch: Sequence[Request]) -> Task:
        return _task(name, batch, lambda: work(batch), (into,), limits)

    def lost(one: Request, death: ChildDied) -> tuple[Outcome, ...]:
        problem = too_heavy(one.name) if death.cause in _GREED else _broken(one.name, death)
        return faults(one.wanted, problem, durable=False)

    read = _OUTCOMES.read
    return _in_batches(requests, PICTURES_A_CHILD, carry=carry, task=task, read=read, lost=lost)


def examine_all(
    files: Sequence[File], *, carry: Carrier, limits: Limits = LIMITS
) -> Iterator[tuple[File, Examined]]:
    """Each file with what examining it gave, in no particular order."""

    def work(batch: Sequence[File]) -> bytes:
        return written([examine(one.source, one.name) for one in batch])

    def task(name: str, batch: Sequence[File]) -> Task:
        return _task(name, batch, lambda: work(batch), (), limits)

    def lost(one: File, death: ChildDied) -> Examined:
        problem = _too_long(one.name) if death.cause in _GREED else _broken(one.name, death)
        return Examined(facts=None, problems=(problem,))

    read = _EXAMINED.read
    return _in_batches(files, FILES_A_CHILD, carry=carry, task=task, read=read, lost=lost)


def inspect_all(
    files: Sequence[File], *, carry: Carrier, limits: Limits = LIMITS
) -> Iterator[tuple[File, Inspection]]:
    """Each PDF with the personal data suspected in its text, in no particular order."""

    def work(batch: Sequence[File]) -> bytes:
        return written([inspect(one.source) for one in batch])

    def task(name: str, batch: Sequence[File]) -> Task:
        return _task(name, batch, lambda: work(batch), (), limits)

    def lost(one: File, death: ChildDied) -> Inspection:
        return Inspection(lue=False)

    read = _INSPECTED.read
    return _in_batches(files, PDF_A_CHILD, carry=carry, task=task, read=read, lost=lost)


def _in_batches(
    items: Sequence[Item],
    size: int,
    *,
    carry: Carrier,
    task: Callable[[str, Sequence[Item]], Task],
    read: Callable[[bytes], Sequence[Given]],
    lost: Callable[[Item, ChildDied], Given],
) -> Iterator[tuple[Item, Given]]:
    batches = [items[start : start + size] for start in range(0, len(items), size)]
    while batches:
        alone: list[Sequence[Item]] = []
        tasks = [task(str(number), batch) for number, batch in enumerate(batches)]
        for done, outcome in carry(tasks):
            batch = batches[int(done.name)]
            if not isinstance(outcome, ChildDied):
                yield from zip(batch, read(outcome), strict=True)
            elif len(batch) == 1:
                yield batch[0], lost(batch[0], outcome)
            else:
                alone += [[item] for item in batch]
        batches = alone


def _task(
    name: str,
    batch: Sequence[Request] | Sequence[File],
    work: Callable[[], bytes],
    write: tuple[Path, ...],
    limits: Limits,
) -> Task:
    # A file that has just gone is its own fault, found by the work, not the child's.
    read = tuple(one.source for one in batch if one.source.exists())
    return Task(name=name, work=work, read=read, write=write, limits=limits)


def _too_long(name: str) -> Problem:
    return error(
        "fichier-trop-complexe",
        "Ce fichier demande trop de mémoire ou de temps pour être vérifié.",
        "Enregistrez-le de nouveau depuis le logiciel qui l’a fait, puis remplacez-le.",
        file=name,
    )


def _broken(name: str, death: ChildDied) -> Problem:
    if death.cause is Cause.SIGNAL and death.status == -signal.SIGKILL:
        # Nothing in a file does that: somebody did, or a machine that had no memory left.
        return error(
            "fichier-panne",
            f"Le traitement de ce fichier a été interrompu. {death.message}",
            "Il sera repris à la prochaine publication. Si le message revient, prévenez "
            "l’assistance.",
            file=name,
        )
    return error(
        "fichier-intraitable",
        f"La fabrique n’a pas su traiter ce fichier. {death.message}",
        "Enregistrez-le sous un autre format. Si le message revient, transmettez le fichier à"
        " l’assistance.",
        file=name,
    )


DEADLY = frozenset({"fichier-intraitable", "fichier-trop-complexe", "image-trop-lourde"})
"""What is said of a file whose child died of it; the machine may have had its part in it."""

_GREED = (Cause.DELAI, Cause.PROCESSEUR, Cause.MEMOIRE, Cause.FICHIER)
_OUTCOMES: Written[list[tuple[Outcome, ...]]] = Written(list[tuple[Outcome, ...]])
_EXAMINED: Written[list[Examined]] = Written(list[Examined])
_INSPECTED: Written[list[Inspection]] = Written(list[Inspection])
