"""What a commune owes for a year: article 6 and annex 1, line by line.

The whole is exact: fractions of a euro, each recurring column rounded to the cent once. Numbers in
comments are the steps of the algorithm that `docs/convention.md` explains.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from factory.convention import columns, money
from factory.convention.columns import Line, Missing
from factory.convention.grids import Period, in_force
from factory.convention.life import ending
from factory.convention.periods import DAY, days, days_of, first_day, last_day
from factory.convention.readings import Lectures, Ouverte
from factory.ground.dates import in_words
from factory.tenants.annex import QUOTE_ABOVE
from factory.tenants.convention import Convention


class Status(StrEnum):
    """Whether a year can be charged."""

    DUE = "due"
    NULLE = "rien n’est dû"
    DEVIS = columns.QUOTE
    """Above 100,000 inhabitants without an accepted quote: outside the totals, and named."""
    INCOMPLETE = "à compléter"
    """An amount of annex 1 is missing: outside the totals, and named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fees:
    """A year's charge. Amounts in euros; `first` and `last` bound the days that are charged."""

    year: int
    status: Status
    why: str = ""
    annex: str = ""
    first: date | None = None
    last: date | None = None
    prorata: str = ""
    setup: tuple[Line, ...] = ()
    recurring: tuple[Line, ...] = ()
    investment: Decimal = money.ZERO
    operation: Decimal = money.ZERO
    open: tuple[Ouverte, ...] = ()

    @property
    def setup_due(self) -> Decimal:
        return sum((line.due for line in self.setup), money.ZERO)

    @property
    def recurring_due(self) -> Decimal:
        return sum((line.due for line in self.recurring), money.ZERO)

    @property
    def total(self) -> Decimal:
        return self.setup_due + self.recurring_due


def fees(convention: Convention, year: int, lectures: Lectures) -> Fees:
    """What is due for a civil year."""
    window = _window(convention, year, lectures)
    bought = _bought(convention, lectures)
    setup_year = bought is not None and bought.year == year
    if isinstance(window, str) and not setup_year:
        return Fees(
            year=year,
            status=Status.NULLE,
            why=window,
            open=lectures.open(*_ends_otherwise(convention, year, lectures)),
        )
    try:
        return _charged(convention, year, window, bought if setup_year else None, lectures)
    except Missing as missing:
        status = Status.DEVIS if str(missing) == Status.DEVIS else Status.INCOMPLETE
        return Fees(year=year, status=status, why=str(missing))


def _window(convention: Convention, year: int, lectures: Lectures) -> tuple[date, date, bool] | str:
    """4. The days charged, and whether they are the whole year; or why there is none."""
    service = convention.dates.mise_en_service
    if service is None or service.year > year:
        return "le procès-verbal de mise en service n’est pas signé"
    end = ending(convention, last_day(year), lectures)
    if end is None:
        return "la convention n’est pas notifiée"
    if end.day < max(first_day(year), service):
        return f"la convention a pris fin le {in_words(end.day)} ({end.article})"
    first, last = first_day(year), last_day(year)
    if service.year == year:
        if not lectures.recurrent_premiere_annee:
            return "les parts annuelles ne sont dues qu’à partir de l’année suivante"
        first = service + DAY if lectures.decompte == "jour exclu" else service
    if lectures.derniere_annee == "prorata":
        last = min(last, end.day)
    if first.year > year or first > last:
        return "aucun jour n’est dû"
    return first, last, (first, last) == (first_day(year), last_day(year))


def _bought(convention: Convention, lectures: Lectures) -> date | None:
    """6. The day by whose year the setup is due; None where the convention ended before it."""
    dates = convention.dates
    day = dates.notification if lectures.annee_setup == "notification" else dates.mise_en_service
    if day is None:
        return None
    end = ending(convention, day, lectures)
    return day if end is not None and day <= end.day else None


