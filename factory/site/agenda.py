"""The agenda: events and the dates on which they recur."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from factory.content.document import Document
from factory.content.models import Evenement
from factory.ground.clock import Clock
from factory.ground.moment import PARIS, closing, opening
from factory.ground.recurrence import expand
from factory.site.views import When

MONTHS_AHEAD = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """One date of an event."""

    document: Document
    debut: When
    fin: When | None

    @property
    def over(self) -> datetime:
        """The instant after which it is past. Without an end, an event lasts its day."""
        if self.fin is not None:
            return closing(self.fin)
        return closing(self.debut.date() if isinstance(self.debut, datetime) else self.debut)

    @property
    def order(self) -> tuple[datetime, str]:
        return (opening(self.debut), self.document.path)


def horizon(clock: Clock) -> datetime:
    """The end of the twelfth month ahead; it moves with each new month."""
    now = clock.moment.astimezone(PARIS)
    month = now.year * 12 + now.month - 1
    clock.reached(_month(month))
    clock.reached(_month(month + 1))
    return _month(month + 1 + MONTHS_AHEAD)


def to_come(document: Document, clock: Clock, until: datetime) -> tuple[Date, ...]:
    """The dates of an event that are not over yet, up to `until`."""
    meta = document.meta
    assert isinstance(meta, Evenement)
    dates: tuple[Date, ...] = (Date(document=document, debut=meta.debut, fin=meta.fin),)
    if meta.recurrence is not None:
        last = until.astimezone(PARIS).replace(tzinfo=None) - timedelta(seconds=1)
        starts = expand(meta.recurrence, meta.debut, last, meta.sauf, since=_recent(meta, clock))
        dates = tuple(Date(document=document, debut=s, fin=_shifted(meta, s)) for s in starts)
    return tuple(one for one in dates if not clock.reached(one.over))


def next_of_each(dates: Iterable[Date]) -> Iterator[Date]:
    """The first of each event's dates: a weekly market is one event, not fifty-two."""
    seen: set[str] = set()
    for one in dates:
        if one.document.path not in seen:
            seen.add(one.document.path)
            yield one


def _recent(meta: Evenement, clock: Clock) -> date:
    """A day before which every date of the event is over: old dates need not be counted out."""
    lasts = _day(meta.fin) - _day(meta.debut) if meta.fin is not None else timedelta()
    day = clock.moment.astimezone(PARIS).date() - lasts - timedelta(days=1)
    clock.reached(opening(day))
    return day


def _shifted(meta: Evenement, start: When) -> When | None:
    """The end of a date that recurs: as long after its start as the first one's."""
    if meta.fin is None:
        return None
    if isinstance(meta.debut, datetime) and isinstance(meta.fin, datetime):
        assert isinstance(start, datetime)
        return start + (meta.fin - meta.debut)
    days = _day(meta.fin) - _day(meta.debut)
    day = _day(start) + days
    return datetime.combine(day, meta.fin.time()) if isinstance(meta.fin, datetime) else day


def _day(when: When) -> date:
    return when.date() if isinstance(when, datetime) else when


def _month(number: int) -> datetime:
    year, month = divmod(number, 12)
    return datetime.combine(date(year, month + 1, 1), time(), PARIS)
