"""Tables and lists pasted from Word or a spreadsheet, read as what they are.

Cells that tabulations separate, rows between bars whose second line of dashes is missing, Pandoc's
frames, lines that begin with « • »: CommonMark runs them together into one unreadable paragraph.
Lines and columns of the source stay true.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from factory.content.markdown.faults import Faults
from factory.ground.problems import notice

_SIGNS = "•●▪◦‣∙⁃\uf0b7\uf0a7➢➤►"
_BULLET = re.compile(rf"^([ \t]{{0,3}})[{_SIGNS}][ \t\u00a0]*(?=\S)", re.M)
_WORD_BULLET = re.compile(r"^([ \t]{0,3})(?:·|o)\t+(?=\S)", re.M)
_TIGHT_HEADING = re.compile(r"^(#{2,6})(?=[^\W\d_])", re.M)
_FRAME = re.compile(r"\+(?:[-=:]{2,}\+)+[ \t]*")
_BARS = re.compile(r"[ \t]*\|.*\|[ \t]*")
_MOST = 60
"""Columns: beyond, it is no table that one could read."""


def mended(text: str, faults: Faults) -> str:
    """The text with lists pasted from Word as lists, and « ##Titre » as a heading; told once."""
    if "```" in text or "~~~" in text:
        return text
    return _bulleted(_headed(text, faults), faults)


def _headed(text: str, faults: Faults) -> str:
    found = list(_TIGHT_HEADING.finditer(text)) if "##" in text else []
    for heading in found:
        faults.add(
            notice(
                "titre-sans-espace",
                f"Il manque une espace après « {heading[1]} » : la ligne est lue comme un titre.",
                f"Écrivez « {heading[1]} » et une espace devant le titre.",
            ),
            text.count("\n", 0, heading.start()),
            1,
        )
    return _TIGHT_HEADING.sub(r"\1 ", text) if found else text


def _bulleted(text: str, faults: Faults) -> str:
    if "\t" not in text and not any(sign in text for sign in _SIGNS):
        return text
    first = _BULLET.search(text) or _WORD_BULLET.search(text)
    if first is None:
        return text
    faults.add(
        notice(
            "puces-lues",
            f"Les lignes qui commencent par « {first[0].strip()} » sont lues comme une liste.",
            "Rien n’est perdu. Pour que ce message disparaisse, commencez-les par « - ».",
        ),
        text.count("\n", 0, first.start()),
        1,
    )
    return _WORD_BULLET.sub(r"\1- ", _BULLET.sub(r"\1- ", text))


def pasted_tables(state: StateCore) -> None:
    """The parser's rule: paragraphs whose lines are a table's rows become one."""
    if not any(_may_be(token) for token in state.tokens):
        return
    out: list[Token] = []
    place = 0
    while place < len(state.tokens):
        token = state.tokens[place]
        inline = state.tokens[place + 1] if token.type == "paragraph_open" else None
        if inline is not None and not token.hidden and _may_be(inline):
            out += _read(state.tokens[place : place + 3], state.env["faults"])
            place += 3
        else:
            out.append(token)
            place += 1
    state.tokens = out


def _may_be(token: Token) -> bool:
    content = token.content
    return token.type == "inline" and "\n" in content and ("\t" in content or "|" in content)


def _read(paragraph: Sequence[Token], faults: Faults) -> list[Token]:
    """A paragraph's lines: those before, the table, those after."""
    inline = paragraph[1]
    lines = inline.content.split("\n")
    start, rows, end = _rows(lines)
    if not rows:
        return list(paragraph)
    top = inline.map[0] if inline.map else 0
    example = " | ".join(rows[0])[:60]
    faults.add(
        notice(
            "tableau-lu",
            "Ces lignes sont lues comme un tableau, dont la première donne les titres.",
            f"Rien n’est perdu. Pour que ce message disparaisse, écrivez « | {example} | », "
            f"et dessous « {'|---' * len(rows[0])}| ».",
        ),
        top + start,
        1,
    )
    before, after = "\n".join(lines[:start]), "\n".join(lines[end:])
    return [
        *_paragraph(before, top, paragraph),
        *_table(rows, top + start),
        *_paragraph(after, top + end, paragraph),
    ]


