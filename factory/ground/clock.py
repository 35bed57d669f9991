"""The moment a site is built for: asked, never shown.

A page may depend on the moment only through `Clock.reached`, which notes each question. Between
`since` and `until` every answer is the same, so a site built inside that interval need not be
built again: the interval is right because no date is looked at in any other way.
"""

from datetime import UTC, datetime

FIRST = datetime.min.replace(tzinfo=UTC)
LAST = datetime.max.replace(tzinfo=UTC)


def next_change(until: datetime) -> datetime | None:
    """When a date changes a site that holds until then; None where none ever will."""
    return until if until < LAST else None


class Clock:
    """Answers whether an instant is past, and remembers how long the answers hold."""

    __slots__ = ("moment", "since", "until")

    def __init__(self, moment: datetime) -> None:
        if moment.tzinfo is None:
            raise ValueError("a moment is an instant: it needs its time zone")
        self.moment = moment
        self.since = FIRST
        self.until = LAST

    def reached(self, instant: datetime) -> bool:
        """Whether `instant` (with its time zone) is past or now."""
        if instant <= self.moment:
            self.since = max(self.since, instant)
            return True
        self.until = min(self.until, instant)
        return False
