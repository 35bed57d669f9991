"""How WordPress will lay the site out: which of its pages it is given, and under which address.

News are posts, below `/actualites/` once WordPress is told so (LISEZMOI.md); a page stands below
the page that is above it.
"""

from collections.abc import Iterator, Sequence, Set

from factory.ground.slugs import slug
from factory.reversibility.pages import Leaf

NEWS = "/actualites/"
_TAKEN = frozenset({"accueil", "page obligatoire"})
"""Pages that no document makes and that the next site needs too."""


def shown(pages: Sequence[Leaf]) -> list[Leaf]:
    """The pages that WordPress is given. A list is one of them where other pages stand below it:
    without it they would lose their address."""
    own = [leaf for leaf in pages if leaf.document is not None or leaf.type in _TAKEN]
    held = {leaf.url for leaf in own}
    needed = {above for leaf in own for above in _all_above(leaf.url)}
    return [leaf for leaf in pages if leaf.url in held or leaf.url in needed]


def moved(pages: Sequence[Leaf]) -> list[tuple[str, str]]:
    """The pages that WordPress will show elsewhere: their address today, and there."""
    held = {leaf.url for leaf in pages}
    return [(leaf.url, new) for leaf in pages if (new := _address(leaf, held)) != leaf.url]


def name(url: str) -> str:
    """The page's own part of its address."""
    return slug(url.strip("/").rpartition("/")[2]) if url != "/" else "accueil"


def parent(url: str) -> str:
    """The address just above."""
    return url.rstrip("/").rpartition("/")[0] + "/"


def _all_above(url: str) -> Iterator[str]:
    while (url := parent(url)) != "/":
        yield url


def _address(leaf: Leaf, held: Set[str]) -> str:
    if leaf.url == "/":
        return "/"
    if leaf.type == "actualite":
        return f"{NEWS}{name(leaf.url)}/"
    names, url = [name(leaf.url)], leaf.url
    while (url := parent(url)) != "/" and url in held:
        names.append(name(url))
    return f"/{'/'.join(reversed(names))}/"
