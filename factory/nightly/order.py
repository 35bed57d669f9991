"""What is asked for one commune's night, and what is told of it.

Both travel: to a child, to another machine, to the journal on the disk.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from factory.archive.nights import CommuneNight, Outcome, Step
from factory.ground.problems import Problem
from factory.ground.written import Written, written
from factory.tenants import folder
from factory.tenants.folder import Tenant
from factory.tenants.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One commune's night, all said. It can be pickled: it goes to other machines."""

    settings: Settings
    slug: str
    moment: datetime
    """The instant its site is built for, by the clock of whoever orders: one clock for all."""
    journal: Path
    """The folder where what is done is noted, step by step."""
    theme: str = ""
    """The theme's digest."""
    halted: str = ""
    """Why nothing is to be published tonight, in French; what is online stays."""
    turn: tuple[str, ...] = ()
    """The steps whose turn it is tonight, of those that take turns."""
    before: CommuneNight | None = None
    """Where the night before left this commune."""

    @property
    def tenant(self) -> Tenant:
        return folder.tenant(self.settings, self.slug)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A commune's night so far. `problems` are those it is left with."""

    commune: CommuneNight
    problems: tuple[Problem, ...] = ()
    faults: tuple[str, ...] = ()
    """Internal faults, as tracebacks, for the operator."""

    def done(self, name: str) -> bool:
        """Whether that step needs no other try: what failed is tried again by who resumes."""
        return any(
            step.name == name and step.outcome is not Outcome.ECHEC for step in self.commune.steps
        )

    def with_step(self, step: Step) -> "Entry":
        """The entry once that step is over; it takes the place of an earlier try."""
        steps = (*(one for one in self.commune.steps if one.name != step.name), step)
        outcomes = {one.outcome for one in steps}
        to_mend = self.commune.erreurs or self.commune.avertissements
        reserves = to_mend or Outcome.RESERVES in outcomes
        code = 3 if Outcome.ECHEC in outcomes else 1 if reserves else 0
        return replace(self, commune=replace(self.commune, steps=steps, code=code))


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What one step gives: how it ended, and the entry with what it adds."""

    outcome: Outcome
    entry: Entry
    message: str = ""
    passing: bool = False
    """The fault is one of a moment: another try may well end better."""


_ENTRY: Written[Entry] = Written(Entry)
_GIVEN: Written[Given] = Written(Given)


def to_bytes(value: Entry | Given) -> bytes:
    return written(value)


def entry_from(data: bytes) -> Entry:
    """Raises ValueError where it is none."""
    return _ENTRY.read(data)


def given_from(data: bytes) -> Given:
    return _GIVEN.read(data)


def given(entry: Entry, outcome: Outcome, message: str = "", **changes: Any) -> Given:
    """A step's answer: `changes` are the commune's figures that it knows."""
    commune = replace(entry.commune, **changes)
    return Given(outcome=outcome, entry=replace(entry, commune=commune), message=message)
