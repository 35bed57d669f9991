"""Slugs: the segments of addresses, `[a-z0-9-]`, never empty."""

import re
import unicodedata
from functools import lru_cache

FALLBACK = "page"
_LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"}
)
_OTHER = re.compile(r"[^a-z0-9]+")


@lru_cache(4096)
def slug(text: str, *, fallback: str = FALLBACK) -> str:
    """« L’Été à Œuf-sur-Mer ! » gives « l-ete-a-oeuf-sur-mer ».

    Lower case, accents removed, ligatures spelt, the rest made hyphens. A text that keeps nothing
    (Greek, Arabic, symbols alone) gives `fallback`; whoever needs distinct slugs compares them.
    """
    folded = text.casefold().translate(_LIGATURES)
    letters = unicodedata.normalize("NFKD", folded).casefold().translate(_LIGATURES)
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _OTHER.sub("-", kept).strip("-") or fallback
