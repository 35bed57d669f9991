"""What operators read of the night: composed here from the history, the sites, the conventions."""

from dataclasses import dataclass
from datetime import datetime

from factory.archive.history import History
from factory.convention.deadlines import Deadline, deadlines
from factory.convention.desk import Desk, open_desk
from factory.ground.moment import PARIS
from factory.ground.problems import Problem, UsageError
from factory.report import publishing
from factory.report.gathering import gather
from factory.report.morning import Morning
from factory.tenants import folder
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


def morning(settings: Settings, now: datetime) -> tuple[Morning, tuple[Problem, ...]]:
    """The morning at `now`, and why the conventions' days are not in it, if they are not."""
    faults: tuple[Problem, ...] = ()
    desk = None
    try:
        desk = open_desk(settings, now.date())
    except UsageError as fault:
        faults = fault.problems
    tenants = folder.communes(settings).tenants
    with History(settings.memoire) as history:
        return gather(settings, history, tenants, now, _Days(desk, now)), faults


def write(settings: Settings, night: datetime) -> tuple[Problem, ...]:
    """Write the morning page and its companions; what was not well."""
    found, faults = morning(settings, datetime.now(PARIS))
    publishing.write(settings.sortie, found)
    return faults
