"""Numbers and what they count, as French writes them."""

import pytest

from factory.ground.french.counts import agreed, counted, kept_together, number


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 page"), (1, "1 page"), (2, "2 pages"), (1200, "1\u202f200 pages")],
)
def test_zero_and_one_are_singular(count: int, said: str) -> None:
    assert counted(count, "page") == said


def test_a_plural_of_its_own_is_given() -> None:
    assert counted(1, "autre endroit", "autres endroits") == "1 autre endroit"
    assert kept_together(2, "procès-verbal", "procès-verbaux") == "2\u00a0procès-verbaux"


def test_no_line_of_a_page_ends_between_a_number_and_what_it_counts() -> None:
    assert kept_together(3, "page") == "3\u00a0pages"


def test_thousands_are_apart() -> None:
    assert [number(count) for count in (0, 999, 28412)] == ["0", "999", "28\u202f412"]


@pytest.mark.parametrize(
    ("count", "state", "said"),
    [
        (1, "publiée", "1 publiée"),
        (2, "publiée avec réserves", "2 publiées avec réserves"),
        (3, "non publiée", "3 non publiées"),
        (2, "sans réponse", "2 sans réponse"),
        (2, "sans réponse avec réserves", "2 sans réponse avec réserves"),
    ],
)
def test_a_participle_agrees_and_what_completes_it_does_not(
    count: int, state: str, said: str
) -> None:
    assert agreed(count, state) == said
