"""Measures as French reads them: durations, rates, sizes."""

from factory.convention.running import Availability

NONE = "–"
NBSP = "\u00a0"


def duration(seconds: int | None) -> str:
    """« 2 h 05 min », « 12 min », « 40 s »; a dash where there was none."""
    if seconds is None:
        return NONE
    if seconds < 60:
        return f"{seconds}{NBSP}s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes}{NBSP}min"
    hours, rest = divmod(minutes, 60)
    if hours < 48:
        return f"{hours}{NBSP}h{NBSP}{rest:02}"
    return f"{hours // 24}{NBSP}j{NBSP}{hours % 24}{NBSP}h"


def percent(part: float, decimals: int = 2) -> str:
    return f"{100 * part:.{decimals}f}{NBSP}%".replace(".", ",")


def rate(one: Availability) -> str:
    """Availability, to a thousandth of a percent, never rounded up to 100 %."""
    if one.rate is None:
        return NONE
    shown = percent(one.rate, 3)
    return percent(0.99999, 3) if one.down and shown.startswith("100") else shown


def size(octets: int) -> str:
    """« 12,4 Mo »."""
    return f"{octets / 10**6:.1f}{NBSP}Mo".replace(".", ",")
