"""Sizes of files as French writes them."""

NBSP = "\u00a0"


def short(octets: int) -> str:
    """« 950 octets », « 1,2 ko », « 687 ko », « 12,4 Mo »; 1 ko is 1 000 octets."""
    if octets < 1000:
        return f"{octets}{NBSP}octet{'s' if octets > 1 else ''}"
    amount = octets / 1000
    for unit in ("ko", "Mo"):
        if round(amount) < 1000:
            return f"{_figures(amount)}{NBSP}{unit}"
        amount /= 1000
    return f"{_figures(amount)}{NBSP}Go"


def _figures(amount: float) -> str:
    return f"{amount:.0f}" if amount >= 99.95 else f"{amount:.1f}".replace(".", ",")