def _charged(
    convention: Convention,
    year: int,
    window: tuple[date, date, bool] | str,
    bought: date | None,
    lectures: Lectures,
) -> Fees:
    once = (columns.setup(convention, bought, lectures),) if bought else ()
    yearly: tuple[Line, ...] = ()
    periods: tuple[Period, ...] = ()
    prorata = ""
    if not isinstance(window, str):
        first, last, whole = window
        periods = in_force(convention, first, last, lectures)
        yearly = columns.recurring(periods, lectures)
        if not whole:
            prorata = f"{days(first, last, lectures)}/{days_of(year, lectures)}"
    found = Fees(
        year=year,
        status=Status.DUE,
        why=window if isinstance(window, str) else "",
        annex=", puis ".join(dict.fromkeys(period.title for period in periods)),
        first=periods[0].first if periods else None,
        last=periods[-1].last if periods else None,
        prorata=prorata,
        setup=tuple(line for line in once if line.amount),
        recurring=yearly,
    )
    investment, operation = _split(found, lectures)
    return replace(
        found,
        investment=investment,
        operation=operation,
        open=_open(convention, found, periods, lectures),
    )


def _split(found: Fees, lectures: Lectures) -> tuple[Decimal, Decimal]:
    """7. Investment: the setup and half of what recurs. Operation: the other half."""
    if lectures.imputation == "fonctionnement":
        return money.ZERO, found.total
    large, small = money.halves(found.recurring_due)
    if lectures.centime == "fonctionnement":
        large, small = small, large
    return found.setup_due + large, small


def _open(
    convention: Convention, found: Fees, periods: tuple[Period, ...], lectures: Lectures
) -> tuple[Ouverte, ...]:
    """The parameters that bear on these figures, and that nobody has confirmed."""
    names = ["montants", "arrondi", "imputation"]
    service = convention.dates.mise_en_service
    if service and service.year == found.year:
        names += ["decompte", "recurrent_premiere_annee", "setup_prorata", "annee_setup"]
    if money.halves(found.recurring_due)[0] != money.halves(found.recurring_due)[1]:
        names.append("centime")
    if any(line.code == "proportionnel" and line.amount for line in found.recurring):
        names += ["population"]
        kinds = {one.population.type for one in periods if one.population}
        names += ["type_population"] if None in kinds else []
    grid_options = [*convention.annexe_1.options]
    grid_options += [o for a in convention.avenants if a.annexe_1 for o in a.annexe_1.options]
    if any(option.depuis or option.jusqu_au for option in grid_options):
        names.append("option_en_cours")
    if any(a.debut and a.annexe_1 and a.debut.year == found.year for a in convention.avenants):
        names.append("revision")
    end = ending(convention, last_day(found.year), lectures)
    if end and end.day < last_day(found.year):
        names.append("derniere_annee")
    names += _ends_otherwise(convention, found.year, lectures)
    counted = [one.population for one in periods] or [convention.annexe_1.population]
    if any(one and one.nombre == QUOTE_ABOVE for one in counted):
        names.append("cent_mille")
    return lectures.open(*names)


_OTHERS = {"huit_ans": ("années civiles", "date à date"),
           "echeances": ("jour pour jour", "jour ouvrable suivant")}  # fmt: skip


def _ends_otherwise(convention: Convention, year: int, lectures: Lectures) -> list[str]:
    """The parameters by whose other reading the convention would end in, or before, another year.

    Only those that change what is due for this one: it is over by one reading, and not by another.
    """
    first, last = first_day(year), last_day(year)
    end = ending(convention, last, lectures)
    found = []
    for name, values in _OTHERS.items():
        for value in values:
            other = ending(convention, last, lectures.model_copy(update={name: value}))
            if end and other and _cut(end.day, first, last) != _cut(other.day, first, last):
                found.append(name)
    return found


def _cut(end: date, first: date, last: date) -> date:
    """An end as a year sees it: before it, in it, after it."""
    return min(max(end, first - DAY), last)
