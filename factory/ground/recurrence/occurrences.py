"""The occurrences of a rule, and the sentence that says it."""

from collections.abc import Iterable
from datetime import datetime, time

from factory.ground.recurrence import words
from factory.ground.recurrence.days import days
from factory.ground.recurrence.reading import LIMIT, parse
from factory.ground.recurrence.rule import Rule, When


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
    return words.in_french(parse(rule) if isinstance(rule, str) else rule, start)


def _series(rule: Rule, start: datetime, last: datetime) -> Iterable[datetime]:
    """The wall clock's hour on each day the rule falls on."""
    found = (datetime.combine(day, start.time()) for day in days(rule, start.date(), last.date()))
    return (at for at in found if start <= at <= last)


def _begin(when: When) -> datetime:
    return when if isinstance(when, datetime) else datetime.combine(when, time())


def _end(when: When) -> datetime:
    return when if isinstance(when, datetime) else datetime.combine(when, time(23, 59, 59))
