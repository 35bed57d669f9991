"""No cell of a table that agents filled is a formula where it is opened."""

import csv
from io import StringIO

import pytest

from factory.ground.tables import csv_text


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=HYPERLINK(\"https://exemple.fr\")", "'=HYPERLINK(\"https://exemple.fr\")"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+1+cmd|'/C calc'!A0", "'+1+cmd|'/C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("\t=1", "\t'=1"),
        ("Salle;=1+1", "Salle;'=1+1"),
        ("Salle ; \r\n @A1", "Salle ; \r\n '@A1"),
    ],
)  # fmt: skip
def test_a_formula_is_a_text(cell: str, shown: str) -> None:
    assert list(csv.reader(StringIO(csv_text([["a", cell]]), newline=""))) == [["a", shown]]


@pytest.mark.parametrize(
    "cell",
    ["+33 4 42 00 12 34", "-5.4321", "Mo-Fr 08:30-12:00; PH off", "Salle n° 3 - étage", "a=b", ""],
)
def test_what_is_no_formula_is_left(cell: str) -> None:
    assert list(csv.reader(StringIO(csv_text([["a", cell]]), newline=""))) == [["a", cell]]


def test_lines_end_as_the_rfc_says() -> None:
    assert csv_text([("a", "b"), (1, 5.2)]) == "a,b\r\n1,5.2\r\n"
