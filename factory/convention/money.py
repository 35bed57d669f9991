"""Exact amounts: fractions of a euro, rounded to the cent once, and shared without losing one."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from factory.ground.french.counts import NBSP, NNBSP

ZERO = Decimal("0.00")
CENT = Decimal("0.01")


def cents(amount: Fraction) -> int:
    """The nearest cent, half a cent up (amounts are never negative)."""
    return (200 * amount.numerator + amount.denominator) // (2 * amount.denominator)


def rounded(amount: Fraction) -> Decimal:
    return euros(cents(amount))


def euros(count: int) -> Decimal:
    return (Decimal(count) * CENT).quantize(CENT)


def shared(total: int, weights: Sequence[Fraction]) -> list[int]:
    """`total` cents split by weights, by largest remainder; ties go to the first. They sum to it.

    Without any weight above zero, each part is zero and nothing is shared.
    """
    whole = sum(weights)
    if not whole:
        return [0 for _ in weights]
    exact = [total * weight / whole for weight in weights]
    parts = [part.numerator // part.denominator for part in exact]
    order = sorted(range(len(parts)), key=lambda rank: (parts[rank] - exact[rank], rank))
    for rank in order[: total - sum(parts)]:
        parts[rank] += 1
    return parts


def halves(amount: Decimal) -> tuple[Decimal, Decimal]:
    """Two halves to the cent; the odd one is in the first."""
    small = euros(int(amount / CENT) // 2)
    return amount - small, small


def written(amount: Decimal) -> str:
    """« −1 234,50 »: as French writes it, its spaces narrow; no more zeros than cents."""
    exact = amount.normalize()
    decimals = max(2, -int(exact.as_tuple().exponent))
    return f"{amount:,.{decimals}f}".replace(",", NNBSP).replace(".", ",").replace("-", "−")


def in_euros(amount: Decimal) -> str:
    return f"{written(amount)}{NBSP}€"
