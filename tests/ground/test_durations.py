"""Stretches of time, as French writes them."""

from datetime import timedelta

import pytest

from factory.ground.french import durations


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"), (0.04, "0 s"), (0.44, "0,4 s"), (9.94, "9,9 s"), (9.96, "10 s"), (40, "40 s"),
        (59.6, "1 min"), (90, "1 min 30 s"), (720, "12 min"), (3599, "59 min 59 s"),
        (3599.6, "1 h 00"), (7500, "2 h 05"), (172_799, "48 h 00"), (172_800, "2 j"),
        (200_000, "2 j 8 h"),
    ],
)  # fmt: skip
def test_a_table_has_room_for_little(seconds: float, said: str) -> None:
    assert durations.short(seconds).replace("\u00a0", " ") == said
    assert durations.short(timedelta(seconds=seconds)) == durations.short(seconds)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-5, "0 seconde"), (1, "1 seconde"), (45, "45 secondes"), (3540, "59 minutes"),
        (6 * 3600, "6 heures"), (36 * 3600, "36 heures"), (48 * 3600, "2 jours"),
        (2000 * 86400, "2\u202f000 jours"),
    ],
)  # fmt: skip
def test_a_sentence_says_the_largest_unit(seconds: int, said: str) -> None:
    assert durations.spoken(timedelta(seconds=seconds)).replace("\u00a0", " ") == said
