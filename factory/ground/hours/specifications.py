"""Opening hours as schema.org's OpeningHoursSpecification (no `opens`: closed that day).

Rules: https://schema.org/OpeningHoursSpecification, and for what departs from the usual week
https://schema.org/specialOpeningHoursSpecification.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from factory.ground.hours.exchange import clock
from factory.ground.hours.french import runs
from factory.ground.hours.model import Fermeture, Horaires, Periode, Semaine
from factory.ground.hours.plage import Jour

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Node = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Specifications:
    """Nodes of the usual week, and those that replace it for a time."""

    usual: tuple[Node, ...]
    special: tuple[Node, ...]


def schema_org(hours: Horaires, first: date, last: date) -> Specifications:
    """The week; then the periods, public holidays and closures that touch `first` to `last`.

    Stretches that come back every year are given the years of that time. What schema.org cannot
    say (ranks, even weeks, appointments) is left out rather than said wrong.
    """
    special: list[Node] = []
    for period in hours.periodes:
        for dated in _dated(period, first, last):
            special += _week(period, dated)
    if hours.feries is not None:
        special += _on(["PublicHolidays"], hours.feries, {})
    for closure in hours.fermetures:
        special += [_node(dated) for dated in _dated(closure, first, last)]
    return Specifications(usual=tuple(_week(hours, {})), special=tuple(special))


def _week(week: Semaine, validity: Node) -> list[Node]:
    """The days spoken of; within a stretch, closed says that the usual hours do not hold."""
    nodes: list[Node] = []
    for first, last in runs(week):
        days = list(_DAYS[first : last + 1])
        found = _on(days, week.jours[first], validity)
        if validity and not found:
            found = [_node({"dayOfWeek": _urls(days), **validity})]
        nodes += found
    return nodes


def _on(days: list[str], plages: Jour, validity: Node) -> list[Node]:
    where = {"dayOfWeek": _urls(days), **validity}
    if plages and all(plage.ferme for plage in plages):
        return [_node(where)]
    return [
        _node({**where, "opens": clock(start), "closes": clock(end).replace("24:00", "23:59")})
        for plage in plages
        if not plage.rang and not plage.semaines and not plage.sur_rendez_vous
        for start, end in plage.heures
    ]


def _urls(days: list[str]) -> list[str]:
    return [f"https://schema.org/{day}" for day in days]


def _node(rest: Node) -> Node:
    return {"@type": "OpeningHoursSpecification", **rest}


def _dated(stretch: Periode | Fermeture, first: date, last: date) -> Iterator[Node]:
    """The validity of a stretch, each time it touches the days from `first` to `last`."""
    for year in range(first.year - 1, last.year + 1):
        begin, end = _day(stretch.du, year), _day(stretch.au, year)
        if end < begin:  # « du 20 décembre au 5 janvier »
            end = _day(stretch.au, year + 1)
        if begin <= last and end >= first:
            yield {"validFrom": begin.isoformat(), "validThrough": end.isoformat()}
        if isinstance(stretch.du, date):
            return


def _day(bound: date | str, year: int) -> date:
    """A bound in a year; the 29 February of the others is their 28."""
    if isinstance(bound, date):
        return bound
    month, day = int(bound[2:4]), int(bound[5:7])
    if (month, day) == (2, 29):
        return date(year, 3, 1) - timedelta(days=1)
    return date(year, month, day)
