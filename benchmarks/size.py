"""How much is measured: whole, or a short run that says whether all works."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    communes: int
    pages: int
    turns: int
    """How often each pair of measures is taken; the median counts."""
    photos: int
    memory: tuple[int, ...]
    """The sizes of commune, in pages, for the peak of memory."""
    leaving: tuple[int, int]
    """Of the commune that leaves: its pages, and the bytes of its documents."""
    many: int
    many_pages: int


WHOLE = Size(
    communes=92,
    pages=100,
    turns=3,
    photos=8,
    memory=(100, 1_000, 10_000),
    leaving=(10_000, 2 << 30),
    many=1_000,
    many_pages=20,
)
QUICK = Size(
    communes=8,
    pages=100,
    turns=1,
    photos=2,
    memory=(100, 1_000),
    leaving=(1_000, 256 << 20),
    many=50,
    many_pages=20,
)
