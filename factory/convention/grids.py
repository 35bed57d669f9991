"""Which amounts are in force on which days: annex 1, then its notified amendments (art. 6)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from factory.convention import strata
from factory.convention.periods import DAY, first_day, last_day
from factory.convention.readings import Lectures
from factory.tenants.annex import Annexe1, Avenant, Devis, Grille, Option, Population
from factory.tenants.convention import Convention


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days on which one grid is in force, both included. `grid` is None where a quote lacks."""

    first: date
    last: date
    grid: Grille | None
    title: str
    population: Population | None
    strate: str = ""


def in_force(
    convention: Convention, first: date, last: date, lectures: Lectures
) -> tuple[Period, ...]:
    """The grids from `first` to `last`, in order, as a revision applies (art. 6).

    An amendment counts once it is notified and its effect has begun: for its days, for the whole
    year, or from the next one, as the parties read it.
    """
    annexes = _annexes(convention)
    if lectures.revision == "année entière":
        return (_period(convention, annexes, first, last, last, lectures),)
    if lectures.revision == "année suivante":
        return (_period(convention, annexes, first, last, first, lectures),)
    starts = [start for start, _, _ in annexes if first < start <= last]
    bounds = [first, *sorted(set(starts)), last + DAY]
    return tuple(
        _period(convention, annexes, start, end - DAY, start, lectures)
        for start, end in pairwise(bounds)
    )


def simulated(convention: Convention) -> tuple[tuple[Avenant, Convention], ...]:
    """Each revised grid that no notified amendment carries, and what the convention would be."""
    found = []
    for rank, amendment in enumerate(convention.avenants):
        if amendment.annexe_1 is None or amendment.notifie_le is not None:
            continue
        day = amendment.effet or date.min
        assumed = amendment.model_copy(update={"notifie_le": day})
        others = convention.avenants[:rank] + convention.avenants[rank + 1 :]
        found.append(
            (
                amendment,
                convention.model_copy(update={"avenants": (*others, assumed)}),
            )
        )
    return tuple(found)


def amount(period: Period, column: str) -> Fraction | None:
    """A column's annual amount in euros, exact; None where it is not written."""
    grid = period.grid
    if grid is None:
        return None
    written = grid.fixe if column == "fixe" else grid.proportionnel
    if written is None:
        return Fraction(0) if isinstance(grid, Devis) else None
    if column == "fixe":
        return Fraction(written)
    if period.population is None:
        return Fraction(0) if not written else None
    return Fraction(written) * period.population.nombre


def option_days(option: Option, period: Period, lectures: Lectures) -> tuple[date, date]:
    """First and last day on which an option is paid for within a period; none if reversed."""
    first, last = period.first, period.last
    since, until = option.depuis, option.jusqu_au
    if lectures.option_en_cours == "prorata":
        return max(first, since or first), min(last, until or last)
    begins, ends = first_day(first.year), last_day(first.year)
    if lectures.option_en_cours == "année suivante":
        begins = ends = first
    out = (since and since > ends) or (until and until < begins)
    return (last + DAY, last) if out else (first, last)


def _annexes(convention: Convention) -> list[tuple[date, Annexe1, str]]:
    """First day, annex, and its name; the last of two on one day is the one that counts."""
    first = convention.annexe_1
    version = f", version {first.version}" if first.version else ""
    found = [(date.min, first, f"annexe 1{version}")]
    for one in convention.avenants:
        if one.debut and one.annexe_1:
            found.append((one.debut, one.annexe_1, f"annexe 1 de l’avenant {one.numero}"))
    return sorted(found, key=lambda annex: annex[0])


def _period(
    convention: Convention,
    annexes: list[tuple[date, Annexe1, str]],
    first: date,
    last: date,
    looked_at: date,
    lectures: Lectures,
) -> Period:
    _, annex, title = [one for one in annexes if one[0] <= looked_at][-1]
    population = _population(convention, annex, first.year, lectures)
    grid: Grille | None = annex
    if strata.quoted(population, lectures):
        quote = _quote(convention, last)
        grid, title = quote, f"devis {quote.reference}" if quote else "sur devis"
    return Period(
        first=first, last=last, grid=grid, title=title, population=population, strate=annex.strate
    )


def _population(
    convention: Convention, annex: Annexe1, year: int, lectures: Lectures
) -> Population | None:
    counted = {one.annee: one for one in convention.populations}
    if lectures.population == "annuelle" and year in counted:
        return counted[year]
    return annex.population


def _quote(convention: Convention, day: date) -> Devis | None:
    """The last quotation that the commune had accepted by that day."""
    accepted: Iterator[Devis] = (
        one for one in convention.devis if one.accepte_le and one.accepte_le <= day
    )
    return max(accepted, key=lambda one: one.accepte_le or date.min, default=None)
