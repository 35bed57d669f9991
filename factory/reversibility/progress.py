"""How far an export has come, for whoever waits for it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """The steps of an export, in order."""

    FILES = "copie des fichiers"
    INVENTORY = "inventaire du site"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """`fait` of `total` files of a step; `total` is 0 where it cannot be known."""

    etape: Step
    fait: int = 0
    total: int = 0


Told = Callable[[Progress], None]


def silent(_: Progress) -> None:
    """For whoever does not wait."""
