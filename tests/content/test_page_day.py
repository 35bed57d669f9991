"""The day of a page of news, however it is written, wherever it stands."""

from datetime import date, datetime

import pytest

from factory.content.load import load
from factory.ground.dates import parse_instant
from factory.ground.refusal import Refus


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("March 3, 2026", date(2026, 3, 3)),
        ("Mar 3rd, 2026", date(2026, 3, 3)),
        ("3 March 2026", date(2026, 3, 3)),
        ("Tuesday, March 3, 2026 6:30 PM", datetime(2026, 3, 3, 18, 30)),
        ("March 3, 2026 12:05 a.m.", datetime(2026, 3, 3, 0, 5)),
        ("03/04/2026", date(2026, 4, 3)),
        ("mar. 3 mars 2026", date(2026, 3, 3)),
    ],
)
def test_a_date_in_english_is_read_where_it_has_one_meaning(written: str, day: date) -> None:
    assert parse_instant(written) == day


@pytest.mark.parametrize(
    "written", ["Monday, March 3, 2026", "March 32, 2026", "May 2026", "13 pm"]
)
def test_no_date_in_english_is_guessed(written: str) -> None:
    with pytest.raises(Refus):
        parse_instant(written)


@pytest.mark.parametrize(
    ("name", "day", "title"),
    [
        ("20260303 Fête des mères", date(2026, 3, 3), "Fête des mères"),
        ("03-04-2026 Loto", date(2026, 4, 3), "Loto"),
        ("2026.03.03 - Marché", date(2026, 3, 3), "Marché"),
        ("3 mars 2026 Carnaval", date(2026, 3, 3), "Carnaval"),
        ("1er-août-2026-fete", date(2026, 8, 1), "Fete"),
        ("Réunion du 12 mars 2026", date(2026, 3, 12), "Réunion du 12 mars 2026"),
        ("Infos août 2026", date(2026, 8, 1), "Infos août 2026"),
    ],
)
def test_news_without_a_date_is_of_the_day_in_its_name(name: str, day: date, title: str) -> None:
    loaded = load(f"contenu/actualites/{name}.md", b"Texte")
    assert loaded.document is not None, loaded.problems
    assert (loaded.document.meta.date, loaded.document.meta.titre) == (day, title)


@pytest.mark.parametrize("name", ["14-juillet", "20261303 x", "12345678", "Du 2 au 5 mai"])
def test_no_day_is_made_of_other_numbers(name: str) -> None:
    assert load(f"contenu/actualites/{name}.md", b"Texte").document is None


@pytest.mark.parametrize("folder", ["agenda", "seances", "alertes"])
def test_a_month_is_not_enough_where_the_day_has_effects(folder: str) -> None:
    front = "---\ntitre: x\ndate: mars 2026\ndebut: mars 2026\nfin: avril 2026\n---\n"
    loaded = load(f"contenu/{folder}/a.md", front.encode())
    assert loaded.document is None
    assert any("il manque le jour" in problem.message for problem in loaded.problems)
