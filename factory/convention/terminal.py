"""A paper on a terminal: plain lines, columns aligned."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

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

WIDTH = 100
TABLE = 118
NARROWEST = 16
"""A column is not made narrower than that."""


def text(document: Document) -> str:
    """The whole paper, ending with a line feed."""
    lines = [document.title, "═" * len(document.title)]
    if document.subtitle:
        lines.append(document.subtitle)
    if document.fictive:
        lines.append("Données fictives : document de démonstration, sans valeur.")
    for block in document.blocks:
        lines += ["", *_lines(block)]
    if document.footer:
        lines += ["", document.footer]
    return "\n".join(lines) + "\n"


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield block.text
        yield ("─" if block.level < 3 else "·") * len(block.text)
    elif isinstance(block, Text):
        mark = "! " if block.notice else ""
        yield from wrap(mark + block.text, WIDTH, subsequent_indent=" " * len(mark))
    elif isinstance(block, Points):
        for item in block.items:
            yield from wrap(f"- {item}", WIDTH, subsequent_indent="  ")
    elif isinstance(block, Facts):
        width = min(max(len(name) for name, _ in block.rows), 44)
        for name, value in block.rows:
            yield from wrap(
                f"{name:<{width}}  {value}", WIDTH + 12, subsequent_indent=" " * (width + 2)
            )
    elif isinstance(block, Boxes):
        yield block.legend
        yield from (f"  [{'x' if ticked else ' '}] {name}" for name, ticked in block.boxes)
    elif isinstance(block, Signatures):
        for party, who in block.signatories:
            yield f"Pour {party} : {who}   ______________________"
    else:
        yield from _table(block)


def _table(block: Table) -> Iterator[str]:
    rows = [block.head, *block.rows, *([block.foot] if block.foot else [])]
    widths = _widths(rows)
    rule = "  ".join("─" * width for width in widths)
    yield block.caption
    yield from _row(block.head, widths, block.figures)
    yield rule
    for row in block.rows:
        yield from _row(row, widths, block.figures)
    if block.foot:
        yield rule
        yield from _row(block.foot, widths, block.figures)


def _widths(rows: Sequence[tuple[str, ...]]) -> list[int]:
    """Those of the widest cells; the widest columns give way until a line holds in `TABLE`."""
    widths = [max(len(row[rank]) for row in rows) for rank in range(len(rows[0]))]
    while sum(widths) + 2 * (len(widths) - 1) > TABLE and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _row(row: tuple[str, ...], widths: list[int], figures: tuple[int, ...]) -> Iterator[str]:
    cells = [
        wrap(cell, width, break_on_hyphens=False) or [""]
        for cell, width in zip(row, widths, strict=True)
    ]
    for rank in range(max(map(len, cells))):
        parts = (
            (cell[rank] if rank < len(cell) else "").rjust(width)
            if column in figures
            else (cell[rank] if rank < len(cell) else "").ljust(width)
            for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        yield "  ".join(parts).rstrip()
