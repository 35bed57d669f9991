"""Whether a place is open at a moment, and until when."""

from datetime import date, datetime

import pytest
from horaires import MAIRIE, hours

from factory.ground.hours import (
    state_at,
)
from factory.ground.hours.bounds import contains


@pytest.mark.parametrize(
    ("at", "opened", "until"),
    [
        ("2026-03-03T09:00", True, "2026-03-03T12:00:00+01:00"),
        ("2026-03-03T12:00", False, "2026-03-03T13:30:00+01:00"),
        ("2026-03-04T09:00", False, "2026-03-05T08:30:00+01:00"),
        ("2026-03-06T18:00", False, "2026-03-07T09:00:00+01:00"),
        ("2026-03-14T10:00", False, "2026-03-16T08:30:00+01:00"),
        ("2026-07-14T09:00", False, "2026-07-16T08:00:00+02:00"),
        ("2026-06-08T15:00", True, "2026-06-08T16:00:00+02:00"),
        ("2026-06-01T15:00", False, "2026-06-08T08:00:00+02:00"),
        ("2026-05-04T09:00", False, "2026-05-07T08:30:00+02:00"),
    ],
)
def test_open_or_closed(at: str, opened: bool, until: str) -> None:
    state = state_at(hours(MAIRIE), datetime.fromisoformat(at))
    assert state.jusqu_a is not None
    assert (state.ouvert, state.jusqu_a.isoformat()) == (opened, until)


def test_a_place_always_open_never_closes() -> None:
    always = hours("tous les jours: 24h/24\njours_feries: ouvert")
    assert state_at(always, datetime(2026, 3, 3, 9)).ouvert
    assert state_at(always, datetime(2026, 3, 3, 9)).jusqu_a is None
    bar = hours("vendredi: 18h-24h\nsamedi: 0h-2h, 18h-24h")
    late = state_at(bar, datetime(2026, 3, 6, 23)).jusqu_a
    assert late is not None and late.isoformat() == "2026-03-07T02:00:00+01:00"


def test_a_yearly_stretch_may_span_new_year() -> None:
    assert contains("--12-20", "--01-05", date(2026, 1, 1))
    assert contains("--12-20", "--01-05", date(2026, 12, 31))
    assert not contains("--12-20", "--01-05", date(2026, 6, 1))
