"""Finding the file that an author meant by what they wrote.

Links are relative to the file, as on the author's disk; `/…` counts from the site's root. Where
letter case, Unicode form, a raw space or an ending differ, the file is found all the same, and
the caller is told, so that the author may be.
"""

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

ENDINGS = ("", ".md", "/index.md", "/_index.md", "/README.md", "/accueil.md", ".markdown", ".mdx")
BASES = ("contenu", "medias", "")

_PAGE = re.compile(r"\.(?:html?|php|aspx?)$", re.I)
_ELSEWHERE = frozenset(
    {"tag", "tags", "author", "auteur", "category", "categorie", "user", "users"}
)
"""Folders of the lists that other tools make: no page of a like name is meant."""
_VAGUE = re.compile(
    r"(?:image|img|dscn?|photo|picture|untitled|sans-titre|capture|logo|document|doc|scan|page"
    r"|index|-index|accueil|home|readme|fichier|file|article|node)?[\W\d]*"
)
"""Names that many files bear, folded, without their ending."""


@dataclass(frozen=True, slots=True)
class Found:
    path: str
    exact: bool
    """False where the name was written otherwise (case, accents' form, spaces)."""


class Lookup:
    """The commune's files by path, and by a folded form of their path."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = set(paths)
        self._folded: Mapping[str, str] = {fold(p): p for p in sorted(self._paths, reverse=True)}
        self._answers: dict[tuple[str, str], Found | None] = {}
        self._named: dict[str, list[str]] | None = None

    def find(self, target: str, base: str) -> Found | None:
        """The file that `target`, written in the file `base`, points to.

        `target` is without query and fragment. A path that leaves the commune's folder is none.
        """
        # A link is asked after three times: for its picture, its page and its accessibility.
        question = (target, posixpath.dirname(base))
        if question not in self._answers:
            self._answers[question] = self._find(*question)
        return self._answers[question]

    def named(self, target: str) -> Found | None:
        """The one file that bears the name `target` ends with, wherever it is.

        What is left of a link where a site's folders have changed (`/wp-content/uploads/…`), or
        where a notebook names its notes alone. Of several, the one whose folders agree furthest;
        a name that says nothing (« image1.png ») is not enough.
        """
        wanted = fold(unicodedata.normalize("NFC", unquote(target)).replace("\\", "/").strip("/ "))
        *folders, name = wanted.split("/")
        if not name or not _ELSEWHERE.isdisjoint(folders):
            return None
        page = _PAGE.sub("", name)
        candidates = self._by_name().get(name) or self._by_name().get(f"{page}.md") or []
        agreeing = {path: _agreement(folders, path) for path in candidates}
        best = [path for path, count in agreeing.items() if count == max(agreeing.values())]
        if len(best) != 1 or (
            not agreeing[best[0]] and _VAGUE.fullmatch(posixpath.splitext(page)[0])
        ):
            return None
        return Found(best[0], exact=False)

    def _by_name(self) -> dict[str, list[str]]:
        if self._named is None:
            self._named = {}
            for path in sorted(self._paths):
                self._named.setdefault(posixpath.basename(fold(path)), []).append(path)
        return self._named

    def _find(self, target: str, folder: str) -> Found | None:
        wanted = unicodedata.normalize("NFC", unquote(target)).replace("\\", "/").strip()
        for path in self._candidates(wanted, folder):
            if path in self._paths:
                return Found(path, exact=True)
        for path in self._candidates(wanted, folder):
            near = self._folded.get(fold(path))
            if near is not None:
                return Found(near, exact=False)
        return None

    def _candidates(self, wanted: str, folder: str) -> Iterable[str]:
        if wanted.startswith("/"):
            starts = [posixpath.join(root, wanted.lstrip("/")) for root in BASES]
        else:
            # Beside the file; else from the roots, as other generators write pictures.
            starts = [posixpath.join(folder, wanted)]
            starts += [posixpath.join(root, wanted) for root in BASES]
        for start in starts:
            path = posixpath.normpath(start).rstrip("/")
            if path.startswith(("../", "/")):
                continue
            if page := _PAGE.search(path):
                yield path[: page.start()] + ".md"
            for ending in ENDINGS:
                yield path + ending


def _agreement(folders: list[str], path: str) -> int:
    """How many folders, from the last up, are called as those that were written."""
    own = fold(path).split("/")[:-1]
    count = 0
    while count < min(len(own), len(folders)) and own[-1 - count] == folders[-1 - count]:
        count += 1
    return count


def fold(path: str) -> str:
    """A path as a hurried eye reads it: no case, no accents, spaces as dashes."""
    plain = unicodedata.normalize("NFKD", path.casefold())
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return kept.replace(" ", "-").replace("_", "-").replace("%20", "-")
