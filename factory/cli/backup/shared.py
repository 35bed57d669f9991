"""What the verbs of backups share: which repositories, in what order, and the words they print."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import datetime
from typing import Protocol, TypeVar

import click

from factory.archive.nights import Outcome
from factory.backup import sealing
from factory.backup.shelter import Shelter
from factory.backup.target import SYSTEM
from factory.cli.terminal import indented, progress
from factory.ground.moment import wall
from factory.ground.problems import Problem, UsageError, error

T = TypeVar("T")

jobs = click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Communes à la fois.")

CODES = {Outcome.BIEN: 0, Outcome.SANS_OBJET: 0, Outcome.RESERVES: 1, Outcome.ECHEC: 3}


def chosen(shelter: Shelter, asked: Sequence[str], *, system: bool = True) -> tuple[str, ...]:
    """The repositories that are asked for: those of which there is a key, where none is named.

    « systeme » names the system's. Raises `UsageError` where one is unknown.
    """
    known = sealing.names(shelter)
    if not asked:
        found = tuple(name for name in known if system or name != SYSTEM)
        if not found:
            raise UsageError(_nothing())
        return found
    wanted = [SYSTEM if name in ("systeme", "système") else name for name in asked]
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise UsageError(*map(_unknown, unknown))
    return tuple(dict.fromkeys(wanted))


def each(
    title: str, tasks: Sequence[tuple[str, Callable[[], T]]], workers: int | None, quiet: bool
) -> Iterator[T]:
    """What each task gives, as they end; a bar shows where that stands, on a terminal."""
    count = workers or len(os.sched_getaffinity(0))
    with ThreadPoolExecutor(count) as pool, progress(title, len(tasks), quiet=quiet) as advance:
        futures = [pool.submit(task) for _, task in tasks]
        try:
            for future in as_completed(futures):
                advance()
                yield future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def line(text: str) -> None:
    """A line, above the bar where there is one: `print` is what rich moves there."""
    print(text, flush=True)


def tell(problems: Iterable[Problem]) -> None:
    for problem in problems:
        line(indented(str(problem)))


def code(outcomes: Iterable[Outcome]) -> int:
    return max((CODES[outcome] for outcome in outcomes), default=0)


class Named(Protocol):
    """What is told of one repository."""

    @property
    def name(self) -> str: ...


def rank(one: Named) -> tuple[bool, str]:
    """The communes in order, then the system."""
    return (one.name == SYSTEM, one.name)


def name(repository: str) -> str:
    return "système" if repository == SYSTEM else repository


def day(moment: datetime) -> str:
    """« 20/11/2026 à 03 h 00 », as clocks in France show it."""
    return wall(moment).strftime("%d/%m/%Y à %H h %M")


def _nothing() -> Problem:
    return error(
        "rien-de-sauvegarde",
        "Il n’y a encore aucune sauvegarde.",
        "Faites la première : usine backup run.",
    )


def _unknown(asked: str) -> Problem:
    return error(
        "jamais-sauvegardee",
        f"« {asked} » n’a jamais été sauvegardée par cette usine.",
        "Vérifiez le nom de la commune. « usine backup list » montre celles qui l’ont été.",
    )
