"""Measures as French reads them: durations, rates, sizes."""

from factory.convention.running import Availability
from factory.ground.french import durations
from factory.ground.french.counts import NBSP

NONE = "–"


def duration(seconds: int | None) -> str:
    """« 2 h 05 », « 12 min », « 40 s »; a dash where there was none."""
    return NONE if seconds is None else durations.short(seconds)


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
