"""What follows a night, once for all communes, whatever became of each: composed here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from factory.ground.children import ChildDied, Limits, Task, run_all
from factory.ground.problems import Problem, error
from factory.tenants.settings import Settings

Act = Callable[[Settings, datetime], None]
"""Given the settings, and the start of the night that has just ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    name: str
    act: Act
    seconds: float = 900.0


FOLLOWS: tuple[Follow, ...] = ()


def follow(settings: Settings, night: datetime) -> Iterator[Problem]:
    """What of it was not done: each in a process of its own, with a deadline."""
    for one in FOLLOWS:
        task = Task(
            name=one.name,
            work=partial(_work, one, settings, night),
            limits=Limits(seconds=one.seconds),
            trusted=True,
        )
        for _, outcome in run_all([task], jobs=1):
            if isinstance(outcome, ChildDied):
                yield error(
                    "suite-non-faite",
                    f"Après la nuit, « {one.name} » n’a pas été fait. {outcome.message}",
                    "Voyez le journal, corrigez la cause, puis relancez la nuit.",
                )


def _work(one: Follow, settings: Settings, night: datetime) -> bytes:
    one.act(settings, night)
    return b""
