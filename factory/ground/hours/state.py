"""Whether a place is open at an instant, and until when."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from factory.ground.holidays import holiday
from factory.ground.hours import bounds
from factory.ground.hours.model import Horaires
from factory.ground.hours.plage import Jour, Plage
from factory.ground.hours.reading import DAY_MINUTES, Interval
from factory.ground.moment import PARIS, aware

HORIZON = 60
"""How many days ahead the next opening is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    ouvert: bool
    jusqu_a: datetime | None
    """When it closes, or opens next; None where that is more than two months away."""


def intervals(hours: Horaires, day: date) -> tuple[Interval, ...]:
    """When one may come without an appointment on a day, in order, merged where they touch."""
    found = sorted(
        interval
        for plage in _on(hours, day)
        if not plage.sur_rendez_vous and _applies(plage, day)
        for interval in plage.heures
    )
    merged: list[Interval] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def state_at(hours: Horaires, moment: datetime) -> State:
    """The state at an instant (a naive one is an hour in France)."""
    moment = aware(moment).astimezone(PARIS)
    today = moment.date()
    now = moment.hour * 60 + moment.minute
    for start, end in intervals(hours, today):
        if start <= now < end:
            return State(ouvert=True, jusqu_a=_closing(hours, today, end))
        if now < start:
            return State(ouvert=False, jusqu_a=_instant(today, start))
    for ahead in range(1, HORIZON + 1):
        day = today + timedelta(days=ahead)
        if found := intervals(hours, day):
            return State(ouvert=False, jusqu_a=_instant(day, found[0][0]))
    return State(ouvert=False, jusqu_a=None)


def _closing(hours: Horaires, day: date, end: int) -> datetime | None:
    for _ in range(HORIZON):
        following = intervals(hours, day + timedelta(days=1))
        if end < DAY_MINUTES or not following or following[0][0] > 0:
            return _instant(day, end)
        day, end = day + timedelta(days=1), following[0][1]
    return None


def _on(hours: Horaires, day: date) -> Jour:
    if any(bounds.contains(closure.du, closure.au, day) for closure in hours.fermetures):
        return ()
    if hours.feries is not None and holiday(day):
        return hours.feries
    for period in reversed(hours.periodes):
        if bounds.contains(period.du, period.au, day):
            return period.jours[day.weekday()]
    return hours.jours[day.weekday()]


def _applies(plage: Plage, day: date) -> bool:
    if plage.semaines and (day.isocalendar().week % 2 == 0) != (plage.semaines == "paires"):
        return False
    if not plage.rang:
        return True
    last = day.day + 7 > monthrange(day.year, day.month)[1]
    return (day.day - 1) // 7 + 1 in plage.rang or (last and -1 in plage.rang)


def _instant(day: date, minutes: int) -> datetime:
    whole, rest = divmod(minutes, DAY_MINUTES)
    midnight = datetime.combine(day + timedelta(days=whole), time())
    return aware(midnight + timedelta(minutes=rest))
