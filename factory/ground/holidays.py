"""The public holidays of France: Code du travail, article L3133-1.

Alsace-Moselle's two more (Good Friday, 26 December) are not included.
"""

from datetime import date, timedelta
from functools import cache


@cache
def holidays(year: int) -> dict[date, str]:
    """The eleven days of a year, in order, each with its name. Do not change what is returned."""
    sunday = easter(year)
    days = {
        date(year, 1, 1): "Jour de l’An",
        sunday + timedelta(days=1): "Lundi de Pâques",
        date(year, 5, 1): "Fête du Travail",
        date(year, 5, 8): "Victoire de 1945",
        sunday + timedelta(days=39): "Ascension",
        sunday + timedelta(days=50): "Lundi de Pentecôte",
        date(year, 7, 14): "Fête nationale",
        date(year, 8, 15): "Assomption",
        date(year, 11, 1): "Toussaint",
        date(year, 11, 11): "Armistice de 1918",
        date(year, 12, 25): "Noël",
    }
    return dict(sorted(days.items()))


def holiday(day: date) -> str:
    """The name of the public holiday that falls on a day, empty on an ordinary one.

    Where two fall together (Ascension on 1 or 8 May), the fixed one's name gives way.
    """
    return holidays(day.year).get(day, "")


def easter(year: int) -> date:
    """Easter Sunday, Gregorian calendar: the Meeus/Jones/Butcher rule."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap, skipped = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - correction + 15) % 30
    quarters, left = divmod(rest, 4)
    weekday = (32 + 2 * skipped + 2 * quarters - epact - left) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)
