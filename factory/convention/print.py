"""A paper as a PDF that a screen reader can read (PDF/UA-1), by typst."""

from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from msgspec import to_builtins

from factory.convention.document import Document
from factory.ground import paper
from factory.ground.french.unbroken import unbroken


def pdf(document: Document, moment: datetime) -> bytes:
    """Raises UsageError where typst is not installed."""
    return paper.pdf(_source(), _kept(to_builtins(document)), moment)


def _kept(value: Any) -> Any:
    """Every text of the document, its signs on the line of their word."""
    if isinstance(value, dict):
        return {key: _kept(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_kept(one) for one in value]
    return unbroken(value) if isinstance(value, str) else value


@cache
def _source() -> str:
    return (files("factory.convention") / "data" / "document.typ").read_text("utf-8")
