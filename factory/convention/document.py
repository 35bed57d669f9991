"""A paper as a value: its blocks, in reading order, before any form of it.

Written once; `terminal`, `page` and `print` each give it a form.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from factory.convention import money
from factory.ground.dates import in_words
from factory.ground.french.counts import NBSP

TO_CONFIRM = "à confirmer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    text: str
    level: int = 2
    kind: str = "titre"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A paragraph; `notice` where it warns."""

    text: str
    notice: bool = False
    kind: str = "texte"


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    items: tuple[str, ...]
    kind: str = "liste"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Names and what they are: « Notification : 23 novembre 2026 »."""

    rows: tuple[tuple[str, str], ...]
    kind: str = "faits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The first cell of a row names it. `figures`: columns of numbers. `foot`: the sums."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    foot: tuple[str, ...] = ()
    figures: tuple[int, ...] = ()
    kind: str = "tableau"


@dataclass(frozen=True, slots=True, kw_only=True)
class Boxes:
    """Boxes to tick, as article 13 lays them out."""

    legend: str
    boxes: tuple[tuple[str, bool], ...]
    kind: str = "cases"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatures:
    """Who signs: for which party, in what capacity."""

    signatories: tuple[tuple[str, str], ...]
    kind: str = "signatures"


Block = Heading | Text | Points | Facts | Table | Boxes | Signatures


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A paper: title, blocks, and whether it says that it is a demonstration (`fictive`)."""

    title: str
    subtitle: str = ""
    blocks: tuple[Block, ...]
    footer: str = ""
    fictive: bool = False


def table(
    caption: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    foot: Sequence[str] = (),
    figures: Sequence[int] = (),
) -> Table | Text:
    """A table; where it has no row, a sentence that says so."""
    if not rows:
        return Text(text=f"{caption} : rien à ce jour.")
    return Table(
        caption=caption,
        head=tuple(head),
        rows=tuple(map(tuple, rows)),
        foot=tuple(foot),
        figures=tuple(figures),
    )


def day(value: date | None, otherwise: str = TO_CONFIRM) -> str:
    return in_words(value) if value else otherwise


def moment(value: date | datetime | None, otherwise: str = TO_CONFIRM) -> str:
    """« 22 octobre 2026 à 8 h 05 »."""
    if isinstance(value, datetime):
        return f"{in_words(value)} à {value.hour}{NBSP}h{NBSP}{value.minute:02}"
    return day(value, otherwise)


def euros(value: Decimal | None, otherwise: str = TO_CONFIRM) -> str:
    return otherwise if value is None else money.in_euros(value)


def said(value: str, otherwise: str = TO_CONFIRM) -> str:
    return value or otherwise
