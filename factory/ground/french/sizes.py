"""Sizes of files as French writes them."""

from factory.ground.french.counts import NBSP, kept_together


def short(octets: int) -> str:
    """« 950 octets », « 687 ko », « 1,2 Mo », « 3 Go »: three figures, but for huge ones."""
    if octets < 1000:
        return kept_together(octets, "octet")
    amount, unit = octets / 1000, "ko"
    for larger in ("Mo", "Go"):
        # 999,6 ko would print as « 1 000 ko ».
        if round(amount) >= 1000:
            amount, unit = amount / 1000, larger
    figures = f"{amount:.1f}" if unit != "ko" and amount < 99.95 else f"{amount:.0f}"
    return f"{figures.removesuffix('.0').replace('.', ',')}{NBSP}{unit}"
