"""The files that a front matter names."""

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel


def files_named(value: object) -> Iterator[str]:
    """Every `fichier` of a front matter, however deep."""
    if isinstance(value, BaseModel):
        for name in _places(type(value)):
            part = getattr(value, name)
            if name != "fichier":
                yield from files_named(part)
            elif part:
                yield part
    elif isinstance(value, tuple):
        for part in value:
            yield from files_named(part)


@cache
def _places(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields that are a `fichier`, or that may hold a model."""
    return tuple(
        name
        for name, field in model.model_fields.items()
        if name == "fichier" or _holds_a_model(field.annotation)
    )


def _holds_a_model(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return True
    return any(_holds_a_model(part) for part in get_args(annotation))
