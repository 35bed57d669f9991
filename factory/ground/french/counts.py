"""Numbers, and what they count, as French writes them: zero and one are singular."""

import re

NBSP = "\u00a0"
NNBSP = "\u202f"
_COMPLEMENT = re.compile(r" ?\b(?:avec|sans)\b.*")


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


def agreed(count: int, state: str) -> str:
    """« 2 publiées avec réserves », « 2 sans réponse »: the participle agrees with the communes."""
    complement = _COMPLEMENT.search(state)
    participle = state[: complement.start()] if complement else state
    agreeing = plural(count, participle) if participle else ""
    return f"{number(count)} {agreeing}{complement[0] if complement else ''}"
