"""The last barrier: nh3 over the whole fragment, whatever wrote it. It balances tags too."""

from functools import cache

import nh3

from factory.content.markdown.tags import ALLOWED, EVERYWHERE

_OURS = {
    "*": EVERYWHERE | {"id"},
    "div": {"class", "data-ref"},
    "a": {"class", "role", "aria-label"},
    "section": {"class", "role", "aria-label"},
    "figure": {"aria-label"},
    **{tag: {"class"} for tag in ("p", "ul", "ol", "details", "sup", "code", "td", "th")},
}


@cache
def _cleaner() -> nh3.Cleaner:
    attributes = {tag: set(kept) for tag, kept in ALLOWED.items() if kept}
    for tag, kept in _OURS.items():
        attributes.setdefault(tag, set()).update(kept)
    return nh3.Cleaner(
        tags=set(ALLOWED),
        attributes=attributes,
        url_schemes={"http", "https", "mailto", "tel", "ref"},
        link_rel=None,
    )


def sanitise(fragment: str) -> str:
    """The fragment, balanced: allowed tags, attributes and schemes alone, no empty paragraph."""
    return _cleaner().clean(fragment).replace("<p></p>\n", "").replace("<p></p>", "")
