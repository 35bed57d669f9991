"""A front matter in TOML, as Hugo's `+++` holds it, in the shape of one in YAML.

Values come back as texts, like YAML's here: the model alone decides what they are.
"""

import re
import tomllib
from datetime import date, datetime, time
from typing import Any

from factory.ground.problems import Problem, error
from factory.ground.visible import CONTROLS
from factory.ground.yaml.reading import FRONT_MATTER_BYTES, Mark, Path, Tree

_TABLE = re.compile(r"\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([\w\"'](?:[\w.\"' -]*[\w\"'])?)\s*=")
_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)")


def read_toml(text: str, *, file: str, first_line: int) -> Tree:
    """Read a TOML text whose first line is line `first_line` of `file`. Never raises."""
    lines = text.split("\n")
    if len(text.encode("utf-8", "surrogatepass")) > FRONT_MATTER_BYTES:
        return _refused("il est trop long", lines, 1, 1, file, first_line)
    try:
        value = tomllib.loads(text, parse_float=str)
    except tomllib.TOMLDecodeError as fault:
        found = _PLACE.search(str(fault))
        line, column = (int(found[1]), int(found[2])) if found else (len(lines), 1)
        return _refused("il contient une faute", lines, line, column, file, first_line)
    except (RecursionError, ValueError):  # nested without end; a number of too many digits
        return _refused("il n’est pas lisible", lines, 1, 1, file, first_line)
    keys = _keys(lines, first_line)
    marks = {path: _nearest(path, keys, lines, first_line) for path in _paths(value)}
    return Tree(value=_texts(value), marks=marks, keys=keys)


def _texts(value: Any) -> Any:
    """The same with every scalar as a text."""
    if isinstance(value, dict):
        return {name: _texts(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_texts(part) for part in value]
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return CONTROLS.sub(" ", str(value))


def _paths(value: Any, path: Path = ()) -> list[Path]:
    parts: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        parts = list(value.items())
    elif isinstance(value, list):
        parts = list(enumerate(value))
    return [path, *(deep for name, part in parts for deep in _paths(part, (*path, name)))]


def _keys(lines: list[str], first_line: int) -> dict[Path, Mark]:
    """Where each key is written: good enough to show the line, whatever TOML's finer points."""
    found: dict[Path, Mark] = {}
    table: Path = ()
    for number, line in enumerate(lines):
        if header := _TABLE.match(line):
            table = _named(header[1])
            found.setdefault(table, Mark(number + first_line, header.start(1) + 1, line))
        elif key := _KEY.match(line):
            path = (*table, *_named(key[1]))
            found.setdefault(path, Mark(number + first_line, key.start(1) + 1, line))
    return found


def _named(written: str) -> Path:
    return tuple(part.strip().strip("\"'") for part in written.split("."))


def _nearest(path: Path, keys: dict[Path, Mark], lines: list[str], first_line: int) -> Mark:
    for length in range(len(path), 0, -1):
        if mark := keys.get(path[:length]):
            return mark
    return Mark(first_line, 1, lines[0])


def _refused(
    why: str, lines: list[str], line: int, column: int, file: str, first_line: int
) -> Tree:
    problem: Problem = error(
        "entete-toml",
        f"L’en-tête est écrit en TOML (entre « +++ »), et {why}.",
        "Corrigez-le, ou écrivez-le entre deux lignes « --- », une clé par ligne : "
        "« titre: Mon titre ».",
        file=file,
        line=line + first_line - 1,
        column=column,
        excerpt=lines[line - 1] if line <= len(lines) else "",
    )
    return Tree(value={}, marks={(): Mark(first_line, 1, lines[0])}, problems=(problem,))
