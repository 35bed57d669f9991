"""What a model's annotations ask for: a text, a list, a group of keys, one word among some."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from factory.ground.dates import plain
from factory.ground.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Metadata of a text's annotation: what to say of one that is accepted and seems wrong."""

    says: Callable[[str], Problem | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """An annotation seen through Annotated and Optional."""

    text: bool = False
    """A text, which may be empty."""
    model: type[BaseModel] | None = None
    item: Any = None
    """The annotation of a list's items."""
    mapping: bool = False
    entry: Any = None
    """The annotation of a mapping's values."""
    choices: tuple[str, ...] = ()
    example: str = ""
    doubt: Doubt | None = None


def of(annotation: Any) -> Shape:
    """The shape of an annotation; an unhashable one is looked at each time."""
    try:
        return _of(annotation)
    except TypeError:
        return _seen(annotation)


@cache
def names(model: type[BaseModel]) -> Mapping[str, str]:
    """A model's keys, by the form under which they are compared."""
    found: dict[str, str] = {}
    for name, info in model.model_fields.items():
        for key in (info.alias, name):
            if key:
                found[re.sub(r"[\s-]+", "_", plain(key))] = (
                    name if info.alias is None else info.alias
                )
    return found


@cache
def annotation(model: type[BaseModel], key: str) -> Any:
    """The annotation of the field that a key names."""
    for name, info in model.model_fields.items():
        if key in (name, info.alias):
            metadata = tuple(info.metadata)
            kept: Any = info.annotation
            for extra in metadata:
                kept = Annotated[kept, extra]
            return Annotated[kept, info] if info.examples else kept
    return Any


def at(model: type[BaseModel], path: tuple[str | int, ...]) -> Any:
    """The annotation of what stands at a path, Any where the path leaves the model."""
    here: Any = model
    for part in path:
        shape = of(here)
        if isinstance(part, int):
            here = shape.item if shape.item is not None else here
        elif shape.model is not None:
            here = annotation(shape.model, part)
        elif shape.entry is not None:
            here = shape.entry
        else:
            return Any
    return here


def example(model: type[BaseModel], path: tuple[str | int, ...]) -> str:
    """What one might write there, empty where nothing is known."""
    shape = of(at(model, path))
    return shape.example or (shape.choices[0] if shape.choices else "")


@cache
def _of(annotation: Any) -> Shape:
    return _seen(annotation)


def _seen(annotation: Any) -> Shape:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        inner = _seen(arguments[0])
        for extra in arguments[1:]:
            if isinstance(extra, Doubt):
                inner = replace(inner, doubt=extra)
            elif isinstance(extra, FieldInfo) and extra.examples and not inner.example:
                inner = replace(inner, example=str(extra.examples[0]))
        return inner
    if origin in (Union, UnionType):
        arms = [_seen(arm) for arm in arguments if arm is not NoneType]
        merged = arms[0]
        for arm in arms[1:]:
            merged = Shape(
                text=merged.text or arm.text,
                model=merged.model or arm.model,
                item=merged.item if merged.item is not None else arm.item,
                mapping=merged.mapping or arm.mapping,
                entry=merged.entry if merged.entry is not None else arm.entry,
                choices=merged.choices + arm.choices,
                example=merged.example or arm.example,
                doubt=merged.doubt or arm.doubt,
            )
        return merged
    if origin is Literal:
        return Shape(choices=tuple(str(word) for word in arguments))
    if origin in (tuple, list):
        return Shape(item=arguments[0])
    if origin in (dict, Mapping):
        return Shape(mapping=True, entry=arguments[1])
    if isinstance(annotation, type):
        if issubclass(annotation, Enum):
            return Shape(choices=tuple(str(member.value) for member in annotation))
        if issubclass(annotation, BaseModel):
            return Shape(model=annotation)
        return Shape(text=annotation is str, mapping=annotation is dict)
    return Shape(mapping=annotation is Any)
