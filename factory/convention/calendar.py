"""The deadlines as a file that calendars read (RFC 5545): one all-day event each."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from factory.convention.agenda import Entry
from factory.ground.slugs import slug

_EOL = "\r\n"


def ics(entries: Sequence[Entry], moment: datetime, title: str) -> bytes:
    """The calendar. `moment` dates it (DTSTAMP): the rest depends on the entries alone."""
    stamp = moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Usine à sites//Conventions//FR",
        "CALSCALE:GREGORIAN", f"X-WR-CALNAME:{_escaped(title)}",
    ]  # fmt: skip
    for entry in entries:
        lines += _event(entry, stamp)
    lines.append("END:VCALENDAR")
    return "".join(folded + _EOL for line in lines for folded in _folded(line)).encode()


def _event(entry: Entry, stamp: str) -> Iterator[str]:
    one = entry.deadline
    doubt = f" ({one.doubt}, à confirmer)" if one.doubt else ""
    name = slug(f"{one.code} {one.title} {one.doubt}")
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.slug}-{one.day:%Y%m%d}-{name}@convention.usine"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(f'{entry.nom} : {one.title}{doubt}')}"
    yield f"DESCRIPTION:{_escaped(f'Convention, {one.article}.')}"
    yield "TRANSP:TRANSPARENT"
    for days in (30, 7):
        yield from (
            "BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-P{days}D",
            f"DESCRIPTION:{_escaped(one.title)}", "END:VALARM",
        )  # fmt: skip
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    for character in ("\\", ";", ","):
        text = text.replace(character, f"\\{character}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Lines of 75 bytes at most, a character never cut; what goes on begins with a space."""
    part, room = "", 75
    for character in line:
        size = len(character.encode())
        if size > room:
            yield part
            part, room = " ", 74
        part += character
        room -= size
    yield part
