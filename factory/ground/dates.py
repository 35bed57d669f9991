"""Dates and hours as people write them in French, and as other generators write them.

« 2026-03-03 », « 03/03/2026 » (day first), « 3 mars 2026 », « mardi 3 mars 2026 à 18h30 »,
« March 3, 2026 », « 2026-03-03T18:30:00+01:00 ». What is returned is naive: the hour that clocks
show in France.
"""

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime, time
from functools import lru_cache

from factory.ground.moment import opening, wall
from factory.ground.refusal import Refus, brief

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")

DATE_REMEDY = "Écrivez la date ainsi : 3 mars 2026 (ou 03/03/2026, ou 2026-03-03)."
INSTANT_REMEDY = "Écrivez la date et l’heure ainsi : 3 mars 2026 à 18h30 (ou 2026-03-03 18:30)."
TIME_REMEDY = "Écrivez l’heure ainsi : 18h30 (ou 18:30)."

_MONTHS = {
    "janvier": 1,
    "janv": 1,
    "jan": 1,
    "fevrier": 2,
    "fevr": 2,
    "fev": 2,
    "mars": 3,
    "avril": 4,
    "avr": 4,
    "mai": 5,
    "juin": 6,
    "juillet": 7,
    "juil": 7,
    "aout": 8,
    "septembre": 9,
    "sept": 9,
    "sep": 9,
    "octobre": 10,
    "oct": 10,
    "novembre": 11,
    "nov": 11,
    "decembre": 12,
    "dec": 12,
}
_ENGLISH_MONTHS = {
    written: number
    for number, name in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september",
         "october", "november", "december"), start=1
    )
    for written in (name, name[:3])
}  # fmt: skip
_ENGLISH_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_FRENCH = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_NEAR = 59
"""« 03/03/26 » is in 2026. From 60 on, it may well be a day of the last century: it is asked."""
_WEEKDAY = (
    r"(?:(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mar|mer|jeu|ven|sam|dim"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun)\.?,? )?"
)
_WORDS = re.compile(
    rf"(?:le )?{_WEEKDAY}(?:le )?(\d{{1,2}})(?: ?er|st|nd|rd|th)? ?([a-z]+)\.? (\d{{4}})"
)
_ENGLISH = re.compile(
    rf"{_WEEKDAY}({'|'.join(_ENGLISH_MONTHS)})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})(?!\d)"
)
"""« March 3, 2026 »: the month in words leaves no doubt which number is the day."""
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)}|{'|'.join(_ENGLISH_MONTHS)})\.? (\d{{4}})(?!\d)")
_HOUR = re.compile(
    r"(\d{1,2}) ?(?:h|:|heures?)(?: ?(\d{2}))?(?: ?(?:min|mn))?(?::(\d{2})(?:[.,]\d+)?)?"
    r"(?: ?([ap])\.?m\.?)?"
)
_OFFSET = re.compile(r" ?(z|utc|[+-]\d{2}:?\d{2})$")
_JOIN = re.compile(r"(?:t|,? ?(?:a|de) |, ?| )")


def parse_jour(text: str) -> date:
    """A day. An hour that follows is refused. Raises `Refus`."""
    day, rest = _day(text, DATE_REMEDY)
    if not rest:
        return day
    if re.fullmatch(r"t?00:00(:00)?(\.0+)?(z|[+-]\d{2}:?\d{2})?", rest.replace(" ", "")):
        return day
    raise Refus(
        "date-illisible",
        f"« {_shown(text)} » n’est pas une date : « {rest} » est en trop.",
        DATE_REMEDY,
    )


def parse_instant(text: str) -> date | datetime:
    """A day, or a day and an hour (naive; an offset is turned into France's). Raises `Refus`."""
    day, rest = _day(text, INSTANT_REMEDY)
    if not rest:
        return day
    joined = _JOIN.match(rest)
    hour = rest[joined.end() :] if joined else rest
    offset = _OFFSET.search(hour)
    at = _time(hour[: offset.start()] if offset else hour)
    if at is None:
        raise Refus(
            "heure-illisible",
            f"« {_shown(text)} » : l’heure « {hour} » ne se lit pas.",
            INSTANT_REMEDY,
        )
    when = datetime.combine(day, at)
    if offset is None:
        return when
    zone = offset[1].replace("z", "+00:00").replace("utc", "+00:00")
    try:
        return wall(datetime.fromisoformat(when.isoformat() + zone))
    except (ValueError, OverflowError):
        raise Refus(
            "heure-illisible",
            f"« {_shown(text)} » : le décalage horaire « {offset[1].strip()} » n’existe pas.",
            INSTANT_REMEDY,
        ) from None


def parse_moment(text: str) -> datetime:
    """The instant that a date, or a date and an hour, names; a bare day is its 00:00.

    Raises `Refus` where the text is no date.
    """
    return opening(parse_instant(text))


