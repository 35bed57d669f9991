"""Sizes as French writes them."""

import pytest

from factory.ground.french.sizes import short


@pytest.mark.parametrize(
    ("octets", "said"),
    [
        (0, "0 octet"),
        (1, "1 octet"),
        (2, "2 octets"),
        (999, "999 octets"),
        (1000, "1 ko"),
        (45_600, "46 ko"),
        (99_499, "99 ko"),
        (999_499, "999 ko"),
        (999_500, "1 Mo"),
        (1_234_567, "1,2 Mo"),
        (12_400_000, "12,4 Mo"),
        (99_949_999, "99,9 Mo"),
        (99_950_000, "100 Mo"),
        (1_500_000_000, "1,5 Go"),
        (3_000_000_000, "3 Go"),
        (2_500_000_000_000, "2500 Go"),
    ],
)
def test_a_size_is_said_with_three_figures_at_most_until_it_is_huge(octets: int, said: str) -> None:
    assert short(octets).replace("\u00a0", " ") == said
