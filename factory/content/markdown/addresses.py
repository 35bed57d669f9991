"""Addresses written bare in a sentence: « https://exemple.fr », « mairie@exemple.fr ».

Most other tools make links of them, and so do those who write. They are shown as written, and
what ends the sentence is not part of them.
"""

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

_ADDRESS = re.compile(
    r"(?<![\w/@.:=\"'-])(?:"
    r"(?P<web>https?://[^\s<>\"«»“”|]{3,2000})"
    r"|(?P<host>www\.[\w-]{1,63}\.[^\s<>\"«»“”|]{2,2000})"
    r"|(?P<mail>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})"
    r")"
)
_AFTER = ".,;:!?'’*_…"
_LINK = re.compile(r"<(/?)a\b", re.IGNORECASE)


def link_addresses(tokens: Sequence[Token]) -> None:
    """Make links of the bare addresses of a text, in place."""
    for token in tokens:
        content = token.content
        if token.type == "inline" and ("://" in content or "@" in content or "www." in content):
            token.children = list(_linked(token.children or ()))


def _linked(children: Sequence[Token]) -> Iterator[Token]:
    within = 0
    for child in children:
        if child.type in ("link_open", "link_close"):
            within += child.nesting
        elif child.type == "html_inline" and (tag := _LINK.match(child.content)):
            within += -1 if tag[1] else 1
        if child.type == "text" and within <= 0:
            yield from _parts(child.content)
        else:
            yield child


def _parts(text: str) -> Iterator[Token]:
    done = 0
    for found in _ADDRESS.finditer(text):
        written = _ended(found[0])
        if found.start() > done:
            yield _text(text[done : found.start()])
        before = "" if found["web"] else "https://" if found["host"] else "mailto:"
        opening = Token("link_open", "a", 1, markup="autolink")
        opening.attrs = {"href": before + written}
        yield opening
        yield _text(written)
        yield Token("link_close", "a", -1, markup="autolink")
        done = found.start() + len(written)
    if done < len(text) or not text:
        yield _text(text[done:])


def _ended(address: str) -> str:
    """The address without what ends the sentence, or the bracket that it stands in."""
    while address[-1] in _AFTER or (
        address[-1] in ")]"
        and address.count(")") + address.count("]") > address.count("(") + address.count("[")
    ):
        address = address[:-1]
    return address


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
