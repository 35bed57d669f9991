"""Where a convention stands, and its next deadlines: art. 7 and 9, RGPD art. 33."""

from datetime import date, datetime

import pytest

from factory.convention import life
from factory.convention.deadlines import deadlines
from factory.convention.diligence import notification_limit
from factory.convention.life import State, standing
from factory.convention.periods import after, days, days_of, last_receipt
from factory.convention.readings import Lectures
from factory.tenants import convention as conventions
from factory.tenants.convention import Convention
from factory.tenants.privacy import Violation

PLAIN = Lectures()
CIVIL = Lectures(huit_ans="années civiles")
FULL = Lectures(huit_ans="date à date")
OPEN_DAYS = Lectures(echeances="jour ouvrable suivant")


def agreed(text: str = "", notified: str = "2026-11-23") -> Convention:
    """A convention notified on a day, and what `text` adds under « dates »."""
    bound = conventions.read(f"dates:\n  notification: {notified}\n{text}".encode())
    assert bound.value is not None, "\n".join(map(str, bound.problems))
    return bound.value


@pytest.mark.parametrize(
    ("notified", "civil", "full"),
    [
        ("2026-11-23", "2033-12-31", "2034-11-22"),  # art. 7, the issue's own example
        ("2026-12-31", "2033-12-31", "2034-12-30"),  # notified on 31 December: a year of one day
        ("2027-01-01", "2034-12-31", "2034-12-31"),  # both readings meet
        ("2028-02-29", "2035-12-31", "2036-02-28"),  # from 29 February to 29 February, less a day
        ("2024-03-01", "2031-12-31", "2032-02-29"),  # the eighth year ends on 29 February
    ],
)
def test_eight_years_have_two_readings(notified: str, civil: str, full: str) -> None:
    day = date.fromisoformat(notified)
    assert life.longest(day, CIVIL) == date.fromisoformat(civil)
    assert life.longest(day, FULL) == date.fromisoformat(full)


@pytest.mark.parametrize(
    ("received", "end"),
    [
        ("2027-09-30", "2027-12-31"),  # art. 9: 30/09 + 3 months = 30/12
        ("2027-10-01", "2028-12-31"),  # 01/10 + 3 months = 01/01: too late for this year
        ("2027-01-01", "2027-12-31"),
        ("2027-12-31", "2028-12-31"),
        ("2027-11-30", "2028-12-31"),  # three months end on 29 February 2028
    ],
)
def test_a_letter_ends_the_convention_with_a_year(received: str, end: str) -> None:
    said = agreed(f"  resiliation: {{recue_le: {received}, par: la commune}}\n")
    day = date.fromisoformat(received)
    assert standing(said, day, PLAIN).state is State.PREAVIS
    known = standing(said, day, PLAIN).end
    assert known is not None and known.day == date.fromisoformat(end)
    assert (known.why, known.article) == ("résiliation par la commune", "article 9")
    assert standing(said, known.day, PLAIN).state is State.PREAVIS
    assert standing(said, date(known.day.year + 1, 1, 1), PLAIN).state is State.TERMINEE


@pytest.mark.parametrize(
    ("year", "calendar", "working"),
    [
        (2026, "2026-09-30", "2026-09-30"),
        (2027, "2027-09-30", "2027-09-30"),
        (2028, "2028-09-30", "2028-09-29"),  # 30/12/2028 is a Saturday: moved past 31/12
        (2029, "2029-09-30", "2029-09-30"),  # 30/12/2029 is a Sunday: moved to Monday 31
        (2034, "2034-09-30", "2034-09-29"),
    ],
)
def test_the_last_useful_receipt(year: int, calendar: str, working: str) -> None:
    end = date(year, 12, 31)
    assert last_receipt(end, PLAIN) == date.fromisoformat(calendar)
    assert last_receipt(end, OPEN_DAYS) == date.fromisoformat(working)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2027-08-31", 6, "2028-02-29"),  # a leap year
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2028-02-29", 3, "2028-05-29"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2027-01-31", 1, "2027-02-28"),
        ("2027-12-31", 6, "2028-06-30"),
    ],
)
def test_months_go_from_day_to_day(start: str, months: int, end: str) -> None:
    assert after(date.fromisoformat(start), months, PLAIN) == date.fromisoformat(end)


