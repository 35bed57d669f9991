"""Texts as they are compared: no accent, no case, and one space for all that parts two words."""

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

_SOFT = str.maketrans("", "", "\u00ad\u200b\u200c\u200d\u2060\ufeff")
"""Hyphens and joiners that no reader sees."""
_TAG = re.compile(r"<[^<>]{0,2000}>")
_PARTS = re.compile(r"[^0-9a-z]+")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


def folded(text: str) -> str:
    """« Élodie  d’EXEMPLE » → « elodie d exemple »."""
    plain = unicodedata.normalize("NFKD", text.translate(_SOFT)).casefold()
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _PARTS.sub(" ", letters).strip()


@dataclass(frozen=True, slots=True)
class Terms:
    """What is looked for. Never written anywhere, and never shown."""

    forms: tuple[tuple[str, ...], ...] = ()
    """Each term as the words, between spaces, that betray it."""

    @classmethod
    def of(cls, lines: Iterable[str]) -> "Terms":
        """One term a line. Two words are looked for in either order, and as one."""
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
    orders = [words, words[::-1]] if len(words) == 2 else [words]
    found = [f" {' '.join(order)} " for order in orders]
    if len(words) > 1:
        found += [f" {''.join(order)} " for order in orders]
    return tuple(dict.fromkeys(found))


def _readings(text: str) -> Iterable[str]:
    """The text as a page or a JSON file may have written it."""
    yield text
    if "\\u" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
        yield text
    if "%" in text:
        yield unquote_to_bytes(text.encode("utf-8", "replace")).decode("utf-8", "replace")
    if "<" in text or "&" in text:
        plain = html.unescape(text)
        yield _TAG.sub(" ", plain)
        yield _TAG.sub("", plain)
