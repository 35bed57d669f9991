"""What a text may not do to the machine: be too long, or nest too deep."""

import re
from collections.abc import Sequence

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from factory.content.markdown.faults import Faults
from factory.ground.problems import Problem, error, warning

LONGEST = 600_000
"""Characters of one text; the longest real page of our corpora has 200,000."""
BRACKETS = 100
"""Brackets open within each other. The parser's search for links is quadratic in them."""

_BRACKET = re.compile(r"[\[\]]")


def too_long(length: int) -> Problem:
    return error(
        "page-trop-longue",
        f"Ce texte fait {length} caractères ; une page en contient au plus {LONGEST}.",
        "Partagez-le en plusieurs pages, ou publiez-le comme document à télécharger.",
    )


def brackets(state: StateCore) -> None:
    """A core rule, before the words are read: a tangle of brackets is shown as it is written."""
    for token in state.tokens:
        if token.type == "inline" and token.content.count("[") > BRACKETS:
            if _depth(token.content) <= BRACKETS:
                continue
            token.children = [Token("text", "", 0, content=token.content)]
            token.content = ""
            state.env["faults"].add(
                warning(
                    "crochets-trop-nombreux",
                    f"Ce paragraphe ouvre plus de {BRACKETS} crochets sans les fermer : "
                    "il est affiché tel quel, sans mise en forme.",
                    "Fermez chaque crochet « [ » par « ] ».",
                ),
                token.map[0] if token.map else 0,
            )


def _depth(text: str) -> int:
    deepest = depth = 0
    for bracket in _BRACKET.findall(text):
        depth = depth + 1 if bracket == "[" else max(0, depth - 1)
        deepest = max(deepest, depth)
    return deepest


def check_depth(tokens: Sequence[Token], most: int, faults: Faults) -> None:
    """Tell that lists or quotations go deeper than the parser follows them."""
    deep = next((token for token in tokens if token.level >= most - 2 and token.map), None)
    if deep is not None and deep.map:
        faults.add(
            warning(
                "imbrication-excessive",
                "Trop de listes ou de citations sont les unes dans les autres : "
                "ce qui est plus profond n’est pas affiché.",
                "Réduisez le nombre de niveaux.",
            ),
            deep.map[0],
        )
