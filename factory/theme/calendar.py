"""A calendar file: iCalendar, RFC 5545.

Written here rather than with a library: importing `icalendar` takes 80 ms, as long as all the rest
of a saved page's publication; the tests read these files back with it.
"""

from datetime import UTC, date, datetime, time, timedelta

from factory.ground.moment import PARIS, aware
from factory.ground.recurrence import parse
from factory.site.views import CalendarEvent, CalendarView, When

_LIMIT = 75
"""Octets a line may have (§3.1)."""
_HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Usine a sites//Agenda//FR")
_PARIS = (
    "BEGIN:VTIMEZONE", "TZID:Europe/Paris",
    "BEGIN:DAYLIGHT", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "TZNAME:CEST",
    "DTSTART:19960331T020000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT",
    "BEGIN:STANDARD", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "TZNAME:CET",
    "DTSTART:19961027T030000", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD",
    "END:VTIMEZONE",
)  # fmt: skip
"""The rule in force since 1996 (directive 2000/84/CE)."""


def calendar(view: CalendarView) -> bytes:
    """The file's bytes, UTF-8, lines folded and ended as the standard asks."""
    lines = [*_HEAD, f"X-WR-CALNAME:{_text(view.titre)}", *_PARIS]
    for event in view.evenements:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(event: CalendarEvent) -> list[str]:
    whole_days = not isinstance(event.debut, datetime) and not isinstance(event.fin, datetime)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{event.id}",
        f"DTSTAMP:{_utc(event.maj)}",
        f"SUMMARY:{_text(event.titre)}",
        _when("DTSTART", _start(event.debut, whole_days)),
    ]
    end = _end(event, whole_days)
    if end is not None:
        lines.append(_when("DTEND", end))
    if event.recurrence:
        lines.append(f"RRULE:{_rule(event.recurrence, whole_days)}")
    lines += [_when("EXDATE", _at(day, event.debut, whole_days)) for day in event.sauf]
    for name, value in (("LOCATION", event.lieu), ("DESCRIPTION", event.resume)):
        if value:
            lines.append(f"{name}:{_text(value)}")
    state = "CANCELLED" if event.annule else "TENTATIVE" if event.reporte else "CONFIRMED"
    return [*lines, f"URL:{event.url}", f"STATUS:{state}", "END:VEVENT"]


def _start(start: When, whole_days: bool) -> When:
    """A day that ends at an hour begins at midnight: both bounds are of one kind (§3.6.1)."""
    if whole_days or isinstance(start, datetime):
        return start
    return datetime.combine(start, time())


def _end(event: CalendarEvent, whole_days: bool) -> When | None:
    """The end, which a calendar leaves out: a day's is the next one's beginning."""
    if event.fin is None:
        return event.debut + timedelta(days=1) if whole_days else None
    if isinstance(event.fin, datetime):
        return event.fin if event.fin != event.debut else None
    following = event.fin + timedelta(days=1)
    return following if whole_days else datetime.combine(following, time())


def _at(day: date, start: When, whole_days: bool) -> When:
    """An excluded day is told as the date that it excludes: at the event's hour."""
    if whole_days:
        return day
    return datetime.combine(day, start.time() if isinstance(start, datetime) else time())


def _rule(text: str, whole_days: bool) -> str:
    """The rule, its UNTIL of the kind that its start calls for: a day, or an instant in UTC."""
    until = parse(text).until
    if until is None:
        return text
    if whole_days:
        said = f"{until:%Y%m%d}"
    else:
        last = until if isinstance(until, datetime) else datetime.combine(until, time(23, 59, 59))
        said = _utc(aware(last))
    return ";".join(
        f"UNTIL={said}" if part.startswith("UNTIL=") else part for part in text.split(";")
    )


def _when(name: str, when: When) -> str:
    if not isinstance(when, datetime):
        return f"{name};VALUE=DATE:{when:%Y%m%d}"
    if when.tzinfo is not None:
        when = when.astimezone(PARIS)
    return f"{name};TZID=Europe/Paris:{when:%Y%m%dT%H%M%S}"


def _utc(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """A TEXT value (§3.3.11), without the control characters that no value may have."""
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    lines = "\\n".join(escaped.splitlines())
    return "".join(c for c in lines if c >= " " and c != "\x7f")


def _folded(line: str) -> bytes:
    """The line in pieces of 75 octets at most, no character cut (§3.1)."""
    data = line.encode()
    pieces: list[bytes] = []
    room = _LIMIT
    while len(data) > room:
        cut = room
        while data[cut] & 0xC0 == 0x80:  # within a character
            cut -= 1
        pieces.append(data[:cut])
        data = data[cut:]
        room = _LIMIT - 1  # for the space that begins each of the next
    return b"\r\n ".join([*pieces, data]) + b"\r\n"
