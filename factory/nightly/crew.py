"""Who carries the communes' nights: here, one process a commune, some at once."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Protocol, TypeVar

from factory.ground.confined.children import ChildDied, Limits, Task, run_all


class Errand(Protocol):
    """What is to be done for one commune, whoever does it."""

    @property
    def slug(self) -> str: ...

    @property
    def seconds(self) -> float:
        """How long it may take before it is stopped."""
        ...

    def prepare(self) -> None:
        """What its process need not do again, done in the one it is forked from."""
        ...

    def run(self) -> bytes: ...


E = TypeVar("E", bound=Errand)
Crew = Callable[[Iterable[E]], Iterator[tuple[E, bytes | ChildDied]]]
"""Each errand with what it gave, or the death of its process, as they finish."""


def here(errands: Iterable[E], *, jobs: int) -> Iterator[tuple[E, bytes | ChildDied]]:
    """On this machine, at most `jobs` at once."""
    under_way: dict[str, E] = {}

    def tasks() -> Iterator[Task]:
        for errand in errands:
            errand.prepare()
            under_way[errand.slug] = errand
            yield task(errand)

    for done, outcome in run_all(tasks(), jobs=jobs):
        yield under_way.pop(done.name), outcome


def task(errand: Errand) -> Task:
    """The process of its own in which an errand is run."""
    return Task(
        name=errand.slug,
        work=partial(_run, errand),
        limits=Limits(seconds=errand.seconds),
        trusted=True,
    )


def _run(errand: Errand) -> bytes:
    return errand.run()
