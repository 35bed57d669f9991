"""Letters of termination and formal notices: several, withdrawn, in vain (art. 9)."""

from datetime import date

from factory.convention.deadlines import deadlines
from factory.convention.life import State, standing
from factory.convention.readings import Lectures
from factory.tenants import convention as conventions
from factory.tenants.convention import Convention

CIVIL = Lectures(huit_ans="années civiles")


def agreed(text: str) -> Convention:
    """A convention notified on 23 November 2026, and what `text` adds under « dates »."""
    bound = conventions.read(f"dates:\n  notification: 2026-11-23\n{text}".encode())
    assert bound.value is not None, "\n".join(map(str, bound.problems))
    return bound.value


def test_a_letter_that_is_withdrawn_keeps_its_place_in_what_was_known() -> None:
    said = agreed(
        "  resiliation:\n"
        "    - {recue_le: 2028-03-10, par: la commune, retiree_le: 2028-06-01}\n"
        "    - {recue_le: 2029-10-05, par: la Métropole}\n"
    )

    def shown(day: str) -> tuple[str, str]:
        now = standing(said, date.fromisoformat(day), CIVIL)
        assert now.end is not None
        return str(now), str(now.end.day)

    assert shown("2028-05-31") == ("en vigueur, résiliation reçue", "2028-12-31")
    assert shown("2028-06-01") == ("en vigueur", "2033-12-31")
    assert shown("2029-01-01") == ("en vigueur", "2033-12-31")
    assert shown("2029-10-05") == ("en vigueur, résiliation reçue", "2030-12-31")
    assert shown("2031-01-01") == ("terminée", "2030-12-31")
    codes = [{d.code for d in deadlines(said, date(2028, month, 1), CIVIL)} for month in (5, 6)]
    assert "preavis" not in codes[0] and "preavis" in codes[1]


def test_of_two_letters_the_nearest_end_counts_until_it_is_withdrawn() -> None:
    said = agreed(
        "  resiliation:\n"
        "    - {recue_le: 2028-10-01, par: la Métropole}\n"
        "    - {recue_le: 2028-11-15, effet_le: 2029-03-31, retiree_le: 2029-01-15}\n"
    )
    known = {
        day: standing(said, date.fromisoformat(day), CIVIL).end
        for day in ("2028-10-01", "2028-11-15", "2029-01-14", "2029-01-15")
    }
    assert [str(end.day) for end in known.values() if end] == [
        "2029-12-31", "2029-03-31", "2029-03-31", "2029-12-31",
    ]  # fmt: skip


def test_what_has_ended_is_not_withdrawn_any_more() -> None:
    late = agreed("  resiliation: {recue_le: 2028-03-10, retiree_le: 2029-01-01}\n")
    assert standing(late, date(2029, 2, 1), CIVIL).state is State.TERMINEE
    notice = "  mises_en_demeure: {recue_le: 2028-01-10, obligation: payer, retiree_le: %s}\n"
    dropped, vain = agreed(notice % "2028-04-10"), agreed(notice % "2028-04-11")
    for said in (dropped, vain):
        assert standing(said, date(2028, 4, 9), CIVIL).state is State.DEMEURE
    assert standing(dropped, date(2028, 4, 10), CIVIL).state is State.VIGUEUR
    assert standing(dropped, date(2028, 4, 11), CIVIL).state is State.VIGUEUR
    assert standing(vain, date(2028, 4, 11), CIVIL).state is State.TERMINEE
