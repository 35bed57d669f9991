"""A stretch of the year: between two dates, or the same two days of every year."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import Field, PlainSerializer, PlainValidator

from factory.ground.dates import MONTHS, in_words, parse_jour, plain
from factory.ground.refusal import Refus, brief

REMEDY = "Écrivez « 1er juillet 2026 », ou « 1er juillet » pour que cela vaille chaque année."
_YEARLY = re.compile(r"--(\d{2})-(\d{2})")


def parse_bound(value: Any) -> date | str:
    """A date, or « --07-01 » for the first of July of every year (ISO 8601). Raises `Refus`."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise Refus("date-illisible", "Une date est attendue ici.", REMEDY)
    value = brief(value)
    if match := _YEARLY.fullmatch(value.strip()):
        return _yearly(value, int(match[2]), int(match[1]))
    if re.fullmatch(r"(\d{1,2})(?: ?er)? [a-z]+\.?", plain(value)):
        day = parse_jour(f"{value} 2024")
        return f"--{day.month:02}-{day.day:02}"
    try:
        return parse_jour(value)
    except Refus as refus:
        raise Refus(refus.code, refus.message, REMEDY) from None


def _yearly(value: str, day: int, month: int) -> str:
    try:
        return f"--{date(2024, month, day):%m-%d}"
    except ValueError:
        raise Refus("date-illisible", f"« {value} » n’est pas une date.", REMEDY) from None


Bound = Annotated[
    date | str,
    PlainValidator(parse_bound, json_schema_input_type=str),
    Field(examples=["1er juillet 2026"]),
    PlainSerializer(str, return_type=str, when_used="json"),
]


def check(du: date | str, au: date | str) -> None:
    """Raises `Refus` where the two bounds do not go together."""
    if isinstance(du, str) != isinstance(au, str):
        raise Refus(
            "periode-incoherente",
            "Une des deux dates a une année, l’autre non.",
            "Donnez l’année aux deux dates, ou à aucune si la période revient chaque année.",
        )
    if isinstance(du, date) and isinstance(au, date) and au < du:
        raise Refus(
            "periode-incoherente",
            f"La période finit ({in_words(au)}) avant de commencer ({in_words(du)}).",
            "Échangez les deux dates, ou corrigez l’année.",
        )


def contains(du: date | str, au: date | str, day: date) -> bool:
    """Whether a day lies between two bounds, both included; a yearly stretch may span New Year."""
    if isinstance(du, date) and isinstance(au, date):
        return du <= day <= au
    here = f"--{day:%m-%d}"
    first, last = str(du), str(au)
    return first <= here <= last if first <= last else here >= first or here <= last


def in_french(du: date | str, au: date | str) -> str:
    """« du 1er juillet au 31 août 2026 », « le 24 décembre 2026 », « du 1er mai au 30 juin »."""
    if du == au:
        return f"le {_said(du)}"
    first = _said(du)
    if isinstance(du, date) and isinstance(au, date) and du.year == au.year:
        first = _said(f"--{du:%m-%d}")
        if du.month == au.month:
            first = first.split("\u00a0")[0]
    return f"du {first} au {_said(au)}"


def _said(bound: date | str) -> str:
    if isinstance(bound, date):
        return in_words(bound).replace(" ", "\u00a0", 1)
    month, day = int(bound[2:4]), int(bound[5:7])
    return f"{'1er' if day == 1 else day}\u00a0{MONTHS[month - 1]}"
