"""What follows a night, once for all communes, whatever became of each: composed here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from factory.backup.retention import forget
from factory.backup.shelter import configured, shelter
from factory.backup.system import back_up_system
from factory.backup.target import SYSTEM
from factory.ground.confined.children import ChildDied, Limits, Task, run_all
from factory.ground.problems import Problem, UsageError, error
from factory.ground.written import Written, written
from factory.nightly import reporting
from factory.probe import handing
from factory.tenants.settings import Settings

Act = Callable[[Settings, datetime], tuple[Problem, ...]]
"""Given the settings, and the start of the night that has just ended; what was not well."""
_PROBLEMS: Written[tuple[Problem, ...]] = Written(tuple[Problem, ...])


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    name: str
    act: Act
    seconds: float = 900.0


def _system(settings: Settings, night: datetime) -> tuple[Problem, ...]:
    """Back up what is no commune's own: settings, theme, program, history, ledger."""
    if not configured(settings):
        return ()
    place = shelter(settings)
    saved = back_up_system(place, settings, night)
    return saved.problems + (forget(place, SYSTEM).problems if saved.backups else ())


FOLLOWS: tuple[Follow, ...] = (
    Follow(name="relevés de la sonde", act=handing.collect),
    Follow(name="sauvegarde des systèmes", act=_system),
)
REPORT = (Follow(name="rapport", act=reporting.report),)
"""Comes last, once the history knows how all the others ended."""


def follow(
    settings: Settings, night: datetime, what: tuple[Follow, ...] = FOLLOWS
) -> Iterator[Problem]:
    """What of it was not done: each in a process of its own, with a deadline."""
    for one in what:
        task = Task(
            name=one.name,
            work=partial(_work, one, settings, night),
            limits=Limits(seconds=one.seconds),
            trusted=True,
        )
        for _, outcome in run_all([task], jobs=1):
            if not isinstance(outcome, ChildDied):
                yield from _PROBLEMS.read(outcome)
            else:
                yield error(
                    "suite-non-faite",
                    f"Après la nuit, « {one.name} » n’a pas été fait. {outcome.message}",
                    "Voyez le journal, corrigez la cause, puis relancez la nuit.",
                )


def _work(one: Follow, settings: Settings, night: datetime) -> bytes:
    try:
        return written(one.act(settings, night))
    except UsageError as fault:
        return written(fault.problems)
