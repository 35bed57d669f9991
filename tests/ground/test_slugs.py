"""Slugs: what addresses are made of."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory.ground.slugs import slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’Été à Œuf-sur-Mer !", "l-ete-a-oeuf-sur-mer"),
        ("Délibération n° 2026_012", "deliberation-n-2026-012"),
        ("Cœur de ville", "coeur-de-ville"),
        ("  -- Ça va ? --  ", "ca-va"),
        ("Straße", "strasse"),
        ("e\u0301te\u0301", "ete"),
        ("Ελλάδα", "page"),
        ("", "page"),
    ],
)
def test_usual_texts(text: str, expected: str) -> None:
    assert slug(text) == expected


@given(st.text())
def test_any_text_gives_a_slug_that_is_its_own(text: str) -> None:
    found = slug(text)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", found)
    assert slug(found) == found
