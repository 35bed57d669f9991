"""Dates and hours as people write them."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory.ground.dates import MONTHS, WEEKDAYS, in_words, parse_heure, parse_instant, parse_jour
from factory.ground.refusal import Refus


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2026-03-03", date(2026, 3, 3)),
        ("03/03/2026", date(2026, 3, 3)),
        ("4/3/2026", date(2026, 3, 4)),
        ("03.03.2026", date(2026, 3, 3)),
        ("3 mars 2026", date(2026, 3, 3)),
        ("1er MARS 2026", date(2026, 3, 1)),
        ("1 fevrier 2026", date(2026, 2, 1)),
        ("3 févr. 2026", date(2026, 2, 3)),
        ("3 août 2026", date(2026, 8, 3)),
        ("mardi 3 mars 2026", date(2026, 3, 3)),
        ("le mardi 3\u00a0mars 2026", date(2026, 3, 3)),
        ("sam. 7 mars 2026", date(2026, 3, 7)),
        ("3 mars 2026 18h30", datetime(2026, 3, 3, 18, 30)),
        ("3 mars 2026 à 18 h 30", datetime(2026, 3, 3, 18, 30)),
        ("3 mars 2026, 18h", datetime(2026, 3, 3, 18)),
        ("mardi 3 mars 2026 à midi", datetime(2026, 3, 3, 12)),
        ("03/03/2026 18:30", datetime(2026, 3, 3, 18, 30)),
        ("2026-03-03T18:30:00", datetime(2026, 3, 3, 18, 30)),
        ("2026-03-03T18:30:00Z", datetime(2026, 3, 3, 19, 30)),
        ("2026-07-03T18:30:00.123Z", datetime(2026, 7, 3, 20, 30)),
        ("2026-03-03 18:30:00 -0500", datetime(2026, 3, 4, 0, 30)),
        ("2026-03-03 18:30:00 +01:00", datetime(2026, 3, 3, 18, 30)),
    ],
)
def test_what_is_read(text: str, when: date) -> None:
    found = parse_instant(text)
    assert found == when and type(found) is type(when)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("31 avril 2026", "« 31 avril 2026 » n’est pas une date : il n’y a pas de 31 avril."),
        (
            "29/02/2026",
            "« 29/02/2026 » n’est pas une date : 2026 n’est pas bissextile, février s’arrête au "
            "28.",
        ),
        (
            "12/31/2026",
            "« 12/31/2026 » n’est pas une date : il n’y a pas de mois n° 31 (le jour se met "
            "avant le mois).",
        ),
        (
            "2026-13-01",
            "« 2026-13-01 » n’est pas une date : il n’y a pas de mois n° 13 (le mois se met "
            "avant le jour).",
        ),
        ("2024-13-45", "« 2024-13-45 » n’est pas une date : il n’y a pas de mois n° 13."),
        ("3 marz 2026", "« 3 marz 2026 » n’est pas une date : « marz » n’est pas un mois."),
        ("03/03/78", "« 03/03/78 » : l’année doit avoir quatre chiffres."),
        ("mardi 4 mars 2026", "« mardi 4 mars 2026 » : le 4 mars 2026 est un mercredi."),
        ("demain", "« demain » n’est pas une date."),
        ("3 mars 2026 18h-20h", "« 3 mars 2026 18h-20h » : l’heure « 18h-20h » ne se lit pas."),
    ],
)
def test_what_is_refused_says_why(text: str, message: str) -> None:
    with pytest.raises(Refus) as caught:
        parse_instant(text)
    assert caught.value.message == message
    assert "3 mars 2026" in caught.value.remedy or "jour de la semaine" in caught.value.remedy


def test_a_day_takes_no_hour() -> None:
    assert parse_jour("2026-03-03T00:00:00+01:00") == date(2026, 3, 3)
    with pytest.raises(Refus, match="« 18h » est en trop"):
        parse_jour("3 mars 2026 18h")


@given(st.dates(min_value=date(1000, 1, 1)), st.times().map(lambda at: at.replace(second=0)))
def test_every_usual_form_says_the_same(day: date, at: time) -> None:
    forms = [
        day.isoformat(),
        f"{day:%d/%m/}{day.year}",
        in_words(day),
        f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1].upper()} {day.year}",
    ]
    assert {parse_jour(form) for form in forms} == {day}
    when = datetime.combine(day, at.replace(microsecond=0))
    for form in forms:
        assert parse_instant(f"{form} à {at.hour}h{at.minute:02}") == when
        assert parse_instant(f"{form} {at:%H:%M}") == when
    assert parse_heure(f"{at.hour} h {at.minute:02}") == when.time()


@given(
    st.text(max_size=40) | st.text(st.sampled_from("0123456789/-:hT +Zmarsfévrier. "), max_size=30)
)
def test_no_text_raises_anything_but_a_refusal(text: str) -> None:
    for parse in (parse_jour, parse_instant, parse_heure):
        try:
            parse(text)
        except Refus as refus:
            assert refus.message and refus.remedy
