"""The definitive costs of a year, and each user's share of them (art. 4.5, 6 and 10).

« Une mutualisation des coûts entre les différents utilisateurs (commune et besoins propres à la
Métropole) »: the Métropole is one of them. An expense that is for one commune, or for an operation
of some (art. 4.3), is theirs, by their own key. The sum of the shares is the ledger's, to the cent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from factory.convention import money
from factory.convention.common import Commun
from factory.convention.desk import Desk
from factory.convention.ledger import Expense
from factory.convention.lives import in_service
from factory.convention.periods import first_day, last_day
from factory.ground.dates import plain
from factory.tenants.convention import Convention

METROPOLE = ""
"""The slug under which the Métropole stands among the users."""
OWN = "metropole"
"""How the ledger's column « affectation » names it, where nothing means all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one nature of expense came to, and each user's part of it (by slug), tax included.

    `affectation`: whom it is for, where it is not shared by all.
    """

    nature: str
    affectation: str
    lines: tuple[int, ...]
    ht: Decimal
    ttc: Decimal
    shares: dict[str, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """The year's costs. `weights` is each user's part of one in what all share, exact."""

    costs: tuple[Cost, ...]
    weights: dict[str, Fraction]
    key: str
    doubts: tuple[str, ...] = ()

    @property
    def ht(self) -> Decimal:
        return sum((cost.ht for cost in self.costs), money.ZERO)

    @property
    def ttc(self) -> Decimal:
        return sum((cost.ttc for cost in self.costs), money.ZERO)

    @property
    def users(self) -> tuple[str, ...]:
        """All who bear a cost: the Métropole and those in service, then those of an operation."""
        apart = (slug for cost in self.costs for slug in cost.shares)
        return tuple(dict.fromkeys((*self.weights, *apart)))

    def share(self, slug: str) -> Decimal:
        """A user's part of all the costs."""
        return sum((cost.shares.get(slug, money.ZERO) for cost in self.costs), money.ZERO)


def costs(desk: Desk, paid: Sequence[Expense], year: int) -> Costs:
    """A year's expenses by nature and by whom they are for, each shared among those."""
    weights = _weights(desk, year)
    kinds = dict.fromkeys((one.nature, one.affectation) for one in paid)
    return Costs(
        costs=tuple(
            _cost(
                *kind,
                [one for one in paid if (one.nature, one.affectation) == kind],
                _bearers(desk.commun, kind[1]) or weights,
            )
            for kind in sorted(kinds, key=lambda kind: kind[1] != "")
        ),
        weights=weights,
        key=_KEYS[desk.commun.cle_des_couts or "sites"],
        doubts=_doubts(desk.commun),
    )


_KEYS = {
    "sites": "à parts égales entre les sites, selon leurs jours de service",
    "population": "selon la population, et les jours de service",
}


def _weights(desk: Desk, year: int) -> dict[str, Fraction]:
    """Each user's part of one: the Métropole's own first, the rest by days (and inhabitants)."""
    whole = (last_day(year) - first_day(year)).days + 1
    used: dict[str, Fraction] = {}
    for party in desk.parties:
        for convention, first, last in in_service(party, year, desk.commun.lectures):
            days = Fraction((last - first).days + 1, whole) * _size(convention, desk.commun)
            used[party.slug] = used.get(party.slug, Fraction(0)) + days
    total = sum(used.values(), Fraction(0))
    if desk.commun.metropole.part is not None:
        own = Fraction(desk.commun.metropole.part)
    else:
        mean = total / len(used) if used else Fraction(1)
        own = mean / (total + mean) if total + mean else Fraction(1)
    if not total:
        own = Fraction(1)
    rest = {slug: (1 - own) * weight / total for slug, weight in used.items() if total}
    return {METROPOLE: own, **rest}


def _bearers(commun: Commun, affectation: str) -> dict[str, Fraction]:
    """Who bears an expense that is not shared by all, each by its part of one."""
    if affectation == OWN:
        return {METROPOLE: Fraction(1)}
    for operation in commun.operations:
        if plain(operation.numero) == plain(affectation) and operation.communes:
            return {one.commune: Fraction(one.part or 1) for one in operation.communes}
    return {affectation: Fraction(1)} if affectation else {}


def _size(convention: Convention, commun: Commun) -> int:
    if commun.cle_des_couts != "population":
        return 1
    population = convention.annexe_1.population
    return population.nombre if population else 0


def _cost(nature: str, affectation: str, paid: list[Expense], weights: dict[str, Fraction]) -> Cost:
    ttc = sum((one.ttc for one in paid), money.ZERO)
    cents = int(ttc / money.CENT)
    parts = money.shared(abs(cents), list(weights.values()))
    sign = -1 if cents < 0 else 1
    return Cost(
        nature=nature,
        affectation=affectation,
        lines=tuple(one.line for one in paid),
        ht=sum((one.ht for one in paid), money.ZERO),
        ttc=ttc,
        shares={slug: money.euros(sign * part) for slug, part in zip(weights, parts, strict=True)},
    )


def _doubts(commun: Commun) -> tuple[str, ...]:
    found = []
    if commun.cle_des_couts is None:
        found.append(f"Article 6 : clé des coûts partagés : {_KEYS['sites']} (à confirmer).")
    if commun.metropole.part is None:
        found.append("Article 6 : part de la Métropole : celle d’un site moyen (à confirmer).")
    return tuple(found)
