"""Finding the file that an author meant by what they wrote.

Links are relative to the file, as on the author's disk; `/…` counts from the site's root. Where
letter case, Unicode form, a raw space or an ending differ, the file is found all the same, and
the caller is told, so that the author may be.
"""

import posixpath
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

ENDINGS = ("", ".md", "/index.md", "/_index.md", "/README.md", "/accueil.md", ".markdown")
BASES = ("contenu", "medias", "")


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

    def find(self, target: str, base: str) -> Found | None:
        """The file that `target`, written in the file `base`, points to.

        `target` is without query and fragment. A path that leaves the commune's folder is none.
        """
        # A link is asked after three times: for its picture, its page and its accessibility.
        question = (target, posixpath.dirname(base))
        if question not in self._answers:
            self._answers[question] = self._find(*question)
        return self._answers[question]

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
            if path.endswith(".html"):
                yield path[: -len(".html")] + ".md"
            for ending in ENDINGS:
                yield path + ending


def fold(path: str) -> str:
    """A path as a hurried eye reads it: no case, no accents, spaces as dashes."""
    plain = unicodedata.normalize("NFKD", path.casefold())
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return kept.replace(" ", "-").replace("_", "-").replace("%20", "-")
