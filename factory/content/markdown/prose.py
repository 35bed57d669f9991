"""The prose of a text: its words without code, pictures and marks."""

import re
from collections.abc import Iterable, Sequence

from markdown_it.token import Token

from factory.content.markdown.typography import OBJECT, PARAGRAPH, french

_BREAKS = ("softbreak", "hardbreak")
_SILENT = ("html_inline", "footnote_ref", "footnote_anchor")


def plain(children: Iterable[Token]) -> str:
    """The words of a line, as a reader would say them."""
    words: list[str] = []
    for child in children:
        if child.type in ("text", "code_inline"):
            words.append(child.content)
        elif child.type in _BREAKS:
            words.append(" ")
        elif child.type == "image":
            words.append(plain(child.children or ()))
    return "".join(words)


def typeset(tokens: Sequence[Token]) -> None:
    """Put the prose of a text into French typography, in place."""
    runs: list[str] = []
    prose: list[Token | None] = []
    for token in tokens:
        if token.type == "inline" and token.children:
            _gather(token.children, runs, prose)
            runs.append(PARAGRAPH)
            prose.append(None)
    for child, run in zip(prose, french(runs), strict=bool(runs)):
        if child is not None:
            child.content = run


def _gather(children: Sequence[Token], runs: list[str], prose: list[Token | None]) -> None:
    autolink = False
    for child in children:
        kind = child.type
        if kind == "text":
            runs.append(OBJECT if autolink else child.content)
            prose.append(None if autolink else child)
        elif kind in _BREAKS:
            runs.append("\n")
            prose.append(None)
        elif kind in ("code_inline", "image"):
            runs.append(OBJECT)
            prose.append(None)
        elif kind == "link_open":
            autolink = child.markup == "autolink"
        elif kind == "link_close":
            autolink = False


_MOST = 300
_ANY = ("paragraph_open", "block_text_open", "td_open", "th_open", "caption_open")
_BLANKS = re.compile(r"[ \t\n]+")


def summary(tokens: Sequence[Token]) -> str:
    """The first words of the text, headings and code left out: 300 characters, cut at a word."""
    return _words(tokens, ("paragraph_open",)) or _words(tokens, _ANY)


def _words(tokens: Sequence[Token], within: Sequence[str]) -> str:
    words: list[str] = []
    length = 0
    before = ""
    for token in tokens:
        if token.type == "inline" and token.children and before in within:
            text = plain(token.children).strip()
            if text:
                words.append(text)
                length += len(text) + 1
                if length > _MOST:
                    break
        before = token.type
    return cut(" ".join(words))


def cut(text: str, most: int = _MOST) -> str:
    """`text`, or its first words and « … », at most `most` characters."""
    text = _BLANKS.sub(" ", text)
    if len(text) <= most:
        return text
    head = text[:most]
    return (head.rpartition(" ")[0] or head[: most - 1]).rstrip(" ,;:.–-\u202f\u00a0(«") + "…"