def test_a_period_may_end_on_a_working_day() -> None:
    assert after(date(2026, 8, 1), 3, PLAIN) == date(2026, 11, 1)  # a Sunday, and All Saints
    assert after(date(2026, 8, 1), 3, OPEN_DAYS) == date(2026, 11, 2)
    assert after(date(2027, 2, 14), 3, OPEN_DAYS) == date(2027, 5, 14)  # a Friday stays
    assert after(date(2027, 2, 17), 3, OPEN_DAYS) == date(2027, 5, 18)  # Whit Monday


def test_a_convention_begins_with_its_notification() -> None:
    said = agreed("  signature: 2026-11-10\n  mise_en_service: 2027-02-01\n")
    found = [
        (str(standing(said, date.fromisoformat(day), PLAIN)), service)
        for day, service in (
            ("2026-11-09", False),
            ("2026-11-10", False),
            ("2026-11-22", False),
            ("2026-11-23", False),
            ("2027-02-01", True),
            ("2033-12-31", True),
            ("2034-01-01", False),
        )
        if standing(said, date.fromisoformat(day), PLAIN).in_service is service
    ]
    assert [state for state, _ in found] == [
        "en préparation", "signée, à notifier", "signée, à notifier", "en vigueur", "en vigueur",
        "en vigueur", "terminée",
    ]  # fmt: skip


def test_it_renews_itself_each_year_until_the_eighth() -> None:
    said = agreed(notified="2026-12-31")
    for year in range(2026, 2034):
        assert standing(said, date(year, 12, 31), CIVIL).state is State.VIGUEUR
    codes = {d.code for d in deadlines(said, date(2033, 3, 1), CIVIL)}
    assert codes == {"huit-ans", "sort-des-donnees"}  # neither renewal nor letter in the last year
    assert "reconduction" in {d.code for d in deadlines(said, date(2032, 3, 1), CIVIL)}
    assert standing(said, date(2034, 1, 1), CIVIL).state is State.TERMINEE


def test_a_formal_notice_ends_by_right_unless_performed_in_three_months() -> None:
    text = "  mises_en_demeure:\n    - {recue_le: 2027-11-30, obligation: payer, executee_le: %s}\n"
    met, late = agreed(text % "2028-02-29"), agreed(text % "2028-03-01")
    for said in (met, late):
        assert standing(said, date(2027, 12, 1), PLAIN).state is State.DEMEURE
        assert [
            d.day for d in deadlines(said, date(2028, 1, 5)) if d.code == "mise-en-demeure"
        ] == [date(2028, 2, 29)]
    assert standing(met, date(2028, 3, 2), PLAIN).state is State.VIGUEUR
    ended = standing(late, date(2028, 3, 2), PLAIN)
    assert ended.state is State.TERMINEE and ended.since == date(2028, 3, 1)


@pytest.mark.parametrize(
    ("sent", "end"),
    [
        ("2028-02-29", None),  # six months are over that evening: too early
        ("2028-03-01", "2028-04-01"),
        ("2029-01-31", "2029-02-28"),  # one month after the sending, not the receipt
    ],
)
def test_force_majeure_ends_a_month_after_the_letter_is_sent(sent: str, end: str | None) -> None:
    said = agreed(
        f"  force_majeure: {{debut: 2027-08-31, cause: incendie, courrier_envoye_le: {sent}}}\n"
    )
    assert standing(said, date(2027, 9, 1), PLAIN).state is State.EMPECHEE
    [six] = [d for d in deadlines(said, date(2027, 9, 1)) if d.code == "force-majeure"]
    assert six.day == date(2028, 3, 1)
    force = said.dates.force_majeure[0]
    assert life.released(force, PLAIN) == (date.fromisoformat(end) if end else None)
    if end:
        day = date.fromisoformat(end)
        assert standing(said, day, PLAIN).state is State.EMPECHEE
        assert standing(said, date(day.year, day.month + 1, 2), PLAIN).state is State.TERMINEE


@pytest.mark.parametrize(
    ("over", "sent", "ends"),
    [
        ("2028-02-29", "2028-03-05", False),  # within six months
        ("2028-04-01", "2028-04-02", False),  # beyond, and over when the letter leaves
        ("2028-04-01", "2028-04-01", True),
    ],
)
def test_force_majeure_that_is_over_ends_nothing(over: str, sent: str, ends: bool) -> None:
    said = agreed(
        f"  force_majeure: {{debut: 2027-08-31, fin: {over}, courrier_envoye_le: {sent}}}\n"
    )
    state = standing(said, date(2030, 1, 1), PLAIN).state
    assert state is (State.TERMINEE if ends else State.VIGUEUR)


