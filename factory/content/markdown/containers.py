"""`::: nom Titre` … `:::`: where the dialect's blocks begin and end.

A block may hold others, with three colons or more: a line of colons alone closes the last open
block that has as many, else the last that has fewer.
"""

import re

from markdown_it.rules_block import StateBlock

from factory.content.markdown import blocks
from factory.content.markdown.blocks import Opening
from factory.content.markdown.faults import Faults
from factory.ground.problems import warning

DEEPEST = 50
"""Blocks within blocks; nobody writes more, and the search for their ends stays short."""
_OPEN = re.compile(r"(:{3,})[ \t]*([^\W\d_][\w-]*)[ \t]*(.*?)[ \t]*$")
_CLOSE = re.compile(r"(:{3,})[ \t]*$")
_PREFIX = re.compile(r"(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*")
_FENCE = re.compile(r"(`{3,}|~{3,})")


def container(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The block rule (markdown-it's signature: lines from 0, `end` excluded)."""
    first = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(":::", first) or state.is_code_block(start):
        return False
    line = state.src[first : state.eMarks[start]]
    opens = _OPEN.match(line)
    if opens is None and not _CLOSE.match(line):
        return False
    if silent:
        return True
    if opens is None:
        _never_opened(state.env["faults"], start)
        state.line = start + 1
        return True
    opening = Opening(name=opens[2], parameter=opens[3], line=start)
    kind = blocks.kind(opening, state.env["faults"])
    last = _ends(state).get(start, end)
    closed = last < end
    if not closed:
        _unclosed(state.env["faults"], opening)
        last = start + 1 if kind == "contact" else end
    parent, limit = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", last
    blocks.write(state, kind, opening, last)
    state.parentType, state.lineMax = parent, limit
    state.line = last + 1 if closed else last
    return True


def _ends(state: StateBlock) -> dict[int, int]:
    """Opening line → closing line, for the whole text, in one pass; code is passed over."""
    known: dict[int, int] | None = state.env.get("containers")
    if known is None:
        known = state.env["containers"] = _pair(state.src.split("\n"))
    return known


def _pair(lines: list[str]) -> dict[int, int]:
    ends: dict[int, int] = {}
    opened: list[tuple[int, int]] = []
    fence = ""
    for number, whole in enumerate(lines):
        if ":::" not in whole and "```" not in whole and "~~~" not in whole:
            continue
        line = _PREFIX.sub("", whole, count=1)
        if mark := _FENCE.match(line):
            if not fence:
                fence = mark[1]
            elif mark[1].startswith(fence) and not line.strip(fence[0]).strip():
                fence = ""
        elif fence:
            continue
        elif mark := _OPEN.match(line):
            opened.append((len(mark[1]), number))
            del opened[:-DEEPEST]
        elif mark := _CLOSE.match(line):
            _close(opened, len(mark[1]), number, ends)
    return ends


def _close(opened: list[tuple[int, int]], colons: int, line: int, ends: dict[int, int]) -> None:
    exact = [i for i, (length, _) in enumerate(opened) if length == colons]
    fitting = exact or [i for i, (length, _) in enumerate(opened) if length < colons]
    if fitting:
        ends[opened[fitting[-1]][1]] = line
        del opened[fitting[-1] :]


def _unclosed(faults: Faults, opening: Opening) -> None:
    faults.add(
        warning(
            "bloc-non-ferme",
            f"Le bloc « {opening.name} » n’est jamais fermé : il va jusqu’à la fin du texte.",
            "Ajoutez une ligne « ::: » seule, là où le bloc se termine.",
        ),
        opening.line,
        1,
    )


def _never_opened(faults: Faults, line: int) -> None:
    faults.add(
        warning(
            "bloc-jamais-ouvert",
            "Cette ligne « ::: » ferme un bloc qui n’a pas été ouvert.",
            "Supprimez-la, ou ouvrez le bloc plus haut, par exemple par « ::: info ».",
        ),
        line,
        1,
    )
