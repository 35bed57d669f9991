"""Tokens to HTML: plain tags, our few classes, nothing that depends on the page around."""

from collections.abc import Callable, Sequence
from html import escape

from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token

from factory.content.markdown.labels import Labels

DEEPEST = 32
"""Inline tags within one another. Emphasis deeper than this changes nothing to the eye, and
thousands of levels overflow the stack of what reads the page next."""


def _escape(text: str) -> str:
    """Text between tags."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text


def _attributes(token: Token) -> str:
    return "".join(f' {key}="{escape(str(value))}"' for key, value in token.attrs.items())


def write(tokens: Sequence[Token], labels: Labels) -> str:
    """The HTML of a text; the page's own language gives the footnotes' labels."""
    out: list[str] = []
    _blocks(tokens, labels, out)
    return "".join(out)


def _blocks(tokens: Sequence[Token], labels: Labels, out: list[str]) -> None:
    for token in tokens:
        kind = token.type
        if kind == "inline":
            _inline(token.children or (), labels, out)
        elif token.hidden:
            if token.nesting < 0:
                out.append("\n")
        elif kind in _SPECIAL:
            out.append(_SPECIAL[kind](token, labels))
        elif token.nesting < 0:
            out.append(f"</{token.tag}>\n")
        elif token.attrs:
            out.append(f"<{token.tag}{_attributes(token)}>")
        else:
            out.append(f"<{token.tag}>")


def _inline(tokens: Sequence[Token], labels: Labels, out: list[str]) -> None:
    depth = 0
    for token in tokens:
        kind = token.type
        depth += max(token.nesting, 0)
        too_deep = depth > DEEPEST
        depth += min(token.nesting, 0)
        if token.nesting and too_deep:
            continue
        if kind == "text":
            out.append(_escape(token.content))
        elif kind == "softbreak":
            out.append("\n")
        elif kind in _SPECIAL:
            out.append(_SPECIAL[kind](token, labels))
        elif token.nesting < 0:
            out.append(f"</{token.tag}>")
        elif token.attrs:
            out.append(f"<{token.tag}{_attributes(token)}>")
        else:
            out.append(f"<{token.tag}>")


def _fence(token: Token, _: Labels) -> str:
    language = unescapeAll(token.info).strip().partition(" ")[0]
    css = f' class="language-{escape(language)}"' if language else ""
    return f"<pre><code{css}>{_escape(token.content)}</code></pre>\n"


def _number(token: Token) -> tuple[int, str]:
    """A note's number, and its call's: « 2 », then « 2-1 » for a second call."""
    note = token.meta["id"] + 1
    again = token.meta.get("subId", 0)
    return note, f"{note}-{again}" if again > 0 else str(note)


def _call(token: Token, labels: Labels) -> str:
    note, call = _number(token)
    return (
        f'<sup class="appel-note"><a href="#note_{note}" id="appel_{call}" role="doc-noteref" '
        f'aria-label="{escape(labels.appel)} {note}">{note}</a></sup>'
    )


def _back(token: Token, labels: Labels) -> str:
    note, call = _number(token)
    return (
        f' <a class="note-retour" href="#appel_{call}" role="doc-backlink" '
        f'aria-label="{escape(labels.retour)} ({escape(labels.appel.lower())} {note})">↩\ufe0e</a>'
    )


_SPECIAL: dict[str, Callable[[Token, Labels], str]] = {
    "html_block": lambda token, _: token.content,
    "html_inline": lambda token, _: token.content,
    "code_inline": lambda token, _: f"<code>{_escape(token.content)}</code>",
    "code_block": lambda token, _: f"<pre><code>{_escape(token.content)}</code></pre>\n",
    "fence": _fence,
    "hardbreak": lambda token, _: "<br>\n",
    "hr": lambda token, _: "<hr>\n",
    "table_open": lambda token, _: '<div class="tableau"><table>\n',
    "table_close": lambda token, _: "</table></div>\n",
    "footnote_ref": _call,
    "footnote_anchor": _back,
    "footnote_block_open": lambda token, labels: (
        f'<section class="notes" role="doc-endnotes" aria-label="{escape(labels.notes)}"><ol>\n'
    ),
    "footnote_block_close": lambda token, _: "</ol></section>\n",
    "footnote_open": lambda token, _: f'<li id="note_{token.meta["id"] + 1}">',
    "footnote_close": lambda token, _: "</li>\n",
}
