"""How the service ran for a commune in a year, from the factory's history: nothing is entered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from factory.archive.history import History
from factory.archive.nights import CommuneNight, Outage, Verdict
from factory.ground.moment import opening


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """Time without service: `observed` seconds looked at, `down` of them; each outage's length."""

    observed: int
    down: int
    lengths: tuple[int, ...] = ()

    @property
    def rate(self) -> float | None:
        """Of one; None where nothing was observed."""
        return 1 - self.down / self.observed if self.observed else None

    @property
    def mean(self) -> int | None:
        """Seconds to restore the service, on average; None without an outage."""
        return round(sum(self.lengths) / len(self.lengths)) if self.lengths else None

    @property
    def longest(self) -> int | None:
        return max(self.lengths, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """Where a month left a commune: its last night."""

    month: int
    pages: int
    octets: int
    errors: int
    warnings: int
    grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A commune's year. Nights by how they ended; what was saved, restored and proven."""

    nights: int
    good: int
    reserved: int
    failed: int
    publications: int
    backed_up: int
    last_backup: datetime | None
    drills: int
    drills_good: int
    last_drill: datetime | None
    proofs: int
    proofs_good: int
    last_proof: datetime | None
    months: tuple[Month, ...]
    availability: Availability
    outages: tuple[Outage, ...]


Span = tuple[date, date]
"""First and last day, both included."""


def running(history: History, slug: str, spans: Sequence[Span], now: datetime) -> Running:
    """Over days of service, and not after `now`."""
    bounds = [(opening(first), min(_after(last), now)) for first, last in spans]
    told = [night for since, until in bounds for night in history.of(slug, since, until)]
    nights = [night for _, night in told]
    backups = [copy.moment for night in nights for copy in night.backups]
    drills = [night.drill for night in nights if night.drill]
    proofs = [night.proof for night in nights if night.proof]
    outages = [history.outages(since, until, slug) for since, until in bounds]
    watched = [
        availability(seen, since, until)
        for seen, (since, until) in zip(outages, bounds, strict=True)
    ]
    return Running(
        nights=len(nights),
        good=sum(night.code == 0 for night in nights),
        reserved=sum(night.code == 1 for night in nights),
        failed=sum(night.code > 1 for night in nights),
        publications=sum(len(history.publications(slug, *bound)) for bound in bounds),
        backed_up=sum(bool(night.backups) for night in nights),
        last_backup=max(backups, default=None),
        drills=len(drills),
        drills_good=sum(one.verdict is not Verdict.ECHEC for one in drills),
        last_drill=_last(one.moment for one in drills if one.verdict is not Verdict.ECHEC),
        proofs=len(proofs),
        proofs_good=sum(one.verdict is Verdict.PROUVEE for one in proofs),
        last_proof=_last(one.moment for one in proofs if one.verdict is Verdict.PROUVEE),
        months=_months(told),
        availability=Availability(
            observed=sum(one.observed for one in watched),
            down=sum(one.down for one in watched),
            lengths=tuple(length for one in watched for length in one.lengths),
        ),
        outages=tuple(outage for seen in outages for outage in seen),
    )


def own_sites(history: History, sites: int, first: date, last: date, now: datetime) -> Availability:
    """The Métropole's own sites, together: the same guarantee of restoration (art. 4.6 and 5)."""
    since, until = opening(first), min(_after(last), now)
    return availability(history.outages(since, until, ""), since, until, sites)


def availability(
    outages: Sequence[Outage], since: datetime, until: datetime, hosts: int | None = None
) -> Availability:
    """Outages that overlap are one. A commune's site is down when any of its hosts is; of several
    sites (`hosts`), each is looked at for itself.
    """
    if until <= since:
        return Availability(observed=0, down=0)
    seen = dict.fromkeys(one.host if hosts is not None else "" for one in outages)
    lengths: list[int] = []
    for host in seen:
        merged: list[tuple[datetime, datetime]] = []
        for start, end in sorted(
            (max(one.start, since), min(one.end or until, until))
            for one in outages
            if hosts is None or one.host == host
        ):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        lengths += [_seconds(end - start) for start, end in merged]
    watched = max(hosts or 1, len(seen))
    return Availability(
        observed=_seconds(until - since) * watched, down=sum(lengths), lengths=tuple(lengths)
    )


def _months(told: Iterable[tuple[datetime, CommuneNight]]) -> tuple[Month, ...]:
    """The last night of each month, in order."""
    kept = {start.month: night for start, night in told}
    return tuple(
        Month(
            month=month,
            pages=night.pages,
            octets=night.octets,
            errors=night.erreurs,
            warnings=night.avertissements,
            grade=night.ecoindex,
        )
        for month, night in sorted(kept.items())
    )


def _after(last: date) -> datetime:
    """The instant at which a day is over."""
    return opening(last + timedelta(days=1))


def _last(moments: Iterable[datetime]) -> datetime | None:
    return max(moments, default=None)


def _seconds(span: timedelta) -> int:
    return int(span.total_seconds())
