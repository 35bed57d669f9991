"""A paper as a PDF that a screen reader can read (PDF/UA-1), by typst."""

from datetime import datetime
from functools import cache
from importlib.resources import files

from msgspec import to_builtins

from factory.convention.document import Document
from factory.ground import paper


def pdf(document: Document, moment: datetime) -> bytes:
    """Raises UsageError where typst is not installed."""
    return paper.pdf(_source(), to_builtins(document), moment)


@cache
def _source() -> str:
    return (files("factory.convention") / "data" / "document.typ").read_text("utf-8")
