"""Names for places in a page: readable in French, unique in the page."""

import re
import unicodedata
from itertools import islice

LONGEST = 80
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "€": "euros"})
_ACCENTS = re.compile(r"[\u0300-\u036f]")
_OTHER = re.compile(r"[^a-z0-9]+")


def slug(text: str) -> str:
    """« L’école d’été : où ? » → « l-ecole-d-ete-ou »; "" where no Latin letter or figure is left.

    It holds `[a-z0-9-]` only, so it never meets the factory's own ids, which hold a `_`.
    """
    folded = text.translate(_LIGATURES)
    if not folded.isascii():
        folded = _ACCENTS.sub("", unicodedata.normalize("NFKD", folded))
    name = _OTHER.sub("-", folded.lower()).strip("-")
    if len(name) > LONGEST:
        name = name[: LONGEST + 1].rpartition("-")[0] or name[:LONGEST]
    return name


class Names:
    """Gives each name once: « horaires », then « horaires-2 »."""

    def __init__(self) -> None:
        self._next: dict[str, int] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._next

    def take(self, name: str) -> str:
        """`name`, or the first of `name-2`, `name-3`… that is free."""
        if name not in self._next:
            self._next[name] = 2
            return name
        number = self._next[name]
        while f"{name}-{number}" in self._next:
            number += 1
        self._next[name] = number + 1
        return self.take(f"{name}-{number}")

    def first(self, most: int) -> list[str]:
        """The first names taken."""
        return list(islice(self._next, most))
