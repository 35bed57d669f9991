"""When an event takes place, in the words of a hurried secretary, or of another tool."""

from datetime import date, datetime

import pytest
from lecture import meta

from factory.content.models import Evenement

FETE = "contenu/agenda/fete.md"


def event(front: str, path: str = FETE) -> Evenement:
    found = meta(path, f"---\ntitre: Fête\n{front}\n---\nTexte")
    assert isinstance(found, Evenement)
    return found


@pytest.mark.parametrize(
    ("front", "debut", "fin"),
    [
        ("date: 21 juin 2027", date(2027, 6, 21), None),
        ("date: 21 juin 2027\nheure: 19h", datetime(2027, 6, 21, 19), None),
        ("debut: 12/12/26 14h30\nfin: 18h", datetime(2026, 12, 12, 14, 30),
         datetime(2026, 12, 12, 18)),
        ("date: du 3 au 15 décembre 2026", date(2026, 12, 3), date(2026, 12, 15)),
        ("début: “12 mai 2026”", date(2026, 5, 12), None),
    ],
)  # fmt: skip
def test_what_is_written_says_when(front: str, debut: date, fin: date | None) -> None:
    found = event(front)
    assert (found.debut, found.fin) == (debut, fin)


def test_a_dated_file_of_another_tools_agenda_is_on_its_day() -> None:
    assert event("layout: event", "contenu/agenda/2020-01-02-loto.md").debut == date(2020, 1, 2)


def test_the_start_that_is_written_is_kept() -> None:
    assert event("date: 1er mai 2026\ndebut: 12 mai 2026").debut == date(2026, 5, 12)
