"""French typography, for prose and nothing else (Lexique des règles typographiques en usage à
l'Imprimerie nationale): no-break spaces, apostrophes, « quotes », ellipses, dashes.

`french()` takes the prose of one paragraph as a list of runs, the texts between its marks
(emphasis, links…), so that a quotation may open in one run and close in another. Applying it
twice gives what once gives.
"""

import re
from collections.abc import Callable

NARROW = "\u202f"
NO_BREAK = "\u00a0"
MARK = "\0"
"""Stands between two runs; the parser lets no NUL through, so none is in a text."""
OBJECT = "\ufffc"
"""Stands for what is not prose: code, a picture, a web or mail address."""

_SPACES = "[ \u00a0\u202f\u2009]"
_WORD = re.compile(r"[^\s\0]+")
_END = r"(?=\0*(?:[\s»”)\]…]|$))"

_APOSTROPHE = re.compile(r"(?<=\w)'(?=\0*[\w«“\"])|(?<=\w\0)'(?=\w)")
_ELLIPSIS = re.compile(r"(?<!\.)\.\.\.(?!\.)")
_QUOTE = re.compile(r'"')
_OPENING = re.compile(rf"«{_SPACES}*(?=\S)")
_CLOSING = re.compile(rf"(?<=\S){_SPACES}*»")
_HIGH = re.compile(rf"(?<=[^\s«]){_SPACES}+(?=[;!?])")
_HIGH_STUCK = re.compile(rf"(?<=[\w)\]%€»”’{OBJECT}])(\0*)([;!?]+){_END}")
_COLON = re.compile(rf"(?<=[^\s«]){_SPACES}+:(?=[\s\0]|$)")
_COLON_STUCK = re.compile(r"([^\W\d_]|[)»])(\0*):(?=\0*(?:\s|$))")
_THOUSANDS = re.compile(r"(?<![\d,.\u202f])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?![ ]\d)")
_UNIT = re.compile(
    rf"(?<=\d){_SPACES}(?=(?:€|%|°C|°|k€|M€|euros?|h|min|s|km|m|cm|mm|m²|m2|km²|ha|kg|g|t|l|L|kWh"
    r"|ans?|habitants?)(?!\w))"
)
_UNIT_STUCK = re.compile(r"(?<=\d)(?=[€%](?!\w))")
_HOUR = re.compile(rf"(?<=\d[{NO_BREAK}]h){_SPACES}(?=\d)")
_NUMBER = re.compile(rf"\b([nN])[°º]{_SPACES}*(?=\d)")
_DASH = re.compile(r"(?<=[^\s\-]) --? (?=[^\s\-])")


def french(runs: list[str]) -> list[str]:
    """The runs of one paragraph, in French typography; as many runs come out as went in."""
    text = MARK.join(runs)
    addresses: list[str] = []
    if "://" in text or "@" in text or "www." in text or OBJECT in text:

        def keep(match: re.Match[str]) -> str:
            word = match[0]
            if "://" in word or "@" in word or "www." in word or OBJECT in word:
                addresses.append(word)
                return OBJECT
            return word

        text = _WORD.sub(keep, text)
    text = _prose(text)
    if addresses:
        kept = iter(addresses)
        text = re.sub(OBJECT, lambda _: next(kept), text)
    return text.split(MARK)


def _prose(text: str) -> str:
    if "'" in text:
        text = _APOSTROPHE.sub("’", text)
    if "..." in text:
        text = _ELLIPSIS.sub("…", text)
    if '"' in text:
        text = _quotes(text)
    if "«" in text:
        text = _OPENING.sub("«" + NARROW, text)
    if "»" in text:
        text = _CLOSING.sub(NARROW + "»", text)
    if "!" in text or "?" in text or ";" in text:
        text = _HIGH.sub(NARROW, text)
        text = _HIGH_STUCK.sub(rf"{NARROW}\1\2", text)
    if ":" in text:
        text = _COLON.sub(NO_BREAK + ":", text)
        text = _COLON_STUCK.sub(rf"\1\2{NO_BREAK}:", text)
    if " -" in text:
        text = _DASH.sub(" – ", text)
    if _DIGIT(text):
        text = _numbers(text)
    return text


_DIGIT: Callable[[str], re.Match[str] | None] = re.compile(r"\d").search


def _numbers(text: str) -> str:
    text = _THOUSANDS.sub(lambda m: re.sub(_SPACES, NARROW, m[0]), text)
    text = _UNIT.sub(NO_BREAK, text)
    text = _UNIT_STUCK.sub(NO_BREAK, text)
    text = _HOUR.sub(NO_BREAK, text)
    if "°" in text or "º" in text:
        text = _NUMBER.sub(rf"\1°{NO_BREAK}", text)
    return text


def _quotes(text: str) -> str:
    """Straight quotes in pairs become « »; where they don't pair (inches, slips), all stay."""
    places = [m.start() for m in _QUOTE.finditer(text)]
    if len(places) % 2:
        return text
    parts: list[str] = []
    last = 0
    for number, place in enumerate(places):
        opens = number % 2 == 0
        if opens and not _may_open(text, place):
            return text
        parts += (text[last:place], "«" if opens else "»")
        last = place + 1
    return "".join(parts) + text[last:]


def _may_open(text: str, place: int) -> bool:
    """Whether a quotation may begin here: at the start, after a space or an opening sign."""
    before = text[max(0, place - 3) : place].rstrip(MARK)
    return not before or before[-1].isspace() or before[-1] in "([{’'—–«/"
