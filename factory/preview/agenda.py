"""When each commune is to be built: once its folder has settled, and when a date comes due.

No clock is read here: every question brings its time. Seconds are those of `time.monotonic`;
dates are instants, since a machine that sleeps stops the first and not the second.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime

SETTLING = 0.05
"""Seconds without a change after which a folder has settled."""
PATIENCE = 30.0
"""Seconds after which a folder that never settles is built all the same."""
LONGEST = 10.0
"""Seconds between two looks at the dates: the machine's clock may be moved under us."""


@dataclass(frozen=True, slots=True)
class Due:
    """Something to do now, due `since` then. `asked`: it changed or its date came."""

    name: str
    since: float
    asked: bool


class Agenda:
    """What is due, and when. Its owner keeps it from two threads at once."""

    def __init__(self, settling: float = SETTLING, patience: float = PATIENCE) -> None:
        self._settling = settling
        self._patience = patience
        self._first: dict[str, float] = {}
        self._ready: dict[str, float] = {}
        self._dates: dict[str, datetime] = {}

    def touched(self, name: str, now: float) -> None:
        """Something changed there: wait until it settles, though not for ever."""
        first = self._first.setdefault(name, now)
        self._ready[name] = min(now + self._settling, first + self._patience)

    def within(self, name: str, delay: float, now: float) -> None:
        """Look at it in `delay` seconds at the latest."""
        self._ready[name] = min(now + delay, self._ready.get(name, now + delay))

    def on(self, name: str, date: datetime | None) -> None:
        """A date changes its site then; None: no date does any more."""
        self._dates.pop(name, None)
        if date is not None:
            self._dates[name] = date

    def forget(self, name: str) -> None:
        for known in (self._first, self._ready, self._dates):
            known.pop(name, None)

    def waits(self, name: str, now: float) -> bool:
        """Whether it changed and was not taken since, or is due."""
        return name in self._first or self._ready.get(name, now + 1) <= now

    def take(self, now: float, today: datetime, busy: Container[str]) -> Due | None:
        """What is due first; it is then no longer due. Never one of `busy`."""
        came = [name for name, date in self._dates.items() if date <= today]
        for name in came:
            self._ready[name] = min(now, self._ready.get(name, now))
        due = [(at, name) for name, at in self._ready.items() if at <= now and name not in busy]
        if not due:
            return None
        at, name = min(due)
        asked = name in came or name in self._first
        self.forget(name)
        return Due(name, at, asked)

    def pause(self, now: float, today: datetime, busy: Container[str]) -> float:
        """Seconds until something may be due."""
        waits = [at - now for name, at in self._ready.items() if name not in busy]
        waits += [
            (date - today).total_seconds() for name, date in self._dates.items() if name not in busy
        ]
        return max(0.0, min((*waits, LONGEST)))
