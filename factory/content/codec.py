"""A Document as JSON and back: what the cache of parsed documents holds.

Only what differs from a model's defaults is written. The caller names what parsed it (the cache
key): bytes written by another version of this code are never read. `parse` trusts its input,
which the factory itself wrote.
"""

from dataclasses import dataclass

from factory.content.document import Body, Document
from factory.content.models import MODELS
from factory.ground.written import Written, written


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rest:
    """A Document without its front matter."""

    path: str
    body: Body
    places: dict[str, tuple[int, int]]


_REST: Written[_Rest] = Written(_Rest)


def dump(document: Document) -> bytes:
    """Three lines: the type, the front matter, the rest. `parse(dump(document)) == document`."""
    meta = document.meta.model_dump_json(exclude_defaults=True)
    rest = _Rest(path=document.path, body=document.body, places=document.places)
    return b"\n".join((document.type.encode(), meta.encode(), written(rest)))


def parse(data: bytes) -> Document:
    """The document that `dump` wrote."""
    kind, meta, stored = data.split(b"\n")
    rest = _REST.read(stored)
    return Document(
        path=rest.path,
        meta=MODELS[kind.decode()].model_validate_json(meta),
        body=rest.body,
        places=rest.places,
    )
