"""Instants in France: the bounds of days, and the two nights on which clocks change."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory.ground.dates import parse_moment
from factory.ground.holidays import easter, holiday, holidays
from factory.ground.moment import PARIS, after, aware, closing, fixed, opening, wall
from factory.ground.refusal import Refus


def test_a_bare_day_runs_from_midnight_to_midnight() -> None:
    assert opening(date(2026, 3, 3)).isoformat() == "2026-03-03T00:00:00+01:00"
    assert closing(date(2026, 3, 3)).isoformat() == "2026-03-04T00:00:00+01:00"
    assert closing(datetime(2026, 3, 3, 18, 30)).isoformat() == "2026-03-03T18:30:00+01:00"


def test_the_days_on_which_clocks_change_last_23_and_25_hours() -> None:
    assert length(date(2026, 3, 29)) == timedelta(hours=23)
    assert length(date(2026, 10, 25)) == timedelta(hours=25)


def length(day: date) -> timedelta:
    return closing(day).astimezone(UTC) - opening(day).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-10-25T02:50:00+02:00", "2026-10-25T02:10:00+01:00"),
        ("2027-03-28T01:50:00+01:00", "2027-03-28T03:10:00+02:00"),
    ],
)
def test_time_that_passes_is_not_what_clocks_show(start: str, end: str) -> None:
    began = datetime.fromisoformat(start).astimezone(PARIS)
    ended = after(began, timedelta(minutes=20))
    assert ended.isoformat() == end
    assert fixed(ended) - fixed(began) == timedelta(minutes=20)
    assert fixed(began).isoformat() == start


def test_of_two_same_hours_the_first_is_meant() -> None:
    assert opening(datetime(2026, 10, 25, 2, 30)).isoformat() == "2026-10-25T02:30:00+02:00"


def test_a_skipped_hour_is_the_instant_at_which_clocks_jump() -> None:
    for minute in (0, 30, 59):
        found = opening(datetime(2026, 3, 29, 2, minute))
        assert found.isoformat() == "2026-03-29T03:00:00+02:00"


@given(st.datetimes(datetime(1980, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)))
def test_an_instant_is_found_again_by_its_wall_clock(when: datetime) -> None:
    found = aware(wall(when))
    assert found <= when and when - found in (timedelta(0), timedelta(hours=1))
    assert found.tzinfo is PARIS


@given(st.lists(st.datetimes(datetime(2026, 3, 28), datetime(2026, 3, 30)), min_size=2))
def test_order_is_kept_across_the_jump(hours: list[datetime]) -> None:
    instants = [aware(hour) for hour in sorted(hours)]
    assert instants == sorted(instants)


def test_a_moment_of_the_command_line() -> None:
    assert parse_moment("2026-03-03").isoformat() == "2026-03-03T00:00:00+01:00"
    assert parse_moment("3 mars 2026 à 18h30").isoformat() == "2026-03-03T18:30:00+01:00"
    with pytest.raises(Refus):
        parse_moment("bientôt")


def test_the_public_holidays_of_a_year() -> None:
    assert {f"{day:%d/%m}": name for day, name in holidays(2026).items()} == {
        "01/01": "Jour de l’An",
        "06/04": "Lundi de Pâques",
        "01/05": "Fête du Travail",
        "08/05": "Victoire de 1945",
        "14/05": "Ascension",
        "25/05": "Lundi de Pentecôte",
        "14/07": "Fête nationale",
        "15/08": "Assomption",
        "01/11": "Toussaint",
        "11/11": "Armistice de 1918",
        "25/12": "Noël",
    }
    assert holiday(date(2026, 7, 14)) == "Fête nationale"
    assert holiday(date(2026, 7, 15)) == ""


@given(st.integers(1583, 4099))
def test_easter_agrees_with_dateutil(year: int) -> None:
    from dateutil.easter import easter as reference

    assert easter(year) == reference(year)
    assert len(holidays(year)) in (10, 11)
