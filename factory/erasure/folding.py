"""Texts as they are compared: no accent, no case, and one space for all that parts two words."""

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

_SOFT = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]+")
"""Hyphens and joiners that no reader sees."""
_MARKS = re.compile("[\u0300-\u036f]+")
"""Accents, once they are parted from their letters."""
_TAG = re.compile(r"<[^<>]{0,2000}>")
_INSIDE = re.compile(r"\w<[^<>]{0,200}>\w")
"""A tag within a word, perhaps."""
_LONGEST_NAME = 5
"""Words of a person's name; a longer term is a text, which is looked for as it is."""
_KEYS = re.compile(r"\b(?:pr[eé]noms?|noms?|givenName|familyName)[\"']?\s{0,9}:", re.IGNORECASE)
"""What parts a person's two names in YAML, in JSON and in schema.org's words."""
_LETTERS = bytes(
    ord(chr(code).lower()) if chr(code).isalnum() and code < 128 else 32 for code in range(256)
)
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


def folded(text: str) -> str:
    """« Élodie  d’EXEMPLE » → « elodie d exemple »."""
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", _SOFT.sub("", text)).casefold()
        text = _MARKS.sub("", plain).replace("œ", "oe").replace("æ", "ae")
    # Quicker than a regular expression, and a site has many pages.
    words = text.encode("ascii", "replace").translate(_LETTERS).split()
    return b" ".join(words).decode()


@dataclass(frozen=True, slots=True)
class Terms:
    """What is looked for. Never written anywhere, and never shown."""

    forms: tuple[tuple[str, ...], ...] = ()
    """Each term as the words, between spaces, that betray it."""

    @classmethod
    def of(cls, lines: Iterable[str]) -> "Terms":
        """One term a line. A name is looked for with its family name first too, and as one word."""
        return cls(tuple(_forms(words) for line in lines if (words := folded(line).split())))

    def in_text(self, text: str) -> bool:
        """Whether one of them is in a text, whatever its markup and escapes."""
        return any(self._in_folded(folded(form)) for form in _readings(text))

    def in_name(self, path: str) -> bool:
        """Whether one of them is in the name of a file."""
        return self._in_folded(folded(unquote_to_bytes(path).decode("utf-8", "replace")))

    def _in_folded(self, text: str) -> bool:
        padded = f" {text} "
        return any(form in padded for forms in self.forms for form in forms)


def _forms(words: list[str]) -> tuple[str, ...]:
    turns = len(words) if len(words) <= _LONGEST_NAME else 1
    orders = [words[turn:] + words[:turn] for turn in range(turns)]
    found = [f" {' '.join(order)} " for order in orders]
    if len(words) > 1:
        found += [f" {''.join(order)} " for order in orders]
    return tuple(dict.fromkeys(found))


def _readings(text: str) -> Iterable[str]:
    """The text as a page or a JSON file may have written it."""
    if "&" in text:
        text = html.unescape(text)
    yield text
    if "\\u" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
        yield text
    if _KEYS.search(text):
        yield _KEYS.sub(" ", text)
    if "%" in text:
        yield unquote_to_bytes(text.encode("utf-8", "replace")).decode("utf-8", "replace")
    if "<" in text:
        yield _TAG.sub(" ", text)
        if _INSIDE.search(text):
            yield _TAG.sub("", text)
