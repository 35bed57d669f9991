"""The columns of annex 1, priced: the setup once, and each recurring column by its days."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from factory.convention import grids, money
from factory.convention.grids import Period, in_force
from factory.convention.periods import DAY, days, days_of, last_day
from factory.convention.readings import Lectures
from factory.ground.french.counts import number
from factory.tenants.convention import Convention

QUOTE = "sur devis"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One amount due, how it was obtained, and by which article."""

    code: str
    title: str
    formula: str
    article: str
    amount: Decimal
    tax: Decimal = money.ZERO

    @property
    def due(self) -> Decimal:
        return self.amount + self.tax


class Missing(Exception):
    """An amount that annex 1 does not give, or a tax without its rate."""


def setup(convention: Convention, day: date, lectures: Lectures) -> Line:
    """6. Due once, whole unless the parties read the prorata otherwise."""
    [period] = in_force(convention, day, day, lectures)
    if period.grid is None:
        raise Missing(QUOTE)
    written = period.grid.setup
    if written is None:
        raise Missing("la mise en œuvre (« setup ») manque dans l’annexe 1")
    exact, formula = Fraction(written), money.written(written)
    if lectures.setup_prorata:
        first = day + DAY if lectures.decompte == "jour exclu" else day
        count, whole = days(first, last_day(day.year), lectures), days_of(day.year, lectures)
        exact, formula = exact * Fraction(count, whole), f"{formula} × {count}/{whole}"
    return _line("setup", "Mise en œuvre (« setup »)", formula, money.rounded(exact), lectures)


def recurring(periods: tuple[Period, ...], lectures: Lectures) -> tuple[Line, ...]:
    """3 and 5. Each column: its amounts by the days they were in force, rounded once."""
    year = days_of(periods[0].first.year, lectures)
    columns: dict[str, tuple[str, list[tuple[Fraction, int, str]]]] = {}
    for period in periods:
        if period.grid is None:
            raise Missing(QUOTE)
        count = days(period.first, period.last, lectures)
        for code, title in (("fixe", "Coût fixe"), ("proportionnel", "Coût proportionnel")):
            annual = grids.amount(period, code)
            if annual is None:
                raise Missing(_absent(period, code))
            columns.setdefault(code, (title, []))[1].append(
                (annual, count, _written(period, code, annual))
            )
        for option in period.grid.options:
            if option.montant is None:
                raise Missing(f"le montant de l’option « {option.nom} » manque dans l’annexe 1")
            first, last = grids.option_days(option, period, lectures)
            columns.setdefault(f"option:{option.nom}", (f"Option « {option.nom} »", []))[1].append(
                (
                    Fraction(option.montant),
                    days(first, last, lectures),
                    money.written(option.montant),
                )
            )
    exact = [
        sum((part * Fraction(count, year) for part, count, _ in parts), Fraction(0))
        for _, parts in columns.values()
    ]
    amounts = [money.cents(one) for one in exact]
    if lectures.arrondi == "total":
        amounts = money.shared(money.cents(sum(exact, Fraction(0))), exact)
    return tuple(
        _line(code, title, _formula(parts, year), money.euros(amount), lectures)
        for (code, (title, parts)), amount in zip(columns.items(), amounts, strict=True)
    )


def _line(code: str, title: str, formula: str, amount: Decimal, lectures: Lectures) -> Line:
    tax = money.ZERO
    if lectures.montants == "HT":
        if lectures.taux_tva is None:
            raise Missing("les montants sont hors taxes et le taux de TVA manque")
        tax = money.rounded(Fraction(amount) * Fraction(lectures.taux_tva) / 100)
    return Line(
        code=code, title=title, formula=formula, article="article 6, annexe 1", amount=amount,
        tax=tax,
    )  # fmt: skip


def _formula(parts: list[tuple[Fraction, int, str]], year: int) -> str:
    """« 600,00 × 106/365 »; several periods are added; a whole year is the amount itself."""
    said = [
        text if count == year else f"{text} × {count}/{year}" for _, count, text in parts if count
    ]
    return " + ".join(said) or "0,00"


def _written(period: Period, code: str, annual: Fraction) -> str:
    grid, population = period.grid, period.population
    if code == "proportionnel" and grid and grid.proportionnel and population:
        inhabitants = number(population.nombre)
        return f"{money.written(grid.proportionnel)} × {inhabitants} habitants"
    return money.written(grid.fixe if code == "fixe" and grid and grid.fixe else Decimal(0))


def _absent(period: Period, code: str) -> str:
    if code == "fixe":
        return "le coût fixe manque dans l’annexe 1"
    if period.grid is not None and period.grid.proportionnel is None:
        return "le coût proportionnel manque dans l’annexe 1"
    return "la population manque dans l’annexe 1"
