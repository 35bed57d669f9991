"""What stands in a name or a value cannot repaint a terminal, forge a line or turn words round."""

import pytest

from factory.ground.problems import error
from factory.ground.visible import is_visible, visible


@pytest.mark.parametrize(
    "name", ["a\x1b[2J.md", "a\nb.md", "a\u2028b.md", "a\u202egpj.md", "\udcff"]
)
def test_what_would_spoil_a_line_is_shown_as_such(name: str) -> None:
    assert not is_visible(name)
    assert visible(name).isprintable() and "\ufffd" in visible(name)


@pytest.mark.parametrize(
    "name", ["Fête à 10\u202fh 30.md", "l’été – n°\u00a03", "👨\u200d👩\u200d👧.png"]
)
def test_what_people_write_is_left(name: str) -> None:
    assert is_visible(name) and visible(name) == name


def test_a_problem_is_printed_without_them() -> None:
    told = error(
        "lien-mort",
        "Le lien « \x1b]0;titre\x07 » ne mène à rien.",
        "Ôtez\u202e-le.",
        file="a\nerreur [faux] b.md",
        line=1,
        column=3,
        excerpt="\tx\x1b[31m",
    )
    assert str(told) == (
        "a\ufffderreur [faux] b.md:1:3: erreur [lien-mort] Le lien « \ufffd]0;titre\ufffd » "
        "ne mène à rien.\n"
        "    1 |  x\ufffd[31m\n"
        "      |   ^\n"
        "    → Ôtez\ufffd-le."
    )
