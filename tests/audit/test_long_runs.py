"""What is looked for in a text costs what the text weighs, whatever stands in it."""

import pytest

from factory.audit import privacy
from factory.audit.written import Written
from factory.content.load import load


@pytest.mark.parametrize("letter", ["a", "_", "(", "0", "(a@"])
def test_a_long_run_of_one_character_takes_no_time(letter: str) -> None:
    """The square of its length, before: minutes for this one, hours for a whole page."""
    text = letter * (200_000 // len(letter))
    document = load("contenu/a.md", b"---\ntitre: A\n---\nTexte\n").document
    assert document is not None
    source = Written(document, text)
    assert list(privacy.remarks(source)) == []
    assert source.place("absent")["line"] == 0


def test_an_address_is_still_found_in_such_a_text() -> None:
    document = load("contenu/a.md", b"---\ntitre: A\n---\nTexte\n").document
    assert document is not None
    (found,) = privacy.remarks(Written(document, "x" * 5000 + " camille.exemple@gmail.com"))
    assert "camille.exemple@gmail.com" in found.message
