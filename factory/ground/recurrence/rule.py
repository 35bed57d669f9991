"""A recurrence: RFC 5545's RRULE, its parts as values.

Days and hours are those of clocks in France: an event at 18:30 stays at 18:30 across a change of
hour.
"""

from dataclasses import dataclass
from datetime import date, datetime

When = date | datetime
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


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
