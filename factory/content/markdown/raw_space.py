"""A link or picture whose file name holds spaces: `[le plan](plan du centre.pdf)`.

CommonMark wants `<plan du centre.pdf>` or `%20`; agents write what they see. Only an address that
ends like a file name is taken, so that other texts in brackets stay as they are.
"""

import re

from markdown_it.rules_inline import StateInline

_ADDRESS = re.compile(
    r"\([ \t]*((?:[^()<>\"\n]|\([^()<>\"\n]{0,200}\))*?[^()<>\"\s]? "
    r"(?:[^()<>\"\n]|\([^()<>\"\n]{0,200}\))*\.[A-Za-z][A-Za-z0-9]{1,4}(?:#[^\s()<>\"]*)?)"
    r"(?:[ \t]+\"([^\"\n]*)\")?[ \t]*\)"
)

_LAST = -1
"""Our key in markdown-it's cache of places, whose own keys are 0 and more."""


def raw_space(state: StateInline, silent: bool) -> bool:
    """The inline rule; it comes after markdown-it's own, when those found no link."""
    start = state.pos
    picture = state.src.startswith("![", start)
    if not picture and state.src[start] != "[":
        return False
    if start > _last(state):
        return False
    opening = start + picture
    closing = state.md.helpers.parseLinkLabel(state, opening, not picture)
    if closing < 0 or not (found := _ADDRESS.match(state.src, closing + 1, state.posMax)):
        return False
    if not silent:
        if picture:
            _picture(state, state.src[opening + 1 : closing], found)
        else:
            _link(state, opening + 1, closing, found)
    state.pos = found.end()
    return True


def _last(state: StateInline) -> int:
    """Where the last address with a space begins; -1 where none does. Sought once a paragraph."""
    known = state.cache.get(_LAST)
    if known is None:
        known = max((found.start() for found in _ADDRESS.finditer(state.src)), default=-1)
        state.cache[_LAST] = known
    return known


def _picture(state: StateInline, alt: str, found: re.Match[str]) -> None:
    token = state.push("image", "img", 0)
    token.attrs = {"src": found[1], "alt": ""}
    token.content = alt
    token.children = []
    state.md.inline.parse(alt, state.md, state.env, token.children)
    if found[2]:
        token.attrSet("title", found[2])


def _link(state: StateInline, first: int, last: int, found: re.Match[str]) -> None:
    whole = state.posMax
    state.pos, state.posMax = first, last
    token = state.push("link_open", "a", 1)
    token.attrs = {"href": found[1]}
    if found[2]:
        token.attrSet("title", found[2])
    state.linkLevel += 1
    state.md.inline.tokenize(state)
    state.linkLevel -= 1
    state.push("link_close", "a", -1)
    state.posMax = whole
