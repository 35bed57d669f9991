"""Links, pictures and raw HTML among the words: each is judged, and put in its final form."""

import re
from collections.abc import Sequence

from markdown_it.token import Token

from factory.content.markdown.prose import plain
from factory.content.markdown.raw_html import RawHtml
from factory.content.markdown.references import References
from factory.content.markdown.tags import SWALLOWED

_DECORATIVE = ('""', "''", "“”", "«»", "« »")
_OPENS = re.compile(r"<([A-Za-z]+)")
_CLOSES = re.compile(r"</([A-Za-z]+)")


def settle(tokens: Sequence[Token], references: References, raw: RawHtml) -> None:
    """Go down the text, in place; references are numbered as they come."""
    for token in tokens:
        if token.type == "inline":
            if token.children and (len(token.children) > 1 or token.children[0].type != "text"):
                line = token.map[0] if token.map else 0
                token.children = _settled(token.children, line, references, raw)
        elif token.type == "html_block":
            token.content = raw.block(token.content, token.map[0] if token.map else 0)
        elif token.type == "block_open" and "contact" in token.meta:
            line = token.map[0] if token.map else 0
            token.attrs["data-ref"] = references.contact(token.meta["contact"], line)


def _settled(children: list[Token], line: int, references: References, raw: RawHtml) -> list[Token]:
    kept: list[Token] = []
    linked = unlinked = False
    skip_to = -1
    ends: dict[str, int] | None = None
    depth = raw.depth
    for place, child in enumerate(children):
        kind = child.type
        if kind == "softbreak" or kind == "hardbreak":
            line += 1
        if place <= skip_to:
            continue
        if kind == "link_open":
            title = str(child.attrs.get("title", ""))
            href = references.link(str(child.attrs["href"]), line, title)
            linked, unlinked = href is not None, href is None
            if href is None:
                continue
            child.attrs["href"] = href
        elif kind == "link_close":
            if unlinked:
                unlinked = False
                continue
            linked = False
        elif kind == "image":
            kept += _picture(child, child.map[0] if child.map else line, linked, references)
            continue
        elif kind == "html_inline":
            if ends is None:
                ends = _ends(children)
            opened = _OPENS.match(child.content)
            name = opened[1].lower() if opened else ""
            inside = ""
            if name in SWALLOWED and ends.get(name, -1) > place:
                skip_to = next(
                    later
                    for later in range(place + 1, len(children))
                    if _closes(children[later], name)
                )
                inside = "".join(held.content for held in children[place + 1 : skip_to])
            child.content = raw.tag(child.content, line, inside)
        kept.append(child)
    if raw.depth > depth:
        kept.append(Token("html_inline", "", 0, content=raw.close_to(depth)))
    return kept


def _closes(child: Token, name: str) -> bool:
    if child.type != "html_inline":
        return False
    closed = _CLOSES.match(child.content)
    return closed is not None and closed[1].lower() == name


def _ends(children: Sequence[Token]) -> dict[str, int]:
    """Where each closing tag stands last."""
    return {
        closed[1].lower(): place
        for place, child in enumerate(children)
        if child.type == "html_inline" and (closed := _CLOSES.match(child.content))
    }


def _picture(child: Token, line: int, linked: bool, references: References) -> list[Token]:
    """The picture, or what stands for one that isn't the commune's: a link, or its words."""
    target = str(child.attrs.get("src", ""))
    title = str(child.attrs.get("title", ""))
    words = plain(child.children or ()).strip()
    alt = "" if words in _DECORATIVE else words or None
    src = references.picture(target, alt, line, title)
    if src is not None:
        child.attrs = {"src": src, "alt": alt or "", **({"title": title} if title else {})}
        return [child]
    text = Token("text", "", 0, content=alt or "")
    href = references.foreign_picture(target, line)
    if href is None:
        return [text]
    if linked:
        text.content = alt or target.rpartition("/")[2]
        return [text]
    text.content = alt or target
    opening = Token("link_open", "a", 1, attrs={"href": href})
    return [opening, text, Token("link_close", "a", -1)]
