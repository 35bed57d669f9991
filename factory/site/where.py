"""Where in a document a problem of the site lies."""

from typing import TypedDict

from factory.content.document import Document


class Where(TypedDict):
    file: str
    document: str
    line: int
    column: int


def where(document: Document, place: tuple[int, int] = (0, 0)) -> Where:
    """What a problem says of its place: the file, the title it is known by, line and column."""
    return {
        "file": document.path,
        "document": document.meta.titre,
        "line": place[0],
        "column": place[1],
    }


def place_of(document: Document, *keys: str) -> tuple[int, int]:
    """Line and column of the first of these front matter keys that is written; (0, 0) of none."""
    return next((document.places[key] for key in keys if key in document.places), (0, 0))