def month_of(text: str) -> date | None:
    """The first day of the month that a text is: « mars 2026 », « March 2026 »; None of another."""
    found = _MONTH.fullmatch(plain(text[:40]).strip("“”‘’«»\"' "))
    return _first_day(found) if found else None


def day_within(text: str) -> date | None:
    """The one day that a text speaks of in words, « Compte rendu du 12 mars 2026 »."""
    days = {
        date(int(match[4]), _MONTHS[match[3]], int(match[2]))
        for match in _WORDS.finditer(plain(text[:200]))
        if match[3] in _MONTHS and int(match[2]) <= _last_day(int(match[4]), _MONTHS[match[3]])
    }
    return days.pop() if len(days) == 1 else None


def month_within(text: str) -> date | None:
    """The first day of the one month that a text speaks of, « Infos de mars 2026 »."""
    months = {_first_day(match) for match in _MONTH.finditer(plain(text[:200]))}
    return months.pop() if len(months) == 1 else None


def _first_day(found: re.Match[str]) -> date | None:
    month = _MONTHS.get(found[1]) or _ENGLISH_MONTHS[found[1]]
    return date(int(found[2]), month, 1) if int(found[2]) else None


def _last_day(year: int, month: int) -> int:
    return monthrange(year, month)[1] if year else 0


def parse_heure(text: str) -> time:
    """An hour of the day, to the minute or the second. Raises `Refus`."""
    at = _time(plain(brief(text)))
    if at is None:
        raise Refus("heure-illisible", f"« {_shown(text)} » n’est pas une heure.", TIME_REMEDY)
    return at


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Lower case, without accents, spaces single and ordinary: the form that is compared."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    kept = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(kept.replace("’", "'").split())


def _day(text: str, remedy: str) -> tuple[date, str]:
    """The day at the head of a text, and what follows it."""
    written = plain(brief(text)).strip("“”‘’«»\"' ")
    if match := _ISO.match(written):
        year, month, day = (int(part) for part in match.groups())
        weekday = None
    elif match := _FRENCH.match(written):
        day, month, year = int(match[1]), int(match[3]), int(match[4])
        weekday = None
        if len(match[4]) == 2 and year <= _NEAR:
            year += 2000
        elif len(match[4]) == 2:
            raise Refus(
                "date-illisible",
                f"« {_shown(text)} » : l’année doit avoir quatre chiffres.",
                DATE_REMEDY,
            )
    elif match := _ENGLISH.match(written):
        weekday, month = match[1], _ENGLISH_MONTHS[match[2]]
        day, year = int(match[3]), int(match[4])
    elif match := _WORDS.match(written):
        weekday, day, year = match[1], int(match[2]), int(match[4])
        known = _MONTHS.get(match[3]) or _ENGLISH_MONTHS.get(match[3])
        if known is None:
            raise Refus(
                "date-illisible",
                f"« {_shown(text)} » n’est pas une date : « {match[3]} » n’est pas un mois.",
                remedy,
            )
        month = known
    elif _MONTH.fullmatch(written):
        raise Refus(
            "date-illisible", f"« {_shown(text)} » n’est pas une date : il manque le jour.", remedy
        )
    else:
        raise Refus("date-illisible", f"« {_shown(text)} » n’est pas une date.", remedy)
    found = _checked(text, year, month, day)
    own = (WEEKDAYS[found.weekday()], _ENGLISH_WEEKDAYS[found.weekday()])
    if weekday is not None and not any(name.startswith(weekday) for name in own):
        raise Refus(
            "date-illisible",
            f"« {_shown(text)} » : le {in_words(found)} est un {WEEKDAYS[found.weekday()]}.",
            "Corrigez le jour de la semaine ou la date, ou n’écrivez que la date.",
        )
    return found, written[match.end() :].strip()


def _checked(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        pass
    if not 1 <= month <= 12:
        reason = f"il n’y a pas de mois n° {month}"
        if 1 <= day <= 12 and month <= 31:
            first, then = ("mois", "jour") if text.strip()[:4].isdecimal() else ("jour", "mois")
            reason += f" (le {first} se met avant le {then})"
    elif year < 1:
        reason = "cette année n’existe pas"
    elif month == 2 and day == 29:
        reason = f"{year} n’est pas bissextile, février s’arrête au 28"
    else:
        name = MONTHS[month - 1]
        reason = f"il n’y a pas de {day} {name}"
    raise Refus("date-illisible", f"« {_shown(text)} » n’est pas une date : {reason}.", DATE_REMEDY)


def _time(written: str) -> time | None:
    if written in ("midi", "minuit"):
        return time(12 if written == "midi" else 0)
    match = _HOUR.fullmatch(written.strip())
    if match is None:
        return None
    hour, minute, second = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if match[4]:  # « 6:30 pm »; noon is 12 pm
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[4] == "p" else 0)
    if ":" in written[:3] and match[2] is None:
        return None
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def in_words(day: date) -> str:
    """« 1er mars 2026 »."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {MONTHS[day.month - 1]} {day.year}"


def _shown(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"
