"""Which HTML an author may write, and which attributes each tag keeps.

Everything else is removed: the tag alone where its words are worth keeping, the whole element
where they aren't (`SWALLOWED`).
"""


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


ALLOWED: dict[str, frozenset[str]] = {
    tag: frozenset(attributes.split())
    for tags, attributes in {
        "p div span br hr h2 h3 h4 h5 h6 ul dl dt dd pre code kbd samp var em strong b i u s": "",
        "small sub sup cite dfn abbr mark ruby rb rp rt bdi bdo wbr blockquote q address": "",
        "figure figcaption summary section article aside table thead tbody tfoot tr caption": "",
        "a": "href",
        "img": "src alt",
        "ol": "start reversed type",
        "li": "value",
        "time ins del": "datetime",
        "td": "colspan rowspan",
        "th": "colspan rowspan scope abbr",
        "col colgroup": "span",
        "details": "open",
    }.items()
    for tag in tags.split()
}
EVERYWHERE = frozenset(("title", "lang", "dir"))
VOID = frozenset(("br", "hr", "img", "wbr", "col"))

RENAMED = {"h1": "h2", "strike": "s", "tt": "code", "acronym": "abbr"}
"""Tags that have a better name."""

SWALLOWED = _names(
    "script style iframe object applet audio video canvas svg math template noscript noembed "
    "noframes frameset select datalist textarea title xmp plaintext head"
)
"""Removed with what they hold."""

LINKED = frozenset(("iframe", "video", "audio", "embed", "object"))
"""Removed, but a link to what they showed takes their place."""

KNOWN = (
    frozenset(ALLOWED)
    | frozenset(RENAMED)
    | SWALLOWED
    | _names(
        "html body base link meta main nav header footer hgroup search menu form input button "
        "label fieldset legend output progress meter option optgroup datalist keygen dialog slot "
        "picture source track embed param map area area frame font center big basefont marquee "
        "blink nobr dir isindex image data portal bgsound multicol spacer listing"
    )
)
"""HTML's own names; any other is a component of another tool."""

CLOSED_BY_ITSELF = _names("p li dt dd tr td th thead tbody tfoot colgroup caption rb rp rt")
"""HTML closes them where the next begins."""

CODE = frozenset(("pre", "code", "kbd", "samp", "var"))
"""What they hold is not prose."""
