"""A commune that left and came back: one party, and its conventions one after the other.

Each year is charged, and each day answered, by the one that was there.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import chain, pairwise

from factory.convention import money
from factory.convention.desk import Party
from factory.convention.fees import Fees, Status, fees
from factory.convention.life import ending
from factory.convention.periods import DAY, first_day, last_day
from factory.convention.readings import Lectures
from factory.tenants.convention import Convention


def on(party: Party, day: date, lectures: Lectures) -> Convention | None:
    """The convention that a day is asked of: each one until the next is signed."""
    for one, following in pairwise(party.conventions):
        begun = following.dates.signature or following.dates.notification
        last = begun - DAY if begun else _last(one, lectures)
        if day <= last:
            return one
    return party.conventions[-1] if party.conventions else None


def due(party: Party, year: int, lectures: Lectures) -> Fees | None:
    """What is due for a year by all its conventions; None where today's cannot be read."""
    if party.convention is None:
        return None
    each = [fees(one, year, lectures) for one in party.conventions]
    charged = [one for one in each if one.status is not Status.NULLE]
    apart = [one for one in charged if one.status is not Status.DUE]
    if not charged:
        now = on(party, last_day(year), lectures)
        return each[party.conventions.index(now)] if now else each[-1]
    if apart or len(charged) == 1:
        return (apart or charged)[0]
    return _together(charged)


def in_service(
    party: Party, year: int, lectures: Lectures
) -> Iterator[tuple[Convention, date, date]]:
    """First and last day of service in a year, of each convention that had one."""
    for one in party.conventions:
        end = ending(one, last_day(year), lectures)
        if end is None or one.dates.mise_en_service is None:
            continue
        first = max(first_day(year), one.dates.mise_en_service)
        last = min(last_day(year), end.day)
        if first <= last:
            yield one, first, last


def _together(charged: list[Fees]) -> Fees:
    """Two conventions in one year: their lines, and their sums."""
    return replace(
        charged[-1],
        annex=", puis ".join(one.annex for one in charged),
        first=charged[0].first,
        prorata=" + ".join(one.prorata or "1" for one in charged),
        setup=tuple(chain.from_iterable(one.setup for one in charged)),
        recurring=tuple(chain.from_iterable(one.recurring for one in charged)),
        investment=sum((one.investment for one in charged), money.ZERO),
        operation=sum((one.operation for one in charged), money.ZERO),
        open=tuple(dict.fromkeys(chain.from_iterable(one.open for one in charged))),
    )


def _last(one: Convention, lectures: Lectures) -> date:
    end = ending(one, date.max, lectures)
    return end.day if end else date.min
