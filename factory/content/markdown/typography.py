"""French typography, for prose and nothing else (Lexique des règles typographiques en usage à
l'Imprimerie nationale): no-break spaces, apostrophes, « quotes », ellipses, dashes.

`french()` takes the prose of a text as a list of runs, the words between its marks (emphasis,
links…), so that a quotation may open in one run and close in another. Applying it twice gives
what once gives. Patterns begin with the sign they look for: that is what makes them fast.
"""

import re

NARROW = "\u202f"
NO_BREAK = "\u00a0"
MARK = "\0"
"""Stands between two runs; the parser lets no NUL through, so none is in a text."""
PARAGRAPH = "\x1e"
"""A run of its own between two paragraphs: quotations don't go past it."""
OBJECT = "\ufffc"
"""Stands for what is not prose: code, a picture, a web or mail address."""

_ADDRESS = re.compile(rf"://|@|www\.|{OBJECT}")
_SPACES = "[ \u00a0\u202f\u2009]"
_APOSTROPHE = re.compile(r"'(?:(?<=\w')(?=\0*[\w«“\"])|(?<=\w\0')(?=\w))")
_ELLIPSIS = re.compile(r"\.\.\.(?<!\.\.\.\.)(?!\.)")
_OPENING = re.compile(rf"«{_SPACES}*(?=[^\s])")
_CLOSING = re.compile(r"»(?<=\S»)")
_HIGH = tuple((sign, re.compile(rf"\{sign}(?=[;!?]{{0,5}}\0*(?:[\s»”)\]…]|$))")) for sign in ";!?")
_COLON_SPACED = re.compile(r" :(?=[\s\0]|$)")
_COLON = re.compile(r":(?:(?<=[^\W\d_]:)|(?<=[)»]:)|(?<=[^\W\d_]\0:))(?=\0*(?:\s|$))")
_DASH = re.compile(r" -(?<=[^\s\-] -)-?(?= [^\s\-])")
_NUMBER = re.compile(
    rf"\d{_SPACES}(?:(?=\d\d\d(?!\d))|(?=(?:€|%|°C|°|k€|M€|euros?|h|min|s|km|m|cm|mm|m²|m2|km²|ha"
    r"|kg|g|t|l|L|kWh|ans?|habitants?)(?!\w)))"
)
_MONEY = re.compile(r"[€%](?:(?<=\d€)|(?<=\d%))(?!\w)")
_HOUR = re.compile(rf"\d{NO_BREAK}h{_SPACES}(?=\d)")
_ORDER = re.compile(rf"[nN][°º](?:(?<=\bn.)|(?<=\bN.)){_SPACES}*(?=\d)")
_HAS_DIGIT = re.compile(r"\d").search
_SPACED = tuple((space + sign, NARROW + sign) for space in (" ", NO_BREAK) for sign in ";!?»")
"""What a space before a high sign becomes; a literal replacement is ten times a pattern's speed."""


def french(runs: list[str]) -> list[str]:
    """The runs of a text, in French typography; as many come out as went in."""
    text = MARK.join(runs)
    if "://" not in text and "@" not in text and "www." not in text:
        return _prose(text).split(MARK)
    text, kept = _without_addresses(text)
    words = iter(kept)
    return re.sub(OBJECT, lambda _: next(words), _prose(text)).split(MARK)


def _without_addresses(text: str) -> tuple[str, list[str]]:
    """The text with an OBJECT for each word that holds an address, and those words."""
    parts: list[str] = []
    kept: list[str] = []
    last = 0
    for sign in _ADDRESS.finditer(text):
        first, end = sign.span()
        if first < last:
            continue
        while first > last and not text[first - 1].isspace() and text[first - 1] != MARK:
            first -= 1
        while end < len(text) and not text[end].isspace() and text[end] != MARK:
            end += 1
        parts += (text[last:first], OBJECT)
        kept.append(text[first:end])
        last = end
    return "".join(parts) + text[last:], kept


def _prose(text: str) -> str:
    if "'" in text:
        text = _APOSTROPHE.sub("’", text)
    if "..." in text:
        text = _ELLIPSIS.sub("…", text)
    if '"' in text:
        text = PARAGRAPH.join(map(_quotes, text.split(PARAGRAPH)))
    if "«" in text:
        text = _OPENING.sub("«" + NARROW, text)
    for spaced, instead in _SPACED:
        text = text.replace(spaced, instead)
    if "»" in text:
        text = _CLOSING.sub(NARROW + "»", text)
    for sign, high in _HIGH:
        if sign in text:
            text = high.sub(_after_word, text)
    if ":" in text:
        text = _COLON_SPACED.sub(NO_BREAK + ":", text)
        text = _COLON.sub(NO_BREAK + ":", text)
    if " -" in text:
        text = _DASH.sub(" –", text)
    if _HAS_DIGIT(text):
        text = _NUMBER.sub(_joined, text)
        if "€" in text or "%" in text:
            text = _MONEY.sub(rf"{NO_BREAK}\g<0>", text)
        if NO_BREAK + "h" in text:
            text = _HOUR.sub(lambda match: match[0][:-1] + NO_BREAK, text)
        if "°" in text or "º" in text:
            text = _ORDER.sub(lambda match: match[0][0] + "°" + NO_BREAK, text)
    return text


def _after_word(match: re.Match[str]) -> str:
    """« Bonjour! »: the space that is missing before a high sign that follows a word."""
    text, place = match.string, match.start()
    while place and text[place - 1] == MARK:
        place -= 1
    before = text[place - 1] if place else " "
    stuck = before.isalnum() or before in f")]%€»”’{OBJECT}"
    return NARROW + match[0] if stuck else match[0]


def _joined(match: re.Match[str]) -> str:
    """A number and its unit, or the groups of a large number: « 10 € », « 3 000 »."""
    text, place = match.string, match.start()
    if not text[match.end() : match.end() + 1].isdigit():
        return match[0][0] + NO_BREAK
    first = place
    while first and place - first < 4 and text[first - 1].isdigit():
        first -= 1
    group = place - first + 1 <= 3 and text[first - 1 : first] not in (",", ".")
    return match[0][0] + NARROW if group else match[0]


def _quotes(text: str) -> str:
    """Straight quotes in pairs become « »; where they don't pair (inches, slips), all stay."""
    places = [match.start() for match in re.finditer('"', text)]
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
