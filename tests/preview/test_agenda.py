"""When a commune is due: settled, never put off for ever, and on its date."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from factory.preview.agenda import LONGEST, Agenda, Due

DAY = datetime(2026, 12, 1, 8, tzinfo=UTC)
LATER = DAY + timedelta(seconds=4)


def test_a_folder_is_due_once_it_has_settled():
    agenda = Agenda(settling=0.05, patience=30)
    agenda.touched("a", 10.00)
    agenda.touched("a", 10.04)
    assert agenda.waits("a", 10.04)
    assert agenda.take(10.08, DAY, ()) is None
    assert agenda.pause(10.08, DAY, ()) <= 0.0101
    assert agenda.take(10.091, DAY, ()) == Due("a", 10.04 + 0.05, asked=True)
    assert not agenda.waits("a", 10.091)
    assert agenda.take(99, DAY, ()) is None


def test_one_commune_is_never_taken_twice_at_once():
    agenda = Agenda(settling=0.05)
    agenda.touched("a", 1)
    agenda.touched("b", 2)
    assert agenda.take(3, DAY, {"a"}).name == "b"
    assert agenda.pause(3, DAY, {"a"}) == LONGEST
    assert agenda.take(3, DAY, ()).name == "a"


def test_a_date_is_due_at_its_instant_and_no_sooner():
    agenda = Agenda()
    agenda.on("a", LATER)
    assert agenda.take(1, DAY, ()) is None
    assert agenda.pause(1, DAY, ()) == 4.0
    assert agenda.take(2, LATER, ()) == Due("a", 2, asked=True)
    assert agenda.take(3, LATER, ()) is None


def test_a_clock_that_was_moved_is_noticed():
    agenda = Agenda()
    agenda.on("a", DAY + timedelta(days=30))
    assert agenda.pause(1, DAY, ()) == LONGEST
    assert agenda.take(2, DAY + timedelta(days=31), ()).name == "a"


def test_a_look_that_nobody_asked_for():
    agenda = Agenda()
    agenda.within("a", 5.0, 0)
    agenda.within("a", 60.0, 0)
    assert agenda.take(4, DAY, ()) is None
    assert agenda.take(5, DAY, ()) == Due("a", 5.0, asked=False)


@given(st.lists(st.floats(0, 0.06), min_size=1, max_size=200))
def test_changes_without_end_are_built_all_the_same(gaps):
    agenda, now, taken = Agenda(settling=0.05, patience=1.0), 0.0, []
    for gap in gaps:
        now += gap
        agenda.touched("a", now)
        if agenda.take(now, DAY, ()):
            taken.append(now)
    assert len(taken) >= int(now / 1.2)
    last = agenda.take(now + 1.0, DAY, ())
    assert last is not None or (taken and taken[-1] == now)
