"""A paper on a terminal: plain lines, columns aligned."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from textwrap import TextWrapper

from factory.convention.document import (
    Block,
    Boxes,
    Document,
    Facts,
    Heading,
    Points,
    Signatures,
    Table,
    Text,
)
from factory.ground.french.counts import NBSP
from factory.ground.french.unbroken import unbroken

WIDTH = 118
TEXT = 100
"""Columns: what a line holds where nobody says, and what a paragraph holds at most."""


def text(document: Document, width: int = WIDTH) -> str:
    """The whole paper, ending with a line feed; no line wider than `width` but for a long word."""
    lines = [*wrap(document.title, width), "═" * min(len(document.title), width)]
    lines += wrap(document.subtitle, width)
    if document.fictive:
        lines += wrap("Données fictives : document de démonstration, sans valeur.", width)
    for block in document.blocks:
        lines += ["", *_lines(block, width)]
    if document.footer:
        lines += ["", *wrap(document.footer, width)]
    return "\n".join(lines) + "\n"


def wrap(text: str, width: int, subsequent_indent: str = "") -> list[str]:
    """Lines of whole words: one too long for its line is cut, a hyphen is not where to."""
    lines = TextWrapper(
        width=width, subsequent_indent=subsequent_indent, break_on_hyphens=False
    ).wrap(unbroken(text))
    return [line.replace(NBSP, " ") for line in lines]


def _lines(block: Block, width: int) -> Iterator[str]:
    room = min(width, TEXT)
    if isinstance(block, Heading):
        yield from wrap(block.text, width)
        yield ("─" if block.level < 3 else "·") * min(len(block.text), width)
    elif isinstance(block, Text):
        mark = "! " if block.notice else ""
        yield from wrap(mark + block.text, room, subsequent_indent=" " * len(mark))
    elif isinstance(block, Points):
        for item in block.items:
            yield from wrap(f"- {item}", room, subsequent_indent="  ")
    elif isinstance(block, Facts):
        yield from _facts(block.rows, width)
    elif isinstance(block, Boxes):
        yield from wrap(block.legend, room)
        for name, ticked in block.boxes:
            mark = f"  [{'x' if ticked else ' '}] "
            yield from wrap(mark + name, room, subsequent_indent=" " * 6)
    elif isinstance(block, Signatures):
        for party, who in block.signatories:
            yield from wrap(f"Pour {party} : {who}", room)
            yield "    Le :                    Signature :"
    else:
        yield from _table(block, width)


def _facts(rows: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    """Names in a column, as wide as the longest one, but for two fifths of the line."""
    room = min(max(len(name) for name, _ in rows), 2 * width // 5)
    for name, value in rows:
        names = wrap(name, room) or [""]
        values = wrap(value, width - room - 2) or [""]
        for left, right in zip_longest(names, values, fillvalue=""):
            yield f"{left:<{room}}  {right}".rstrip()


def _table(block: Table, width: int) -> Iterator[str]:
    rows = [block.head, *block.rows, *([block.foot] if block.foot else [])]
    widths = _widths(rows, block.figures, width)
    yield from wrap(block.caption, width)
    if widths is None:
        yield from _records(block, width)
        return
    rule = "  ".join("─" * wide for wide in widths)
    yield from _row(block.head, widths, block.figures)
    yield rule
    for row in block.rows:
        yield from _row(row, widths, block.figures)
    if block.foot:
        yield rule
        yield from _row(block.foot, widths, block.figures)


def _records(block: Table, width: int) -> Iterator[str]:
    """Where the columns do not hold side by side: each row by itself, its cells named."""
    for row in (*block.rows, *([block.foot] if block.foot else [])):
        yield ""
        named = f"{block.head[0]} {row[0]}" if row[0].isdigit() else row[0]
        yield from wrap(named, width)
        told = [pair for pair in zip(block.head[1:], row[1:], strict=True) if pair[1]]
        if told:
            yield from (f"  {line}" for line in _facts(told, width - 2))


def _widths(
    rows: Sequence[tuple[str, ...]], figures: tuple[int, ...], width: int
) -> list[int] | None:
    """Those of the widest cells; the widest columns of words give way, but cut no word.

    None where there is no room for that: the rows are told one by one.
    """
    columns = range(len(rows[0]))
    widths = [max(len(row[rank]) for row in rows) for rank in columns]
    least = [
        widths[rank] if rank in figures
        else max(len(word) for row in rows for word in unbroken(row[rank]).split(" "))
        for rank in columns
    ]  # fmt: skip
    while sum(widths) + 2 * (len(widths) - 1) > width:
        loose = [rank for rank in columns if widths[rank] > least[rank]]
        if not loose:
            return None
        widths[max(loose, key=lambda rank: widths[rank])] -= 1
    return widths


def _row(row: tuple[str, ...], widths: list[int], figures: tuple[int, ...]) -> Iterator[str]:
    cells = [wrap(cell, width) or [""] for cell, width in zip(row, widths, strict=True)]
    for rank in range(max(map(len, cells))):
        parts = (
            (cell[rank] if rank < len(cell) else "").rjust(width)
            if column in figures
            else (cell[rank] if rank < len(cell) else "").ljust(width)
            for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        yield "  ".join(parts).rstrip()
