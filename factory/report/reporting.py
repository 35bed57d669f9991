"""The report, composed: gathered, written, sent; after a night, or because one is missing."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from factory.archive.history import History
from factory.ground import mail
from factory.ground.problems import Problem
from factory.report import letters, posting, publishing, room
from factory.report.gathering import NONE, gather
from factory.report.morning import LATE, Agreements, Morning
from factory.tenants import folder
from factory.tenants.outbox import Outbox
from factory.tenants.settings import Settings

AGAIN = timedelta(hours=24)
"""Operators are told that a night is missing once a day, however often it is looked for."""


def refresh(
    settings: Settings,
    moment: datetime,
    agreements: Agreements = NONE,
    late: timedelta = LATE,
    unsent: tuple[Problem, ...] = (),
) -> tuple[Morning, Path]:
    """Write the morning page as things stand; nobody is written to."""
    tenants = folder.communes(settings).tenants
    with History(settings.memoire) as history:
        morning = gather(
            settings, history, tenants, moment, agreements, late, unsent, room.left(settings)
        )
    return morning, publishing.write(settings.sortie, morning)


def after_night(
    settings: Settings, moment: datetime, agreements: Agreements = NONE
) -> tuple[Problem, ...]:
    """The report of the night that has ended, and its letters. What could not be sent is told."""
    morning, _ = refresh(settings, moment, agreements)
    posting.of_night(settings, folder.communes(settings).tenants, morning)
    problems = posting.send(settings, moment)
    if problems:
        refresh(settings, moment, agreements, unsent=problems)
    return problems


def watch(
    settings: Settings, moment: datetime, late: timedelta, agreements: Agreements = NONE
) -> tuple[Morning, tuple[Problem, ...]]:
    """Look whether a night is missing; if so, the page says it, and the operators are written to.

    What could not be sent is told: it waits, like every letter.
    """
    morning, page = refresh(settings, moment, agreements, late)
    if not morning.late or not mail.ready(settings.courriel):
        return morning, ()
    posted = posting.read(settings.memoire)
    if posted.watch is None or moment - posted.watch >= AGAIN:
        for letter in letters.to_operators(morning, settings.courriel, page):
            Outbox(settings.memoire).put(letter, moment)
        posting.write(settings.memoire, replace(posted, watch=moment))
    return morning, posting.send(settings, moment)
