"""Calendar files: what another program reads in them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory.site.views import CalendarEvent, CalendarView
from factory.theme.calendar import calendar
from factory.theme.theme import Theme

PARIS = ZoneInfo("Europe/Paris")
STAMP = datetime(2026, 3, 1, 9, tzinfo=PARIS)


def read(**event: Any) -> icalendar.Event:
    values = {"id": "fete@exemple.fr", "url": "https://exemple.fr/fete/", "titre": "Fête",
              "debut": datetime(2026, 3, 14, 14, 30), "maj": STAMP}  # fmt: skip
    view = CalendarView(titre="Agenda", evenements=(CalendarEvent(**(values | event)),))
    data = calendar(view)
    found = icalendar.Calendar.from_ical(data)
    assert data.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert not found.errors
    [only] = found.walk("VEVENT")
    assert not only.errors
    return only


def test_an_event_is_told_in_the_hours_of_france() -> None:
    event = read(fin=datetime(2026, 3, 14, 18), lieu="Place de la Fontaine, 13999 Saint-Exemple")
    assert event["DTSTART"].dt == datetime(2026, 3, 14, 14, 30, tzinfo=PARIS)
    assert event["DTEND"].dt == datetime(2026, 3, 14, 18, tzinfo=PARIS)
    assert event["LOCATION"] == "Place de la Fontaine, 13999 Saint-Exemple"
    assert event["STATUS"] == "CONFIRMED"
    # Of the data, never of the clock: the same view gives the same bytes for ever.
    assert event["DTSTAMP"].dt == STAMP.astimezone(UTC)


def test_days_end_where_the_next_begins() -> None:
    event = read(debut=date(2026, 4, 30), fin=date(2026, 5, 2))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 4, 30), date(2026, 5, 3))
    assert read(debut=date(2026, 4, 30))["DTEND"].dt == date(2026, 5, 1)
    assert "DTEND" not in read()


def test_both_bounds_are_of_one_kind() -> None:
    event = read(debut=datetime(2026, 6, 1, 9), fin=date(2026, 6, 2))
    assert event["DTEND"].dt == datetime(2026, 6, 3, tzinfo=PARIS)
    event = read(debut=date(2026, 6, 1), fin=datetime(2026, 6, 2, 12))
    assert event["DTSTART"].dt == datetime(2026, 6, 1, tzinfo=PARIS)


def test_a_recurrence_ends_at_an_instant_and_leaves_out_its_days() -> None:
    event = read(
        debut=datetime(2026, 3, 3, 18, 30),
        recurrence="FREQ=WEEKLY;UNTIL=20260630;BYDAY=TU",
        sauf=(date(2026, 4, 21),),
    )
    assert event["RRULE"]["UNTIL"] == [datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC)]
    assert event["RRULE"]["BYDAY"] == ["TU"]
    assert event["EXDATE"].dts[0].dt == datetime(2026, 4, 21, 18, 30, tzinfo=PARIS)
    event = read(
        debut=date(2026, 3, 3), recurrence="FREQ=WEEKLY;UNTIL=20260630", sauf=(date(2026, 3, 10),)
    )
    assert event["RRULE"]["UNTIL"] == [date(2026, 6, 30)]
    assert event["EXDATE"].dts[0].dt == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("state", "said"), [({"annule": True}, "CANCELLED"), ({"reporte": True}, "TENTATIVE")]
)
def test_a_cancelled_event_says_so(state: dict[str, bool], said: str) -> None:
    assert read(**state)["STATUS"] == said


@given(st.text())
def test_any_text_comes_back(text: str) -> None:
    event = read(titre=text, resume=text)
    shown = "\n".join(text.splitlines())
    shown = "".join(c for c in shown if c == "\n" or (c >= " " and c != "\x7f"))
    assert event["SUMMARY"] == shown


def test_the_changes_of_hour_are_those_of_paris() -> None:
    found = icalendar.Calendar.from_ical(calendar(CalendarView(titre="A", evenements=())))
    [zone] = found.walk("VTIMEZONE")
    local = zone.to_tz(lookup_tzid=False)
    day = datetime(2020, 1, 1, 12)
    while day.year < 2031:
        assert day.replace(tzinfo=local).utcoffset() == day.replace(tzinfo=PARIS).utcoffset()
        day += timedelta(days=1)


def test_the_theme_renders_a_calendar(theme: Theme) -> None:
    view = CalendarView(titre="Agenda, commune d’Exemple", evenements=())
    assert theme.render("agenda.ics", view) == calendar(view)
