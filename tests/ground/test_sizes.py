"""Sizes as French writes them."""

import pytest

from factory.ground.french.sizes import short


@pytest.mark.parametrize(
    ("octets", "said"),
    [
        (0, "0 octet"),
        (1, "1 octet"),
        (999, "999 octets"),
        (1000, "1,0 ko"),
        (99_949, "99,9 ko"),
        (99_950, "100 ko"),
        (999_499, "999 ko"),
        (999_500, "1,0 Mo"),
        (12_400_000, "12,4 Mo"),
        (3_000_000_000, "3,0 Go"),
        (2_500_000_000_000, "2500 Go"),
    ],
)
def test_a_size_is_said_with_three_figures_at_most_until_it_is_huge(octets: int, said: str) -> None:
    assert short(octets).replace("\u00a0", " ") == said
