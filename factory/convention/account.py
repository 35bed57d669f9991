"""The yearly account (art. 4.5 and 10): what was paid, due, done and asked for, for a year.

Only the ledger and the requests are entered; the rest is the factory's own history.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from factory.archive.history import FILE, History
from factory.convention import money
from factory.convention.common import Comite, Commun
from factory.convention.costs import Costs, costs
from factory.convention.desk import Desk, Party
from factory.convention.fees import Fees, Status
from factory.convention.ledger import Expense, expenses
from factory.convention.lives import due, in_service
from factory.convention.operations import Share, of_year
from factory.convention.periods import first_day, last_day
from factory.convention.requests import Request, of, requests
from factory.convention.running import Availability, Running, own_sites, running
from factory.ground.dates import plain
from factory.ground.moment import wall
from factory.ground.problems import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class CommuneAccount:
    """One commune's year. `running` is None where it was not in service, or nothing is known.

    `spans`: first and last days of service; two where it left and came back within the year.
    """

    slug: str
    nom: str
    fees: Fees
    operations: tuple[Share, ...]
    requests: tuple[Request, ...]
    spans: tuple[tuple[date, date], ...]
    running: Running | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The year of all. `own` is the Métropole's own sites' and `own_requests` its users'.

    `evolutions`: what the committee has to examine, those that it put off in earlier years too.
    `gaps`: operations whose cost is not what the ledger holds for them. `until`: the day that it
    was drawn, where the year was not over: its figures are not definitive then.
    """

    year: int
    until: date | None
    paid: tuple[Expense, ...]
    costs: Costs
    communes: tuple[CommuneAccount, ...]
    own: Availability | None
    own_requests: tuple[Request, ...]
    committee: Comite | None
    evolutions: tuple[Request, ...]
    gaps: tuple[str, ...]

    def of(self, slug: str) -> CommuneAccount:
        """Raises KeyError where that commune has no account."""
        return {one.slug: one for one in self.communes}[slug]

    @property
    def due(self) -> tuple[CommuneAccount, ...]:
        """Those whose year is charged; the others are named beside the totals."""
        return tuple(one for one in self.communes if one.fees.status is Status.DUE)


def account(desk: Desk, year: int, now: datetime) -> Account:
    """The account of a year, as far as `now`.

    Raises UsageError where a ledger is wrong, or where a convention cannot be read: the shares of
    all the others would be false.
    """
    if desk.unread:
        raise UsageError(*desk.unread)
    paid = expenses(desk.ledger, desk.assigned)
    asked = requests(desk.requests, desk.evolutions, desk.named)
    memory = desk.settings.memoire
    if not (memory / FILE).exists():
        return _account(desk, year, now, paid, asked, None)
    with History(memory) as history:
        return _account(desk, year, now, paid, asked, history)


def _account(
    desk: Desk,
    year: int,
    now: datetime,
    paid: Sequence[Expense],
    asked: Sequence[Request],
    history: History | None,
) -> Account:
    committees = {one.annee: one for one in desk.commun.comites}
    this_year = [one for one in asked if wall(one.opened).year == year]
    spent = [one for one in paid if one.date.year == year]
    return Account(
        year=year,
        until=drawn if (drawn := _day(now)) < last_day(year) else None,
        paid=tuple(spent),
        costs=costs(desk, spent, year),
        communes=tuple(
            _commune(party, charge, desk, year, now, this_year, history)
            for party in desk.parties
            if (charge := due(party, year, desk.commun.lectures)) is not None
        ),
        own=_own(desk, year, now, history) if history else None,
        own_requests=of(this_year, ""),
        committee=committees.get(year),
        evolutions=tuple(_to_examine(desk.commun, asked, year)),
        gaps=tuple(_gaps(desk.commun, paid, year)),
    )


def _day(now: datetime) -> date:
    """The day that ends, or goes on, at an instant."""
    return wall(now - timedelta(seconds=1)).date()


def _to_examine(commun: Commun, asked: Sequence[Request], year: int) -> Iterator[Request]:
    """Asked for by the end of the year; not yet retained nor refused by an earlier committee."""
    earlier = (one for committee in commun.comites if committee.annee < year
               for one in committee.decisions)  # fmt: skip
    settled = {
        one.demande
        for one in earlier
        if one.demande and one.avis and not plain(one.avis).startswith("differ")
    }
    for one in asked:
        if one.evolution and wall(one.opened).year <= year and not settled & {one.numero, one.also}:
            yield one


def _gaps(commun: Commun, paid: Sequence[Expense], year: int) -> Iterator[str]:
    """An operation seen done this year, whose expenses in the ledger are not the cost charged."""
    for one in commun.operations:
        spent = [line.ttc for line in paid if line.affectation == one.numero]
        seen = one.constat_le is not None and one.constat_le.year == year
        if seen and one.cout is not None and spent and sum(spent) != one.cout:
            yield (
                f"Opération {one.numero} : coût engagé {money.in_euros(one.cout)}, dépenses "
                f"affectées {money.in_euros(sum(spent, money.ZERO))} (article 6)."
            )


def _own(desk: Desk, year: int, now: datetime, history: History) -> Availability:
    sites = len(desk.commun.metropole.sites)
    return own_sites(history, sites, first_day(year), last_day(year), now)


def _commune(
    party: Party,
    charge: Fees,
    desk: Desk,
    year: int,
    now: datetime,
    asked: Sequence[Request],
    history: History | None,
) -> CommuneAccount:
    served = in_service(party, year, desk.commun.lectures)
    spans = tuple((first, last) for _, first, last in served)
    return CommuneAccount(
        slug=party.slug,
        nom=party.nom,
        fees=charge,
        operations=of_year(desk.commun.operations, party.slug, year),
        requests=of(asked, party.slug),
        spans=spans,
        running=running(history, party.slug, spans, now) if history and spans else None,
    )
