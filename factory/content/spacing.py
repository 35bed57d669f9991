"""`titre:Fête`: the space that YAML wants after a colon, and that hands forget."""

import re

from factory.content.foreign import aliases
from factory.content.models import MODELS, Page
from factory.ground.dates import plain
from factory.ground.problems import Problem, notice

_TIGHT = re.compile(r"^([^\W\d][\w-]*):(?=[^\s:])", re.M)
_KNOWN = {plain(key) for model in MODELS.values() for key in model.written()} | {
    plain(key) for key in aliases(Page)
}


def spaced(text: str, *, first_line: int, file: str) -> tuple[str, tuple[Problem, ...]]:
    """The front matter with a space after the colon of each key we know, and a notice a line."""
    if not _TIGHT.search(text):
        return text, ()
    problems: list[Problem] = []

    def space(found: re.Match[str]) -> str:
        if plain(found[1]) not in _KNOWN:
            return found[0]
        line = text.count("\n", 0, found.start())
        problems.append(
            notice(
                "espace-manquante",
                f"Il manque une espace après « {found[1]}: ».",
                "La ligne est lue comme si elle y était.",
                file=file,
                line=first_line + line,
                column=len(found[0]) + 1,
                excerpt=text.split("\n")[line],
            )
        )
        return found[0] + " "

    return _TIGHT.sub(space, text), tuple(problems)
