"""A rule from what was written: an RRULE (RFC 5545), or its usual cases in French.

It is kept as text in its canonical form.
"""

from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field

from factory.ground.dates import parse_instant
from factory.ground.recurrence.rule import DAYS, Rule, When
from factory.ground.recurrence.words import in_rfc
from factory.ground.refusal import Refus, brief

LIMIT = 1000
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_REMEDY = (
    "Écrivez par exemple « chaque mardi », « le premier lundi de chaque mois », ou une règle de "
    "calendrier : FREQ=WEEKLY;BYDAY=TU."
)
_NUMBERS: Final = {
    "BYMONTHDAY": (-31, 31),
    "BYMONTH": (1, 12),
    "BYSETPOS": (-366, 366),
    "BYYEARDAY": (-366, 366),
    "BYWEEKNO": (-53, 53),
}


def parse(text: str) -> Rule:
    """A rule from its RFC 5545 text, or from its French sentence. Raises `Refus`."""
    written = " ".join(brief(text).split())
    if "=" not in written:
        written = in_rfc(written)
        if not written:
            raise Refus("recurrence-illisible", f"« {text} » n’est pas une répétition.", _REMEDY)
    parts: dict[str, str] = {}
    for part in written.upper().removeprefix("RRULE:").strip(" ;").split(";"):
        name, sign, value = (piece.strip() for piece in part.partition("="))
        if not sign or not value or name in parts:
            raise _refused(text, f"« {part.strip()} » ne se lit pas")
        parts[name] = value
    return _rule(text, parts)


def _rule(text: str, parts: dict[str, str]) -> Rule:
    freq = parts.pop("FREQ", "")
    if freq in ("SECONDLY", "MINUTELY", "HOURLY"):
        raise _refused(text, "une répétition se compte en jours, semaines, mois ou années")
    if freq not in FREQUENCIES:
        raise _refused(text, "FREQ doit être DAILY, WEEKLY, MONTHLY ou YEARLY")
    if "COUNT" in parts and "UNTIL" in parts:
        raise _refused(text, "COUNT et UNTIL ne vont pas ensemble")
    weekdays = tuple(_weekday(text, word) for word in _split(parts.pop("BYDAY", "")))
    if any(rank for rank, _ in weekdays) and freq not in ("MONTHLY", "YEARLY"):
        raise _refused(text, "un rang devant un jour (1MO) demande FREQ=MONTHLY ou FREQ=YEARLY")
    interval = _number(text, "INTERVAL", parts.pop("INTERVAL", "1"), 1, 1000)
    count = _number(text, "COUNT", parts.pop("COUNT", "0"), 0, LIMIT)
    until = _until(text, parts.pop("UNTIL", ""))
    start = parts.pop("WKST", "MO")
    if start not in DAYS:
        raise _refused(text, f"WKST={start} n’est pas un jour")
    numbers = []
    for name, (least, most) in _NUMBERS.items():
        if values := _split(parts.pop(name, "")):
            numbers.append((name, tuple(_number(text, name, v, least, most) for v in values)))
    if start != "MO" and "BYWEEKNO" in dict(numbers):
        raise _refused(text, "BYWEEKNO demande des semaines qui commencent le lundi")
    if parts:
        raise _refused(text, f"{next(iter(parts))} n’est pas accepté")
    if "BYSETPOS" in dict(numbers) and not weekdays and len(numbers) == 1:
        raise _refused(text, "BYSETPOS demande des jours (BYDAY)")
    return Rule(
        freq=freq,
        interval=interval,
        count=count,
        until=until,
        days=weekdays,
        numbers=tuple(numbers),
        week_start=DAYS.index(start),
    )


def _until(text: str, written: str) -> When | None:
    if not written:
        return None
    iso = written
    if len(written) >= 8 and written[:8].isdigit():
        iso = f"{written[:4]}-{written[4:6]}-{written[6:8]}"
        clock = written[9:]
        if clock:
            iso += f"T{clock[:2]}:{clock[2:4]}:{clock[4:]}"
    try:
        return parse_instant(iso)
    except Refus:
        raise _refused(text, f"la date de fin UNTIL={written} ne se lit pas") from None


def _weekday(text: str, word: str) -> tuple[int, int]:
    rank, day = word[:-2], word[-2:]
    if day not in DAYS:
        raise _refused(text, f"« {word} » n’est pas un jour (MO, TU, WE, TH, FR, SA, SU)")
    return (_number(text, "BYDAY", rank, -53, 53) if rank else 0), DAYS.index(day)


def _number(text: str, name: str, written: str, least: int, most: int) -> int:
    try:
        value = int(written) if len(written) < 6 else most + 1
    except ValueError:
        value = most + 1
    if not least <= value <= most or (value == 0 and least < 0):
        raise _refused(text, f"{name}={written} n’est pas possible")
    return value


def _split(written: str) -> list[str]:
    return [piece.strip() for piece in written.split(",")] if written else []


def _refused(text: str, reason: str) -> Refus:
    return Refus("recurrence-illisible", f"« {text} » : {reason}.", _REMEDY)


def _canonical(value: Any) -> Any:
    return str(parse(value)) if isinstance(value, str) and value else value


Recurrence = Annotated[str, BeforeValidator(_canonical), Field(examples=["chaque mardi"])]
"""A model's field: any form that is read, kept as canonical RRULE text."""
