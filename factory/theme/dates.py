"""Dates and hours in French, and in the form that `<time datetime>` reads.

Everything comes from the value given: no clock, no locale. A `date` is a day; a `datetime` is a
day and an hour that the author wrote, told as Paris tells it.
"""

from datetime import date, datetime, time

from factory.ground.french.counts import NBSP
from factory.site.views import When

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_SHORT_MONTHS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin",
    "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip


def day(when: When, *, year: bool = True, weekday: bool = False) -> str:
    """« 3 mars 2026 », « mardi 3 mars 2026 », « 3 mars »."""
    number = "1er" if when.day == 1 else str(when.day)
    text = f"{number}{NBSP}{_MONTHS[when.month - 1]}"
    if weekday:
        text = f"{_DAYS[when.weekday()]} {text}"
    return f"{text} {when.year}" if year else text


def hour(when: datetime | time) -> str:
    """« 18 h 30 », « 9 h »."""
    minutes = f"{NBSP}{when.minute:02d}" if when.minute else ""
    return f"{when.hour}{NBSP}h{minutes}"


def moment(when: When) -> str:
    """« mardi 3 mars 2026 à 18 h 30 », or the day alone where no hour is given."""
    text = day(when, weekday=True)
    return f"{text} à {hour(when)}" if isinstance(when, datetime) else text


def hours(start: When, end: When | None) -> str:
    """The hours alone: « de 18 h 30 à 20 h », « à 18 h 30 », nothing where none is given."""
    if not isinstance(start, datetime):
        return ""
    if isinstance(end, datetime) and end.date() == start.date() and end != start:
        return f"de {hour(start)} à {hour(end)}"
    return f"à {hour(start)}"


def span(start: When, end: When | None) -> tuple[str, str]:
    """A stretch of time as two texts, to be joined by nothing: « du 3 » and « au 5 mars 2026 ».

    The second is empty where one date says it all. Within a day the hours are told: « mardi
    3 mars 2026 de 18 h 30 » and « à 20 h ».
    """
    if end is None or _same(start, end):
        return moment(start), ""
    if _date(start) == _date(end):
        if isinstance(start, datetime) and isinstance(end, datetime):
            return f"{day(start, weekday=True)} de {hour(start)}", f"à {hour(end)}"
        return moment(start), ""
    year = start.year != end.year
    if isinstance(start, datetime) or isinstance(end, datetime):
        first = day(start, weekday=True, year=year)
        if isinstance(start, datetime):
            first += f" à {hour(start)}"
        return f"du {first}", f"au {moment(end)}"
    if not year and start.month == end.month:
        return f"du {'1er' if start.day == 1 else start.day}", f"au {day(end)}"
    return f"du {day(start, year=year)}", f"au {day(end)}"


def coming(start: When, end: When | None) -> str:
    """A date to come, within a year, as briefly as it can be told: « samedi 28 novembre,
    7 h – 11 h », « du 30 avril au 2 mai »."""
    if end is None or _same(start, end) or _date(start) == _date(end):
        text = day(start, weekday=True, year=False)
        if not isinstance(start, datetime):
            return text
        until = f"{NBSP}– {hour(end)}" if isinstance(end, datetime) and end != start else ""
        return f"{text}, {hour(start)}{until}"
    if start.month == end.month:
        return f"du {'1er' if start.day == 1 else start.day} au {day(end, year=False)}"
    return f"du {day(start, year=False)} au {day(end, year=False)}"


def short_month(when: When) -> str:
    """« mars », « sept. »."""
    return _SHORT_MONTHS[when.month - 1]


def machine(when: When) -> str:
    """For `datetime=`: « 2026-03-03 », « 2026-03-03T18:30 », with the offset where there is one."""
    if isinstance(when, datetime):
        return when.isoformat(timespec="minutes")
    return when.isoformat()


def _date(when: When) -> date:
    return when.date() if isinstance(when, datetime) else when


def _same(one: When, other: When) -> bool:
    return type(one) is type(other) and one == other