def _rows(lines: Sequence[str]) -> tuple[int, list[list[str]], int]:
    """Where the table begins, its rows, and where it ends; no row where there is none."""
    for start in range(len(lines) - 1):
        for cells in (_framed, _barred, _tabbed):
            rows, end = cells(lines, start)
            if len(rows) > 1 and 1 < len(rows[0]) <= _MOST:
                return start, rows, end
    return 0, [], 0


def _framed(lines: Sequence[str], start: int) -> tuple[list[list[str]], int]:
    """Pandoc's frames: a row may take several lines, between two lines of dashes."""
    rows: list[list[str]] = []
    held: list[list[str]] = []
    end = start
    for line in lines[start:] if _FRAME.fullmatch(lines[start]) else ():
        if _FRAME.fullmatch(line):
            rows += [[" ".join(part).strip() for part in zip(*held, strict=True)]] if held else []
            held = []
        elif _BARS.fullmatch(line) and (not held or len(held[0]) == len(_cells(line))):
            held.append(_cells(line))
        else:
            break
        end += 1
    return (rows if _even(rows) else []), end


def _barred(lines: Sequence[str], start: int) -> tuple[list[list[str]], int]:
    end = start
    while end < len(lines) and _BARS.fullmatch(lines[end]):
        end += 1
    rows = [_cells(line) for line in lines[start:end]]
    return (rows if _even(rows) else []), end


def _tabbed(lines: Sequence[str], start: int) -> tuple[list[list[str]], int]:
    end = start
    while end < len(lines) and "\t" in lines[end].strip():
        end += 1
    rows = [[cell.strip() for cell in line.split("\t")] for line in lines[start:end]]
    return (rows if _even(rows) and not _are_sentences(rows, lines[start:end]) else []), end


def _are_sentences(rows: Sequence[Sequence[str]], lines: Sequence[str]) -> bool:
    """« **Maire :** ⇥ Camille Exemple »: a label and its words, or lines that end on purpose."""
    titles = rows[0] if rows else []
    return (
        not all(titles[1:])
        or any(title.rstrip("*_ ").endswith(":") for title in titles)
        or any(line.endswith(("  ", "\\")) for line in lines)
    )


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip()[1:-1])]


def _even(rows: Sequence[Sequence[str]]) -> bool:
    return all(len(row) == len(following) for row, following in pairwise(rows))


def _paragraph(content: str, line: int, like: Sequence[Token]) -> Iterator[Token]:
    if content.strip():
        lines = [line, line + content.count("\n") + 1]
        yield like[0].copy(map=lines)
        yield _inline(content, lines, like[1].level)
        yield like[2]


def _table(rows: Sequence[Sequence[str]], line: int) -> Iterator[Token]:
    whole = [line, line + len(rows)]
    yield Token("table_open", "table", 1, map=whole, block=True)
    yield from _part("thead", "th", rows[:1], line)
    yield from _part("tbody", "td", rows[1:], line + 1)
    yield Token("table_close", "table", -1, block=True)


def _part(part: str, cell: str, rows: Sequence[Sequence[str]], line: int) -> Iterator[Token]:
    yield Token(f"{part}_open", part, 1, block=True)
    for number, row in enumerate(rows):
        yield Token("tr_open", "tr", 1, block=True)
        for written in row:
            yield Token(f"{cell}_open", cell, 1, block=True)
            yield _inline(written, [line + number, line + number + 1], 0)
            yield Token(f"{cell}_close", cell, -1, block=True)
        yield Token("tr_close", "tr", -1, block=True)
    yield Token(f"{part}_close", part, -1, block=True)


def _inline(content: str, lines: list[int], level: int) -> Token:
    return Token("inline", "", 0, content=content, map=lines, children=[], level=level)
