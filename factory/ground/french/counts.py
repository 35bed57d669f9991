"""Numbers, and what they count, as French writes them: zero and one are singular."""

NBSP = "\u00a0"
NNBSP = "\u202f"


def number(count: int) -> str:
    """« 28 412 », its thousands apart by a narrow no-break space."""
    return f"{count:,}".replace(",", NNBSP)


def plural(count: int, one: str, many: str = "") -> str:
    """The word alone, as that number of things is called: « page », « pages »."""
    return one if count < 2 else many or f"{one}s"


def counted(count: int, one: str, many: str = "") -> str:
    """« 1 page », « 1 200 pages », « 2 procès-verbaux »: on a terminal, in a problem's text."""
    return f"{number(count)} {plural(count, one, many)}"


def kept_together(count: int, one: str, many: str = "") -> str:
    """The same on a page or in a letter, where no line may end between the two."""
    return f"{number(count)}{NBSP}{plural(count, one, many)}"
