"""The yearly account (art. 4.5 and 10): what was paid, due, done and asked for, for a year.

Only the ledger and the help desk's requests are entered; the rest is the factory's own history.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from factory.archive.history import FILE, History
from factory.convention.common import Comite
from factory.convention.costs import Costs, costs, in_service
from factory.convention.desk import Desk, Party
from factory.convention.fees import Fees, Status, fees
from factory.convention.ledger import Expense, Request, expenses, requests
from factory.convention.operations import Share, of_year
from factory.convention.periods import first_day, last_day
from factory.convention.running import Availability, Running, own_sites, running


@dataclass(frozen=True, slots=True, kw_only=True)
class CommuneAccount:
    """One commune's year. `running` is None where it was not in service, or nothing is known."""

    slug: str
    nom: str
    fees: Fees
    operations: tuple[Share, ...]
    requests: tuple[Request, ...]
    span: tuple[date, date] | None
    running: Running | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The year of all. `own` is the Métropole's own sites' and `own_requests` its users'."""

    year: int
    paid: tuple[Expense, ...]
    costs: Costs
    communes: tuple[CommuneAccount, ...]
    own: Availability | None
    own_requests: tuple[Request, ...]
    committee: Comite | None

    def of(self, slug: str) -> CommuneAccount:
        """Raises KeyError where that commune has no account."""
        return {one.slug: one for one in self.communes}[slug]

    @property
    def due(self) -> tuple[CommuneAccount, ...]:
        """Those whose year is charged; the others are named beside the totals."""
        return tuple(one for one in self.communes if one.fees.status is Status.DUE)


def account(desk: Desk, year: int, now: datetime) -> Account:
    """The account of a year, as far as `now`. Raises UsageError where a ledger is wrong."""
    paid = expenses(desk.ledger, year)
    asked = requests(desk.requests, year)
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
    return Account(
        year=year,
        paid=tuple(paid),
        costs=costs(desk, paid, year),
        communes=tuple(
            _commune(party, desk, year, now, asked, history)
            for party in desk.parties
            if party.convention is not None
        ),
        own=_own(desk, year, now, history) if history else None,
        own_requests=tuple(one for one in asked if not one.commune),
        committee=committees.get(year),
    )


def _own(desk: Desk, year: int, now: datetime, history: History) -> Availability:
    sites = len(desk.commun.metropole.sites)
    return own_sites(history, sites, first_day(year), last_day(year), now)


def _commune(
    party: Party,
    desk: Desk,
    year: int,
    now: datetime,
    asked: Sequence[Request],
    history: History | None,
) -> CommuneAccount:
    assert party.convention is not None
    span = in_service(party, desk, year)
    return CommuneAccount(
        slug=party.slug,
        nom=party.nom,
        fees=fees(party.convention, year, desk.commun.lectures),
        operations=of_year(desk.commun.operations, party.slug, year),
        requests=tuple(one for one in asked if one.commune in (party.slug, party.nom)),
        span=span,
        running=running(history, party.slug, *span, now) if history and span else None,
    )
