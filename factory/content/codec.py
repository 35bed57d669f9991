"""A Document as JSON and back: what the cache of parsed documents holds.

Only what differs from a model's defaults is written. The caller names what parsed it (the cache
key): bytes written by another version of this code are never read. `parse` trusts its input,
which the factory itself wrote.
"""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Annotated, Any

from pydantic import Field, TypeAdapter
from pydantic_core import to_json

from factory.content.document import Body, Document
from factory.content.models import MODELS

_Meta: Any = Annotated[reduce(or_, MODELS.values()), Field(discriminator="type")]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stored:
    """A Document, with its meta of one of the eleven types."""

    path: str
    meta: _Meta
    body: Body
    places: dict[str, tuple[int, int]]


_STORED: TypeAdapter[_Stored] = TypeAdapter(_Stored)


def dump(document: Document) -> bytes:
    """The document's JSON; `parse(dump(document)) == document`."""
    meta = document.meta.model_dump(mode="json", exclude_defaults=True)
    return to_json(
        {
            "path": document.path,
            "meta": {"type": document.type, **meta},
            "body": document.body,
            "places": document.places,
        }
    )


def parse(data: bytes) -> Document:
    """The document that `dump` wrote."""
    stored = _STORED.validate_json(data)
    return Document(path=stored.path, meta=stored.meta, body=stored.body, places=stored.places)
