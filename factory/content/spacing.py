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
    lines = text.split("\n")
    problems: list[Problem] = []
    for number, line in enumerate(lines):
        found = _TIGHT.match(line)
        if not found or plain(found[1]) not in _KNOWN:
            continue
        lines[number] = f"{found[0]} {line[found.end() :]}"
        problems.append(
            notice(
                "espace-manquante",
                f"Il manque une espace après « {found[1]}: ».",
                "La ligne est lue comme si elle y était.",
                file=file,
                line=first_line + number,
                column=len(found[0]) + 1,
                excerpt=line,
            )
        )
    return "\n".join(lines), tuple(problems)
