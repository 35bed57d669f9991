"""What operators read of the night: composed here from the history, the sites, the conventions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from factory.convention import page
from factory.convention.deadlines import Deadline, deadlines
from factory.convention.desk import Desk, open_desk
from factory.convention.papers import overview
from factory.ground.files import write_whole
from factory.ground.moment import PARIS
from factory.ground.problems import Problem, UsageError
from factory.report import reporting
from factory.report.morning import Morning
from factory.report.publishing import CONVENTIONS, FOLDER
from factory.tenants.folder import Tenant
from factory.tenants.settings import Settings


@dataclass(frozen=True, slots=True)
class _Days:
    """The days that near in each commune's convention."""

    desk: Desk | None
    now: datetime

    def __call__(self, tenant: Tenant) -> tuple[Deadline, ...]:
        if self.desk is None:
            return ()
        try:
            party = self.desk.party(tenant.slug)
        except KeyError:
            return ()
        if party.convention is None:
            return ()
        return deadlines(party.convention, self.now.date(), self.desk.commun.lectures)


def report(settings: Settings, night: datetime) -> tuple[Problem, ...]:
    """The morning page and the letters, once a night has ended; what was not well."""
    now = datetime.now(PARIS)
    days, faults = _days(settings, now)
    told = reporting.after_night(settings, now, days)
    _conventions(settings, days)
    return faults + told


def refresh(settings: Settings, moment: datetime) -> tuple[Morning, Path]:
    """The morning page as things stand; nobody is written to."""
    days, _ = _days(settings, moment)
    found = reporting.refresh(settings, moment, days)
    _conventions(settings, days)
    return found


def watch(
    settings: Settings, moment: datetime, late: timedelta
) -> tuple[Morning, tuple[Problem, ...]]:
    """Whether a night is missing: the operators are then told."""
    return reporting.watch(settings, moment, late, _days(settings, moment)[0])


def _days(settings: Settings, now: datetime) -> tuple[_Days, tuple[Problem, ...]]:
    """The conventions' days, and why there are none, where a shared file is broken."""
    try:
        return _Days(open_desk(settings, now.date()), now), ()
    except UsageError as fault:
        return _Days(None, now), fault.problems


def _conventions(settings: Settings, days: _Days) -> None:
    """The table of all conventions, beside the morning page, which links to it."""
    if days.desk is not None:
        told = page.html(overview.every(days.desk, days.now.date()))
        folder = settings.sortie / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / CONVENTIONS, told.encode())
