"""A share of the communes, by their names alone: several machines divide a night among them."""

from collections.abc import Iterable
from hashlib import sha256

from factory.ground.problems import UsageError, error

WHOLE = (1, 1)


def parse(text: str) -> tuple[int, int]:
    """« 2/4 »: the second of four. Raises UsageError where it is not that."""
    rank, slash, parts = text.partition("/")
    if slash and rank.isdecimal() and parts.isdecimal() and 1 <= int(rank) <= int(parts) <= 9999:
        return int(rank), int(parts)
    raise UsageError(
        error(
            "partie-illisible",
            f"« {text} » n’est pas une partie des communes.",
            "Écrivez son rang et le nombre de parties, par exemple « --shard 1/4 ».",
        )
    )


def part_of(slug: str, parts: int) -> int:
    """Which of `parts` parts a commune is in, from 1: its name alone says so."""
    return int.from_bytes(sha256(slug.encode()).digest()[:8]) % parts + 1


def mine(slugs: Iterable[str], part: tuple[int, int]) -> list[str]:
    rank, parts = part
    return [slug for slug in slugs if part_of(slug, parts) == rank]
