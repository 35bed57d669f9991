"""The deadlines of every convention, nearest first: what the morning page and a calendar show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from factory.convention.deadlines import Deadline, deadlines
from factory.convention.desk import Desk, Party
from factory.convention.lives import on

SOON = 100
"""Days: a letter's three months, and a week to write it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A deadline of a commune's convention."""

    slug: str
    nom: str
    deadline: Deadline


def agenda(desk: Desk, day: date, within: int | None = SOON) -> tuple[Entry, ...]:
    """Those of the next `within` days, today included; all of them where it is None."""
    found = (entry for party in desk.parties for entry in of(party, desk, day))
    kept = (one for one in found if within is None or one.deadline.left(day) <= within)
    return tuple(sorted(kept, key=lambda one: (one.deadline.day, one.slug, one.deadline.code)))


def of(party: Party, desk: Desk, day: date) -> Iterable[Entry]:
    """One commune's, nearest first."""
    convention = on(party, day, desk.commun.lectures)
    if convention is None:
        return ()
    return tuple(
        Entry(slug=party.slug, nom=party.nom, deadline=one)
        for one in deadlines(convention, day, desk.commun.lectures)
    )