def test_an_end_that_was_agreed_is_not_known_before() -> None:
    said = agreed("  fin: 2029-06-30\n  fin_convenue_le: 2029-02-01\n")
    before = standing(said, date(2029, 1, 31), CIVIL).end
    after_that = standing(said, date(2029, 2, 1), CIVIL).end
    assert before is not None and before.day == date(2033, 12, 31)
    assert after_that is not None and after_that.day == date(2029, 6, 30)
    assert standing(said, date(2029, 7, 1), CIVIL).state is State.TERMINEE


def test_a_letter_of_october_comes_after_one_more_renewal() -> None:
    said = agreed("  resiliation: {recue_le: 2027-10-01}\n")
    shown = [(str(d.day), d.code) for d in deadlines(said, date(2027, 10, 1), CIVIL)]
    assert shown == [
        ("2027-12-31", "reconduction"), ("2028-12-31", "fin"), ("2028-12-31", "sort-des-donnees"),
    ]  # fmt: skip


def test_what_happens_later_does_not_change_an_earlier_day() -> None:
    before = agreed()
    after_all = agreed(
        "  resiliation: {recue_le: 2029-09-10}\n"
        "  mises_en_demeure: {recue_le: 2028-01-10, obligation: sauver, executee_le: 2028-02-01}\n"
        "  force_majeure: {debut: 2028-06-01, fin: 2028-07-01}\n"
    )
    for ordinal in range(date(2026, 11, 1).toordinal(), date(2028, 1, 10).toordinal()):
        day = date.fromordinal(ordinal)
        assert standing(before, day, PLAIN) == standing(after_all, day, PLAIN)
        assert deadlines(before, day) == deadlines(after_all, day)


def test_deadlines_say_both_readings_until_one_is_confirmed() -> None:
    said = agreed()
    shown = [(str(d.day), d.code, d.doubt) for d in deadlines(said, date(2026, 11, 23))]
    assert shown == [
        ("2026-12-31", "reconduction", ""),
        ("2027-09-30", "preavis", "week-ends compris"),
        ("2033-12-31", "huit-ans", "en années civiles"),
        ("2034-11-22", "huit-ans", "de date à date"),
    ]
    confirmed = Lectures(huit_ans="date à date", echeances="jour pour jour")
    assert [(str(d.day), d.doubt) for d in deadlines(said, date(2027, 10, 1), confirmed)] == [
        ("2027-12-31", ""), ("2028-09-30", ""), ("2034-11-22", ""),
    ]  # fmt: skip


def test_someone_who_leaves_an_office_is_a_deadline() -> None:
    text = (
        "contacts:\n  referent:\n    - {nom: Direction A, du: 2026-11-23, au: 2027-06-30}\n"
        "    - {nom: Direction B, du: 2027-07-0%d}\n"
    )
    followed, vacant = agreed(text % 1), agreed(text % 2)
    day = date(2027, 1, 4)
    assert [d.code for d in deadlines(followed, day) if d.code == "role"] == []
    [leaving] = [d for d in deadlines(vacant, day) if d.code == "role"]
    assert (leaving.day, leaving.article) == (date(2027, 6, 30), "article 4-2")


def test_seventy_two_hours_run_from_the_communes_awareness() -> None:
    breach = Violation(
        nature="divulgation",
        constatee_le=datetime(2026, 10, 22, 8, 0),
        commune_consciente_le=datetime(2026, 10, 23, 18, 0),
    )
    # The clocks go back on 25 October: 72 hours later they show 17:00, not 18:00.
    assert notification_limit(breach) == datetime(2026, 10, 26, 17, 0)
    unaware = Violation(nature="perte", constatee_le=datetime(2026, 10, 22, 8, 0))
    assert notification_limit(unaware) is None


def test_days_of_a_year() -> None:
    assert days(date(2026, 9, 17), date(2026, 12, 31), PLAIN) == 106
    assert (days_of(2026, PLAIN), days_of(2028, PLAIN)) == (365, 366)
    thirty = Lectures(decompte="30/360")
    assert days_of(2028, thirty) == 360
    assert days(date(2026, 9, 17), date(2026, 12, 31), thirty) == 104
    assert days(date(2026, 10, 31), date(2026, 12, 31), thirty) == 61
    assert days(date(2026, 2, 1), date(2026, 2, 28), thirty) == 30
