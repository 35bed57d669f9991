"""What is due and who shares what, worked out by somebody who does not read the code.

No room of the factory is imported: YAML as texts, days counted one by one.
"""

import calendar
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip


def day(text: str) -> date:
    """« 1er septembre 2026 », « 15/01/2027 », « 2027-03-31 »."""
    if "-" in text:
        return date.fromisoformat(text)
    if "/" in text:
        return datetime.strptime(text, "%d/%m/%Y").date()
    number, month, year = text.replace("1er ", "1 ").split()
    return date(int(year), MONTHS.index(month) + 1, int(number))


def money(text: Any) -> Fraction:
    return Fraction(str(text).replace(" ", "").replace("€", "").replace(",", "."))


def cents(exact: Fraction) -> Decimal:
    """Half a cent up: a thousand digits decide."""
    whole = Decimal(exact.numerator * 10**40 // exact.denominator).scaleb(-40)
    return whole.quantize(Decimal("0.01"), ROUND_HALF_UP)


def days(year: int) -> list[date]:
    length = 366 if calendar.isleap(year) else 365
    return [date(year, 1, 1) + timedelta(days=rank) for rank in range(length)]


def served(agreed: Any, year: int, end: date | None = None) -> list[date]:
    """The days on which the site is in service."""
    start = day(agreed["dates"]["mise_en_service"])
    return [one for one in days(year) if start <= one and (end is None or one <= end)]


def due(agreed: Any, year: int, end: date | None = None) -> dict[str, Any]:
    """What is owed: each day by the grid that is then in force; the last year is due whole."""
    if end is not None and end.year < year:
        return {}
    start = day(agreed["dates"]["mise_en_service"])
    counted = Counter(_grid(agreed, one) for one in served(agreed, year))
    columns: dict[str, Fraction] = {}
    for rank, number in counted.items():
        annex = agreed["annexe_1"] if rank < 0 else agreed["avenants"][rank]["annexe_1"]
        people = annex["population"]
        head = people["nombre"] if isinstance(people, dict) else people
        amounts = {
            "fixe": money(annex["fixe"]),
            "proportionnel": money(annex["proportionnel"]) * money(head),
        }
        amounts |= {one["nom"]: money(one["montant"]) for one in annex.get("options", [])}
        for name, amount in amounts.items():
            part = amount * Fraction(number, len(days(year)))
            columns[name] = columns.get(name, Fraction(0)) + part
    setup = cents(money(agreed["annexe_1"]["setup"])) if start.year == year else Decimal("0.00")
    lines = [cents(amount) for amount in columns.values()]
    recurring = sum(lines, Decimal("0.00"))
    half = (recurring / 2).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return {
        "lignes": [*([setup] if setup else []), *lines],
        "setup": setup,
        "recurrent": recurring,
        "investissement": setup + half,
        "fonctionnement": recurring - half,
        "total": setup + recurring,
    }


def _grid(agreed: Any, on: date) -> int:
    """The rank of the last notified amendment whose effect has begun; -1 for annex 1."""
    found = [
        (day(one.get("effet") or one["notifie_le"]), rank)
        for rank, one in enumerate(agreed.get("avenants", []))
        if one.get("notifie_le") and "annexe_1" in one
    ]
    return max(((start, rank) for start, rank in found if start <= on), default=(on, -1))[1]


def shared(total: Decimal, parts: dict[str, Fraction]) -> dict[str, Decimal]:
    """Cent by cent, to whoever is furthest below its part, once each has its whole cents."""
    given = {
        who: Decimal(int(part * Fraction(abs(total)) * 100)) / 100 for who, part in parts.items()
    }
    while sum(given.values()) < abs(total):
        late = max(parts, key=lambda who: parts[who] * Fraction(abs(total)) - Fraction(given[who]))
        given[late] += Decimal("0.01")
    return {who: amount.copy_sign(total) for who, amount in given.items()}


def weights(
    agreed: dict[str, Any],
    year: int,
    own: Fraction | None = None,
    ends: Mapping[str, date | None] = MappingProxyType({}),
) -> dict[str, Fraction]:
    """The Métropole's part (a mean site's where none is said), and each commune's by its days."""
    used = {slug: len(served(one, year, ends.get(slug))) for slug, one in agreed.items()}
    used = {slug: count for slug, count in used.items() if count}
    own = Fraction(1, len(used) + 1) if own is None or not used else own
    rest = {slug: (1 - own) * Fraction(count, sum(used.values())) for slug, count in used.items()}
    return {"métropole": own, **rest}
