"""Recurrences: read, expanded, said in French."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from factory.ground.recurrence import expand, parse, sentence, synchronised
from factory.ground.refusal import Refus

TUESDAY = date(2026, 3, 3)


@pytest.mark.parametrize(
    ("written", "rule", "said"),
    [
        ("chaque mardi", "FREQ=WEEKLY;BYDAY=TU", "Chaque mardi"),
        ("tous les mardis et jeudis", "FREQ=WEEKLY;BYDAY=TU,TH", "Chaque mardi et jeudi"),
        ("le premier lundi de chaque mois", "FREQ=MONTHLY;BYDAY=1MO", None),
        (
            "le dernier vendredi du mois",
            "FREQ=MONTHLY;BYDAY=-1FR",
            "Le dernier vendredi de chaque mois",
        ),
        (
            "le 1er et le 3e mercredi du mois",
            "FREQ=MONTHLY;BYDAY=1WE,3WE",
            "Le premier et le troisième mercredi de chaque mois",
        ),
        ("tous les 15 jours le samedi", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", None),
        ("toutes les 3 semaines le lundi", "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO", None),
        ("chaque jour", "FREQ=DAILY", None),
        ("le 15 de chaque mois", "FREQ=MONTHLY;BYMONTHDAY=15", None),
        ("chaque semaine", "FREQ=WEEKLY", "Chaque mardi"),
        (
            "chaque mardi jusqu'au 30 juin 2026",
            "FREQ=WEEKLY;UNTIL=20260630;BYDAY=TU",
            "Chaque mardi, jusqu’au 30 juin 2026",
        ),
        ("rrule:freq=yearly", "FREQ=YEARLY", "Chaque année, le 3 mars"),
        (
            "FREQ=YEARLY;BYMONTH=9;BYDAY=1SU",
            "FREQ=YEARLY;BYDAY=1SU;BYMONTH=9",
            "Chaque année, le premier dimanche de septembre",
        ),
        (
            "FREQ=WEEKLY;BYDAY=TU;BYMONTH=5,6,7,8,9",
            "FREQ=WEEKLY;BYDAY=TU;BYMONTH=5,6,7,8,9",
            "Chaque mardi, de mai à septembre",
        ),
        (
            "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1",
            "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1",
            "Le premier lundi de chaque mois",
        ),
        ("FREQ=DAILY;COUNT=10", "FREQ=DAILY;COUNT=10", "Chaque jour, 10 fois"),
        ("FREQ=YEARLY;BYWEEKNO=20", "FREQ=YEARLY;BYWEEKNO=20", "Plusieurs dates"),
    ],
)
def test_a_rule_is_read_and_said(written: str, rule: str, said: str | None) -> None:
    assert str(parse(written)) == rule
    assert str(parse(rule)) == rule
    assert sentence(rule, TUESDAY) == (said or written[0].upper() + written[1:])


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("souvent", "« souvent » n’est pas une répétition."),
        (
            "FREQ=HOURLY",
            "« FREQ=HOURLY » : une répétition se compte en jours, semaines, mois ou années.",
        ),
        (
            "FREQ=WEEKLY;BYDAY=MA",
            "« FREQ=WEEKLY;BYDAY=MA » : « MA » n’est pas un jour (MO, TU, WE, TH, FR, SA, SU).",
        ),
        ("FREQ=DAILY;BYHOUR=3", "« FREQ=DAILY;BYHOUR=3 » : BYHOUR n’est pas accepté."),
        (
            "FREQ=DAILY;COUNT=2;UNTIL=20260101",
            "« FREQ=DAILY;COUNT=2;UNTIL=20260101 » : COUNT et UNTIL ne vont pas ensemble.",
        ),
    ],
)
def test_a_refusal_says_why(written: str, message: str) -> None:
    with pytest.raises(Refus) as caught:
        parse(written)
    assert caught.value.message == message
    assert "chaque mardi" in caught.value.remedy


def test_the_hour_stays_across_a_change_of_clocks() -> None:
    found = expand("chaque mardi", datetime(2026, 3, 24, 18, 30), date(2026, 4, 7))
    assert [str(at) for at in found] == [
        "2026-03-24 18:30:00",
        "2026-03-31 18:30:00",
        "2026-04-07 18:30:00",
    ]


def test_a_day_gives_days_and_excluded_ones_are_left_out() -> None:
    found = expand("chaque mardi", TUESDAY, date(2026, 3, 31), [date(2026, 3, 10)])
    assert found == (TUESDAY, date(2026, 3, 17), date(2026, 3, 24), date(2026, 3, 31))


def test_a_count_counts_from_the_start_even_unseen() -> None:
    rule = "FREQ=WEEKLY;COUNT=3"
    assert expand(rule, TUESDAY, date(2027, 1, 1), since=date(2026, 3, 10)) == (
        date(2026, 3, 10),
        date(2026, 3, 17),
    )


def test_a_start_beside_its_rule_is_known() -> None:
    assert synchronised("chaque mardi", TUESDAY)
    assert not synchronised("chaque lundi", TUESDAY)


def test_a_rule_that_never_falls_gives_nothing_quickly() -> None:
    assert expand("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", TUESDAY, date(2027, 3, 31)) == ()


def test_occurrences_are_bounded() -> None:
    assert len(expand("chaque jour", TUESDAY, date(2999, 1, 1))) == 1000


PARTS = st.sampled_from(
    [
        "FREQ=DAILY",
        "FREQ=WEEKLY",
        "FREQ=MONTHLY",
        "FREQ=YEARLY",
        "INTERVAL=2",
        "COUNT=5",
        "BYDAY=MO",
        "BYDAY=1MO,-1FR",
        "BYMONTH=2",
        "BYMONTHDAY=31",
        "BYMONTHDAY=-1",
        "BYSETPOS=-1",
        "UNTIL=20270101T120000Z",
        "UNTIL=20269999",
        "WKST=SU",
        "BYYEARDAY=366",
        "BYWEEKNO=53",
        "X",
    ]
)


@given(st.lists(PARTS, max_size=5).map(";".join) | st.text(max_size=30))
def test_any_rule_is_refused_or_expands_in_order(text: str) -> None:
    try:
        rule = parse(text)
    except Refus:
        return
    assert parse(str(rule)) == rule
    found = expand(rule, datetime(2026, 3, 3, 18, 30), date(2027, 3, 31))
    assert list(found) == sorted(set(found))
    assert sentence(rule, TUESDAY)


WEEKDAYS = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
NUMBERS = {"BYMONTH": 12, "BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53}


@st.composite
def rules(draw: Any) -> str:
    """Rules on which dateutil follows the RFC: it cuts the first week short for BYSETPOS, and
    wants a day to be both ranked and unranked where a rule mixes them.
    """
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={freq}", f"INTERVAL={draw(st.integers(1, 4))}"]
    weekdays = draw(st.lists(WEEKDAYS, max_size=3, unique=True))
    if weekdays:
        rank = draw(st.sampled_from([1, 2, -1])) if freq in ("MONTHLY", "YEARLY") else ""
        rank = draw(st.sampled_from([rank, ""]))
        parts.append("BYDAY=" + ",".join(f"{rank}{day}" for day in weekdays))
    names = ["BYMONTH", "BYMONTHDAY"] if freq != "YEARLY" else list(NUMBERS)
    for name in draw(st.lists(st.sampled_from(names), max_size=1)):
        low = 1 if name == "BYMONTH" else -NUMBERS[name]
        numbers = st.integers(low, NUMBERS[name]).filter(bool)
        parts.append(
            f"{name}=" + ",".join(map(str, draw(st.lists(numbers, min_size=1, max_size=4))))
        )
    if weekdays and freq != "WEEKLY" and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(st.sampled_from([1, 2, -1]))}")
    return ";".join(parts)


@given(rules(), st.datetimes(datetime(2020, 1, 1), datetime(2026, 1, 1)))
def test_dateutil_gives_the_same_dates(text: str, start: datetime) -> None:
    from dateutil.rrule import rrulestr

    start = start.replace(microsecond=0)
    last = start.replace(year=start.year + 3, day=1)
    found = expand(text, start, last)
    assume(found)
    expected: list[datetime] = []
    for at in rrulestr(text, dtstart=start):
        if at > last or len(expected) > len(found):
            break
        expected.append(at)
    assert list(found) == expected[:1000]
