"""What a site is made of: pages to render and files to copy, each at its path."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A file rendered from a view. `path` is within the site, « actualites/fete/index.html »."""

    path: str
    template: str
    view: Any
    source: str = ""
    """The document it shows; empty for a page that the factory makes."""
    fingerprinted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A file given as it is: the digest says which bytes."""

    path: str
    digest: str
    size: int
    source: str = ""
    fingerprinted: bool = False


def file_of(url: str) -> str:
    """The file that answers for a URL: « /a/b/ » → « a/b/index.html »."""
    path = url.lstrip("/")
    return path + "index.html" if not path or path.endswith("/") else path
