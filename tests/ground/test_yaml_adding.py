"""What is added to a YAML text: there, as told, and nothing else touched."""

from typing import Any

import pytest
import yaml as pyyaml
from hypothesis import given
from hypothesis import strategies as st

from factory.ground.yaml.adding import NotAdded, added
from factory.ground.yaml.reading import read

FACT = {"nature": "perte : d'un fichier", "vue": "3 mars 2027 à 18h30"}
FLOW = "{nature: 'perte : d''un fichier', vue: 3 mars 2027 à 18h30}"


def block(margin: str) -> str:
    return (
        f"{margin}- nature: 'perte : d''un fichier'\n{margin}  vue: 3 mars 2027 à 18h30\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "rank", "made"),
    [
        ("", 0, "a:\n  b:\n" + block("    ")),
        ("# tête\n\n", 0, "# tête\na:\n  b:\n" + block("    ")),
        (
            "a:\n  c: d  # dit\n  # fin de a\n\nz: 1\n",
            0,
            "a:\n  c: d  # dit\n  b:\n" + block("    ") + "  # fin de a\n\nz: 1\n",
        ),
        ("a:\n  b: # rien\n  c: [d]\n", 0, "a:\n  b: # rien\n" + block("    ") + "  c: [d]\n"),
        ("a:\n  b: []\n", 0, f"a:\n  b: [{FLOW}]\n"),
        ("a: {c: d}\r\nz: 1\r\n", 0, f"a: {{c: d, b: [{FLOW}]}}\r\nz: 1\r\n"),
        (
            "a:\n  b:\n  - {c: d}  # un\n\n  # puis\n  e: f\n",
            1,
            "a:\n  b:\n  - {c: d}  # un\n" + block("  ") + "\n  # puis\n  e: f\n",
        ),
        ("a:\n  b: {c: d}  # seul\n", 1, f"a:\n  b: [{{c: d}}, {FLOW}]  # seul\n"),
        (
            "a:\n  b:\n    c: d\n    # suite\n    e: f\nz: 1\n",
            1,
            "a:\n  b:\n    - c: d\n      # suite\n      e: f\n" + block("    ") + "z: 1\n",
        ),
        (
            "a:\n  b: [\n    {c: d}\n  ]\n",
            1,
            f"a:\n  b: [\n    {{c: d}},\n    {FLOW},\n  ]\n",
        ),
        ("À:\n  B:\n  - c: d", 1, "À:\n  B:\n  - c: d\n" + block("  ")),
    ],
)
def test_an_item_follows_those_that_are_there(text: str, rank: int, made: str) -> None:
    assert added(text, ("a", "b", rank), FACT) == made


def test_a_key_completes_an_item() -> None:
    text = "a:\n  - b: c # dit\n    d: e\n  - b: f\nz: {g: h}\n"
    once = added(text, ("a", 0, "i"), "2 mai : j'y suis")
    assert once == text.replace("d: e\n", "d: e\n    i: '2 mai : j''y suis'\n")
    assert added(once, ("z", 0, "k"), "l") == once.replace("{g: h}", "{g: h, k: l}")


@pytest.mark.parametrize(
    "text",
    ["a: &x {c: d}\nb: *x\n  c", "a:\n  b: |\n    texte\n", "a: {b: , c: d}\n", "a: texte\n"],
)
def test_what_is_not_understood_is_left(text: str) -> None:
    with pytest.raises(NotAdded):
        added(text, ("a", "b", 0), FACT)


WORDS = st.text("aé:#'\" -,[]{}&*|>%@!?0.", min_size=1, max_size=8).map(str.strip).filter(bool)
TREES = st.recursive(
    WORDS,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(WORDS, below, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(WORDS, TREES, min_size=1, max_size=4),
    WORDS,
    st.sampled_from([True, False, None]),
)
def test_all_else_stays_whatever_the_text(tree: Any, word: str, flow: bool | None) -> None:
    """Written by another hand, in blocks or in one line."""
    text = pyyaml.safe_dump(tree, allow_unicode=True, default_flow_style=flow, sort_keys=False)
    before = read(text, file="f")
    if before.problems or "ajout" in before.value:
        return
    try:
        made = added(text, ("ajout", "liste", 0), {"dit": word})
    except NotAdded:
        assert flow is not False  # what stands in blocks is always understood
        return
    after = read(made, file="f").value
    assert after == {**before.value, "ajout": {"liste": [{"dit": word}]}}
