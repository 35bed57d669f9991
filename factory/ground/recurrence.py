"""Recurrences: RFC 5545's RRULE, or its usual cases in French, validated and expanded.

A rule is kept as text in its canonical form. Days and hours are those of clocks in France: an
event at 18:30 stays at 18:30 across a change of hour.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field

from factory.ground import recurrence_words
from factory.ground.dates import parse_instant
from factory.ground.recurrence_days import days
from factory.ground.refusal import Refus, brief

When = date | datetime
LIMIT = 1000
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """An RRULE's parts. `days` are (rank, weekday): rank 0 for every one, -1 for the last."""

    freq: str
    interval: int = 1
    count: int = 0
    until: When | None = None
    days: tuple[tuple[int, int], ...] = ()
    numbers: tuple[tuple[str, tuple[int, ...]], ...] = ()
    week_start: int = 0

    def numbers_of(self, name: str) -> tuple[int, ...]:
        return dict(self.numbers).get(name, ())

    def __str__(self) -> str:
        parts = [f"FREQ={self.freq}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.count:
            parts.append(f"COUNT={self.count}")
        if isinstance(self.until, datetime):
            parts.append(f"UNTIL={self.until:%Y%m%dT%H%M%S}")
        elif self.until:
            parts.append(f"UNTIL={self.until:%Y%m%d}")
        if self.days:
            parts.append("BYDAY=" + ",".join(f"{rank or ''}{DAYS[day]}" for rank, day in self.days))
        parts += [f"{name}=" + ",".join(map(str, values)) for name, values in self.numbers]
        if self.week_start:
            parts.append(f"WKST={DAYS[self.week_start]}")
        return ";".join(parts)


def parse(text: str) -> Rule:
    """A rule from its RFC 5545 text, or from its French sentence. Raises `Refus`."""
    written = " ".join(brief(text).split())
    if "=" not in written:
        written = recurrence_words.in_rfc(written)
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


def expand(
    rule: str | Rule,
    start: When,
    until: When,
    excluded: Iterable[When] = (),
    *,
    since: When | None = None,
    limit: int = LIMIT,
) -> tuple[When, ...]:
    """The occurrences from `start` (or `since`) to `until`, both included; at most `limit`.

    They are days where `start` is a day, else naive hours. `excluded` days take out all of a
    day's occurrences. A rule's COUNT counts from `start`, excluded ones too (RFC 5545).
    """
    parsed = parse(rule) if isinstance(rule, str) else rule
    timed = isinstance(start, datetime)
    last = min(_end(until), _end(parsed.until)) if parsed.until else _end(until)
    first = _begin(since) if since is not None else datetime.min
    out = {day if isinstance(day, datetime) else _begin(day).date() for day in excluded}
    found: list[When] = []
    for rank, at in enumerate(_series(parsed, _begin(start), last), start=1):
        if len(found) >= limit or (parsed.count and rank > parsed.count):
            break
        if at >= first and at not in out and at.date() not in out:
            found.append(at if timed else at.date())
    return tuple(found)


def synchronised(rule: str | Rule, start: When) -> bool:
    """Whether the first date given is one of those the rule gives (RFC 5545 asks for it)."""
    parsed = parse(rule) if isinstance(rule, str) else rule
    begin = _begin(start)
    return next(iter(_series(parsed, begin, begin)), None) is not None


def sentence(rule: str | Rule, start: When) -> str:
    """« Chaque mardi », « Le premier lundi de chaque mois », « Tous les 15 jours le samedi »…"""
    return recurrence_words.in_french(parse(rule) if isinstance(rule, str) else rule, start)


def _series(rule: Rule, start: datetime, last: datetime) -> Iterable[datetime]:
    """The wall clock's hour on each day the rule falls on."""
    found = (datetime.combine(day, start.time()) for day in days(rule, start.date(), last.date()))
    return (at for at in found if start <= at <= last)


def _begin(when: When) -> datetime:
    return when if isinstance(when, datetime) else datetime.combine(when, time())


def _end(when: When) -> datetime:
    return when if isinstance(when, datetime) else datetime.combine(when, time(23, 59, 59))


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
