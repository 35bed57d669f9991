"""Instants: Europe/Paris, compared and never shown.

What authors write is naive: a day, or a day and an hour as clocks in France show it. These
functions say which instant is meant, at the two bounds of an interval.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def opening(when: date | datetime) -> datetime:
    """The instant at which something dated `when` begins: a bare day begins at 00:00."""
    if isinstance(when, datetime):
        return aware(when)
    return aware(datetime.combine(when, time()))


def closing(when: date | datetime) -> datetime:
    """The instant at which something dated `when` is over: a bare day ends at the next 00:00."""
    if isinstance(when, datetime):
        return aware(when)
    return aware(datetime.combine(when + timedelta(days=1), time()))


def aware(when: datetime) -> datetime:
    """The instant of a wall clock's hour in France.

    An hour that comes twice (last Sunday of October) is the first of the two. An hour that is
    skipped (last Sunday of March, 2:30) is the instant at which the clocks jump, 3:00: it is as
    far past 2:00 as it can be, and never before what precedes it.
    """
    if when.tzinfo is not None:
        return when.astimezone(PARIS)
    first = when.replace(tzinfo=PARIS, fold=0)
    back = first.astimezone(UTC).astimezone(PARIS)
    if back.replace(tzinfo=None) == when:
        return first
    before, after = first.utcoffset(), when.replace(tzinfo=PARIS, fold=1).utcoffset()
    assert before is not None and after is not None
    # A skipped hour, read with the offset of before, lands after the jump by what it exceeds it.
    return _jump(first.astimezone(UTC), abs(before - after))


def wall(when: datetime) -> datetime:
    """The naive hour that a clock in France shows at an instant; a naive one is left as it is."""
    return when if when.tzinfo is None else when.astimezone(PARIS).replace(tzinfo=None)


def after(when: datetime, passed: timedelta) -> datetime:
    """The instant once that time has passed, also where clocks change meanwhile."""
    return (when.astimezone(UTC) + passed).astimezone(PARIS)


def fixed(when: datetime) -> datetime:
    """The same instant, with the offset that clocks in France have then and no rule to change it:
    what passes between two of them is then subtracted as time, not as hours that clocks show.
    """
    local = when.astimezone(PARIS)
    return local.astimezone(timezone(local.utcoffset() or timedelta()))


def _jump(inside: datetime, gap: timedelta) -> datetime:
    """The instant of the clock change nearest before `inside`, which is less than `gap` away."""
    low, high = inside - gap, inside
    offset = high.astimezone(PARIS).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(PARIS).utcoffset() == offset:
            high = middle
        else:
            low = middle
    return high.replace(microsecond=0).astimezone(PARIS)


def months_after(when: datetime, months: int) -> datetime:
    """The same day and hour, `months` later (earlier where negative); the last day of a month
    that is too short, as the law counts (CPC, article 641).
    """
    rank = when.year * 12 + when.month - 1 + months
    year, month = rank // 12, rank % 12 + 1
    return aware(
        wall(when).replace(year=year, month=month, day=min(when.day, monthrange(year, month)[1]))
    )


def day_and_time(written: str) -> str:
    """« 03/03/2026 à 18 h 30 », of a moment kept as text (ISO 8601)."""
    year, month, day = written[:10].split("-")
    return f"{day}/{month}/{year} à {written[11:16].replace(':', ' h ')}"
