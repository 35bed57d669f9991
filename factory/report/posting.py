"""Who is written to, and when: the operators each night, a commune's référent once a week.

memoire/courrier/envois.json    the day of each commune's last letter, and of the last watch
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from factory.ground import mail
from factory.ground.files import write_whole
from factory.ground.problems import Problem
from factory.ground.written import Written, written
from factory.report import letters
from factory.report.morning import Morning
from factory.tenants import convention as conventions
from factory.tenants.folder import Tenant
from factory.tenants.outbox import FOLDER, Outbox
from factory.tenants.roles import holder
from factory.tenants.settings import Settings

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What was written and when: a letter that is owed is not written twice."""

    communes: dict[str, date] = field(default_factory=dict)
    night: datetime | None = None
    """The start of the last night that operators were told of."""
    watch: datetime | None = None
    """When the operators were last told that a night is missing."""


_POSTED: Written[Posted] = Written(Posted)


def of_night(settings: Settings, tenants: Sequence[Tenant], morning: Morning) -> None:
    """Put the night's letters in the outbox; nothing where no mail server is named."""
    if not mail.ready(settings.courriel):
        return
    box, memory = Outbox(settings.memoire), settings.memoire
    posted = read(memory)
    start = morning.night.start if morning.night else None
    if start is None or posted.night != start:  # a night that is completed is not told again
        where = settings.sortie / "rapport" / "index.html"
        for letter in letters.to_operators(morning, settings.courriel, where):
            box.put(letter, morning.moment)
        posted = replace(posted, night=start)
        write(memory, posted)
    monday = week(settings.courriel.communes, morning.moment.date())
    if monday is None:
        return
    due = {t.slug: t for t in tenants if posted.communes.get(t.slug, date.min) < monday}
    for line in morning.lines:
        address = _referent(due[line.commune], morning.moment.date()) if line.commune in due else ""
        if not address:
            continue
        assistance = settings.metropole.assistance
        told = letters.to_referent(line, address, assistance, morning.moment)
        if told is not None:
            box.put(told, morning.moment, line.commune)
    known = {tenant.slug for tenant in tenants}
    sent = {slug: day for slug, day in posted.communes.items() if slug in known}
    sent |= dict.fromkeys(due, morning.moment.date())
    write(memory, replace(posted, communes=sent))


def send(settings: Settings, moment: datetime) -> tuple[Problem, ...]:
    """Send what waits. What could not be sent is told, and waits for the next night."""
    if not mail.ready(settings.courriel):
        return ()
    return Outbox(settings.memoire).send(settings.courriel, moment)


def week(day: str, today: date) -> date | None:
    """The last of these days, today included; None where the communes are not written to."""
    if day not in DAYS:
        return None
    return today - timedelta(days=(today.weekday() - DAYS.index(day)) % 7)


def read(memory: Path) -> Posted:
    try:
        return _POSTED.read((memory / FOLDER / "envois.json").read_bytes())
    except (FileNotFoundError, ValueError):
        return Posted()


def write(memory: Path, posted: Posted) -> None:
    (memory / FOLDER).mkdir(parents=True, exist_ok=True, mode=0o700)
    write_whole(memory / FOLDER / "envois.json", written(posted), 0o600)


def _referent(tenant: Tenant, day: date) -> str:
    """The address of the commune's référent on that day; empty where none is known."""
    try:
        data = (tenant.folder / conventions.FILE).read_bytes()
    except OSError:
        return ""
    known = conventions.read(data).value
    found = holder(known.contacts.referent, day) if known else None
    return found.courriel if found else ""
