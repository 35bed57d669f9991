"""What operators read of the night: composed here from the history, the sites, the conventions."""

from datetime import datetime, timedelta
from pathlib import Path

from factory.convention import mending, page
from factory.convention.deadlines import deadlines
from factory.convention.desk import Desk, open_desk
from factory.convention.papers import overview
from factory.ground.files import write_whole
from factory.ground.moment import PARIS
from factory.ground.problems import Problem, UsageError
from factory.report import reporting
from factory.report.morning import Agreements, Morning
from factory.report.publishing import CONVENTIONS, FOLDER
from factory.tenants.settings import Settings


def report(settings: Settings, night: datetime) -> tuple[Problem, ...]:
    """The morning page and the letters, once a night has ended; what was not well."""
    now = datetime.now(PARIS)
    desk, known = _known(settings, now)
    told = reporting.after_night(settings, now, known)
    _conventions(settings, desk, now)
    return (*known.shared, *told)


def refresh(settings: Settings, moment: datetime) -> tuple[Morning, Path]:
    """The morning page as things stand; nobody is written to."""
    desk, known = _known(settings, moment)
    found = reporting.refresh(settings, moment, known)
    _conventions(settings, desk, moment)
    return found


def watch(
    settings: Settings, moment: datetime, late: timedelta
) -> tuple[Morning, tuple[Problem, ...]]:
    """Whether a night is missing: the operators are then told."""
    return reporting.watch(settings, moment, late, _known(settings, moment)[1])


def _known(settings: Settings, now: datetime) -> tuple[Desk | None, Agreements]:
    """The conventions, and what of them is told; no desk where a shared file is broken."""
    today = now.date()
    try:
        desk = open_desk(settings, today)
    except UsageError as fault:
        return None, Agreements(shared=fault.problems)
    days = {
        party.slug: deadlines(party.convention, today, desk.commun.lectures)
        for party in desk.parties
        if party.convention is not None
    }
    found = mending.of(desk)
    return desk, Agreements(days=days, to_mend=found.communes, shared=found.shared)


def _conventions(settings: Settings, desk: Desk | None, now: datetime) -> None:
    """The table of all conventions, beside the morning page, which links to it."""
    if desk is not None:
        told = page.html(overview.every(desk, now.date()))
        folder = settings.sortie / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / CONVENTIONS, told.encode())
