"""The days on which a rule falls, period by period: RFC 5545, section 3.3.10.

python-dateutil looks on to the year 9999 for a rule that never falls (« FREQ=DAILY;BYMONTH=2;
BYYEARDAY=366 » took 10 s); here no day beyond the last asked for is looked at. The tests hold
both to the same answers.
"""

from calendar import isleap, monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice

from factory.ground.recurrence.rule import Rule

MAX_PERIODS = 100_000


def days(rule: Rule, start: date, last: date) -> Iterator[date]:
    """The days from `start` to `last` on which a rule falls, in order."""
    rule = _completed(rule, start)
    positions = rule.numbers_of("BYSETPOS")
    for period in islice(_periods(rule, start, last), MAX_PERIODS):
        found = [day for day in period if _falls(rule, day)]
        if positions:
            kept = {p - 1 if p > 0 else len(found) + p for p in positions}
            found = [day for rank, day in enumerate(found) if rank in kept]
        yield from (day for day in found if start <= day <= last)


def _completed(rule: Rule, start: date) -> Rule:
    """What a rule leaves unsaid comes from its first date."""
    if rule.days or any(name not in ("BYMONTH", "BYSETPOS") for name, _ in rule.numbers):
        return rule
    if rule.freq == "WEEKLY":
        return replace(rule, days=((0, start.weekday()),))
    if rule.freq == "DAILY":
        return rule
    added: tuple[tuple[str, tuple[int, ...]], ...] = (("BYMONTHDAY", (start.day,)),)
    if rule.freq == "YEARLY" and not rule.numbers_of("BYMONTH"):
        added += (("BYMONTH", (start.month,)),)
    return replace(rule, numbers=rule.numbers + added)


def _periods(rule: Rule, start: date, last: date) -> Iterator[list[date]]:
    """The days of each period: a day, a week, a month or a year, every `interval`-th."""
    step = rule.interval
    match rule.freq:
        case "DAILY":
            for number in range(start.toordinal(), last.toordinal() + 1, step):
                yield [date.fromordinal(number)]
        case "WEEKLY":
            monday = start.toordinal() - (start.weekday() - rule.week_start) % 7
            for number in range(max(monday, 1), last.toordinal() + 1, 7 * step):
                yield _from(number, 7)
        case "MONTHLY":
            months = range(start.year * 12 + start.month - 1, last.year * 12 + last.month, step)
            for year, month in (divmod(number, 12) for number in months):
                first = date(year, month + 1, 1).toordinal()
                yield _from(first, monthrange(year, month + 1)[1])
        case "YEARLY":
            for year in range(start.year, last.year + 1, step):
                yield _from(date(year, 1, 1).toordinal(), 365 + isleap(year))


def _from(first: int, count: int) -> list[date]:
    return [date.fromordinal(n) for n in range(first, min(first + count, date.max.toordinal() + 1))]


def _falls(rule: Rule, day: date) -> bool:
    """Whether a day passes each of the rule's BY… parts."""
    if rule.days and not any(_is_weekday(rule, day, rank, name) for rank, name in rule.days):
        return False
    return all(
        name == "BYSETPOS" or bool(_places(name, day) & set(values))
        for name, values in rule.numbers
    )


def _places(name: str, day: date) -> set[int]:
    """A day's number under one part, from the beginning and from the end."""
    match name:
        case "BYMONTH":
            return {day.month}
        case "BYMONTHDAY":
            return {day.day, day.day - monthrange(day.year, day.month)[1] - 1}
        case "BYYEARDAY":
            number = day.timetuple().tm_yday
            return {number, number - 366 - isleap(day.year)}
        case "BYWEEKNO":
            year, week, _ = day.isocalendar()
            return {week, week - date(year, 12, 28).isocalendar().week - 1}
    return set()


def _is_weekday(rule: Rule, day: date, rank: int, weekday: int) -> bool:
    """Ranks count within the month, or the year where no month is named."""
    if day.weekday() != weekday:
        return False
    if not rank:
        return True
    number, length = day.day, monthrange(day.year, day.month)[1]
    if rule.freq == "YEARLY" and not rule.numbers_of("BYMONTH"):
        number, length = day.timetuple().tm_yday, 365 + isleap(day.year)
    return rank in ((number - 1) // 7 + 1, -((length - number) // 7 + 1))
