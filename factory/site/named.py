"""The files that a front matter names."""

from collections.abc import Iterator

from pydantic import BaseModel


def files_named(value: object) -> Iterator[str]:
    """Every `fichier` of a front matter, however deep."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            part = getattr(value, name)
            if name == "fichier" and part:
                yield part
            else:
                yield from files_named(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from files_named(part)
