"""A document beside the text it was read from: finds where something was written."""

import re
import unicodedata
from functools import cached_property
from typing import Any

from factory.content.document import Document

_MARKS = re.compile(r"[*_`#\[\]]|\(#?[^()\s]*\)")
_SPACES = re.compile(r"\s+")
_QUOTES = str.maketrans({"’": "'", "“": '"', "”": '"', "«": '"', "»": '"', "…": "..."})


class Written:
    """`name` is the file's path, in the commune's folder."""

    def __init__(self, document: Document, text: str) -> None:
        self.document = document
        self.text = text
        self.lines = text.split("\n")

    def at(self, line: int, column: int = 0) -> dict[str, Any]:
        """What a problem needs in order to show this line (from 1)."""
        known = 0 < line <= len(self.lines)
        return {
            "file": self.document.path,
            "document": self.document.meta.titre,
            "line": line,
            "column": column,
            "excerpt": self.lines[line - 1].rstrip("\r")[:400] if known else "",
        }

    def key(self, name: str) -> dict[str, Any]:
        """Where a front matter key stands."""
        return self.at(*self.document.places.get(name, (0, 0)))

    def link(self, href: str, text: str) -> dict[str, Any]:
        """Where a link of the body is written: a reference knows its line."""
        if href.startswith("ref:"):
            number = int(href.removeprefix("ref:").partition("#")[0])
            found = self.document.body.references[number]
            return self.at(found.line, found.column)
        return self.place(text)

    def place(self, text: str, otherwise: str = "") -> dict[str, Any]:
        """Where a text of the page is written: its line, and its column where it shows there."""
        wanted = self._plain(text)[:40]
        for rank, line in enumerate(self._folded_lines, 1):
            if wanted and wanted in line:
                return self.at(rank, max(self.lines[rank - 1].find(text), 0) + 1)
        for rank, line in enumerate(self.lines, 1):
            if otherwise and otherwise in line:
                return self.at(rank, 1)
        return self.at(0)

    @staticmethod
    def folded(text: str) -> str:
        """Lower case, without accents, plain quotes and spaces: to compare."""
        plain = unicodedata.normalize("NFKD", text.translate(_QUOTES))
        bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
        return _SPACES.sub(" ", bare).strip().casefold()

    @cached_property
    def _folded_lines(self) -> list[str]:
        return [self._plain(line) for line in self.lines]

    def _plain(self, text: str) -> str:
        """Without what Markdown or typography adds: letters and figures, close together."""
        return re.sub(r"[\s\"|]+", "", self.folded(_MARKS.sub("", text)))
