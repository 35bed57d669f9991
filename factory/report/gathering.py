"""The morning's values, gathered: the history, what is online now, the mail that waits."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from factory.archive.history import History
from factory.archive.nights import Night, Outage, Trial, Watched
from factory.build.layout import Layout
from factory.ground.problems import Problem
from factory.report import alerts, concerns
from factory.report.commune_concerns import of_commune, proven
from factory.report.morning import LATE, TREND, Agreements, Concern, Line, Morning, Point
from factory.report.room import Room
from factory.tenants import commune as communes_file
from factory.tenants.folder import Tenant
from factory.tenants.outbox import Outbox
from factory.tenants.settings import Settings

_LARGEST = 1_000_000
"""Bytes of a commune.yaml that are read."""
NONE = Agreements()


def gather(
    settings: Settings,
    history: History,
    tenants: Sequence[Tenant],
    moment: datetime,
    agreements: Agreements = NONE,
    late: timedelta = LATE,
    unsent: tuple[Problem, ...] = (),
    rooms: tuple[Room, ...] = (),
) -> Morning:
    """The morning at `moment`. Nothing is built, and nothing written.

    A night is missing where none has ended for `late`. `unsent`: why letters have not left.
    `rooms`: what is left of the disks.
    """
    nights = history.nights(since=moment - timedelta(days=400))
    night = nights[-1] if nights else None
    ended = max((one for one in nights if one.end), key=_end, default=None)
    backups = bool(settings.sauvegardes.depot)
    outages = tuple(one for one in history.outages(since=moment) if one.end is None)
    desk = _Desk(
        history=history, night=night, outages=outages, agreements=agreements, moment=moment
    )
    lines = [desk.line(tenant) for tenant in tenants]
    names = {line.commune: line.name for line in lines}
    ahead = timedelta(seconds=settings.sonde.certificat)
    sightings = history.sightings()
    waiting = Outbox(settings.memoire).waiting()
    hosts = [
        replace(one, name=names.get(one.commune, ""))
        for one in concerns.of_hosts(_first(outages), sightings, ahead, moment)
    ]
    lines = [_with_concerns(line, hosts, night, backups, moment) for line in lines]
    whole = [
        *concerns.of_nights(night, ended, moment, late),
        *concerns.of_factory(night),
        *concerns.of_settings(backups),
        *concerns.of_rooms(rooms),
        *concerns.of_conventions(agreements.shared),
        *concerns.of_mail(len(waiting), unsent),
        *(one for one in hosts if one.commune not in names),
    ]
    found = [*whole, *(one for line in lines for one in line.concerns)]
    return Morning(
        moment=moment,
        night=night,
        late=concerns.is_late(night, ended, moment, late),
        lines=tuple(sorted(lines, key=lambda line: line.order)),
        concerns=tuple(sorted(found, key=lambda one: one.order)),
        backups=backups,
        outages=outages,
        sightings=sightings,
        ended=night.end - night.start if night and night.end else None,
        last_end=ended.end if ended else None,
        mail=len(waiting),
        states=Counter(line.done.ended for line in lines if line.done and line.tonight),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """What every commune's line is made with."""

    history: History
    night: Night | None
    outages: tuple[Outage, ...]
    agreements: Agreements
    moment: datetime

    def line(self, tenant: Tenant) -> Line:
        """A commune's line, before its concerns."""
        slug, layout = tenant.slug, Layout(tenant.output)
        recent = self.history.of(slug, limit=TREND + 10)
        start, done = recent[-1] if recent else (None, None)
        drill, proof = self.history.last_drill(slug), self.history.last_proof(slug)
        return Line(
            commune=slug,
            name=_name(tenant) or next((one.name for _, one in reversed(recent) if one.name), slug),
            online=bool(layout.online()),
            done=done,
            tonight=self.night is not None and start == self.night.start,
            since=done.since if done else None,
            problems=self.history.problems(start, slug) if start else (),
            trend=tuple(
                Point(night=when, problems=one.erreurs + one.avertissements) for when, one in recent
            ),
            backup=self.history.last_backup(slug),
            restored=drill if proven(drill) else self._good(slug, "drill"),
            drill=drill,
            reversible=proof if proven(proof) else self._good(slug, "proof"),
            proof=proof,
            alerts=alerts.online(layout.public),
            deadlines=tuple(self.agreements.days.get(slug, ())),
            to_mend=self.agreements.to_mend.get(slug, ()),
            outages=tuple(one for one in self.outages if one.commune == slug),
        )

    def _good(self, slug: str, what: str) -> Trial | None:
        """The last trial that went well, where a later one failed: all nights are read."""
        found: list[Trial | None] = [getattr(one, what) for _, one in self.history.of(slug)]
        return next((one for one in reversed(found) if one is not None and proven(one)), None)


def _name(tenant: Tenant) -> str:
    """As its commune.yaml says; empty where that does not read."""
    try:
        with (tenant.folder / communes_file.FILE).open("rb") as file:
            known = communes_file.read(file.read(_LARGEST)).value
    except OSError:
        return ""
    return known.nom if known else ""


def _with_concerns(
    line: Line, hosts: Sequence[Concern], night: Night | None, backups: bool, moment: datetime
) -> Line:
    own = (*(one for one in hosts if one.commune == line.commune),)
    found = (*of_commune(line, night, backups, moment), *own)
    return replace(line, concerns=tuple(sorted(found, key=lambda one: one.gravity)))


def _first(outages: Sequence[Outage]) -> tuple[Outage, ...]:
    """One a host: its name first, without which nothing else can be seen, then its certificate."""
    rank = {Watched.DNS: 0, Watched.CERTIFICAT: 1, Watched.HTTP: 2}
    found: dict[str, Outage] = {}
    for outage in sorted(outages, key=lambda one: (one.host, rank[one.watched])):
        found.setdefault(outage.host, outage)
    return tuple(found.values())


def _end(night: Night) -> datetime:
    return night.end or datetime.min.replace(tzinfo=UTC)
