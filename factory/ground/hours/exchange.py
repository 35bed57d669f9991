"""Opening hours in OpenStreetMap's syntax.

Rules: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification.
"""

from datetime import date

from factory.ground.hours.french import runs
from factory.ground.hours.model import Horaires, Semaine
from factory.ground.hours.plage import Jour, Plage

_OSM_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_OSM_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def osm(hours: Horaires) -> str:
    """« Mo-Fr 08:30-12:00,13:30-17:30; PH off »; empty where no day is ever open."""
    rules = _week(hours, "")
    for period in hours.periodes:
        stretch = _stretch(period.du, period.au)
        if any(day and not other for day, other in zip(hours.jours, period.jours, strict=True)):
            rules.append(f"{stretch} off")
        rules += _week(period, stretch + " ")
    if not any(day.ouverte for day in (hours, *hours.periodes)):
        return ""
    if hours.feries is not None:
        rules.append(_day("PH", hours.feries))
    for closure in hours.fermetures:
        rules.append(f"{_stretch(closure.du, closure.au)} off" + _comment(closure.motif))
    return "; ".join(rules)


def _week(week: Semaine, before: str) -> list[str]:
    return [
        _day(
            _OSM_DAYS[first] if first == last else f"{_OSM_DAYS[first]}-{_OSM_DAYS[last]}",
            week.jours[first],
            before,
        )
        for first, last in runs(week)
        if week.jours[first]
    ]


def _day(days: str, plages: Jour, before: str = "") -> str:
    """Rules that add up are joined with a comma; a semicolon would replace the first."""
    return ", ".join(_plage(days, plage, before) for plage in plages)


def _plage(days: str, plage: Plage, before: str) -> str:
    weeks = {"": "", "paires": "week 02-53/2 ", "impaires": "week 01-53/2 "}[plage.semaines]
    if plage.rang:
        ranks = ",".join(map(str, plage.rang))
        first, _, last = days.partition("-")
        each = _OSM_DAYS[_OSM_DAYS.index(first) : _OSM_DAYS.index(last or first) + 1]
        days = ",".join(f"{day}[{ranks}]" for day in each)
    notes = ["sur rendez-vous"] * plage.sur_rendez_vous + [plage.note] * bool(plage.note)
    said = ",".join(f"{clock(start)}-{clock(end)}" for start, end in plage.heures)
    if plage.ferme:
        said = "off"
    return f"{before}{weeks}{days}{' ' + said if said else ''}{_comment(', '.join(notes))}"


def _comment(text: str) -> str:
    return ' "' + text.replace('"', "'") + '"' if text else ""


def _stretch(du: date | str, au: date | str) -> str:
    first, last = _bound(du), _bound(au)
    return first if first == last else f"{first}-{last}"


def _bound(bound: date | str) -> str:
    if isinstance(bound, date):
        return f"{bound.year} {_OSM_MONTHS[bound.month - 1]} {bound.day:02}"
    return f"{_OSM_MONTHS[int(bound[2:4]) - 1]} {bound[5:7]}"


def clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
