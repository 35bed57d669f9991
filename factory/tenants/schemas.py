"""JSON Schemas (draft 2020-12), by which a text editor completes and checks the YAML files."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from factory.ground.files import write_whole
from factory.tenants.commune import Commune
from factory.tenants.convention import Convention
from factory.tenants.usine import Usine

DRAFT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = "schemas"
"""Beside usine.yaml: the first line of each scaffolded file points there."""

MODELS: Mapping[str, type[BaseModel]] = {
    "usine": Usine,
    "commune": Commune,
    "convention": Convention,
}

_SCALARS: Mapping[str, dict[str, Any]] = {
    "integer": {"type": ["integer", "string"]},
    "number": {"type": ["number", "string"]},
    "boolean": {"enum": ["oui", "non", True, False]},
}
_NUMERIC = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}
_TEXTS: Mapping[str, Any] = {"type": ["string", "number", "boolean", "null"]}
"""An editor's parser sees `7.10` as a number; the factory reads it as the text it is."""


def schema_of(model: type[BaseModel], title: str = "") -> dict[str, Any]:
    """The schema of the YAML that `model` is read from.

    It accepts what the factory accepts: any scalar for a text, a French date or `18h30` for a
    date or time, « oui » and « non », a single value for a list. Unknown keys are refused.
    """
    written = model.model_json_schema(mode="validation")
    schema = {"$schema": DRAFT, **_adapted(written)}
    if title:
        schema["title"] = title
    return schema


def write(folder: Path, more: Mapping[str, type[BaseModel]] | None = None) -> list[Path]:
    """Write `<name>.schema.json` for each model of this room, and for those of `more`."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, model in {**MODELS, **(more or {})}.items():
        text = json.dumps(schema_of(model), ensure_ascii=False, indent=1) + "\n"
        path = folder / f"{name}.schema.json"
        write_whole(path, text.encode())
        written.append(path)
    return written


def _adapted(node: dict[str, Any]) -> dict[str, Any]:
    """One node of pydantic's schema, as an author may write it."""
    children: dict[str, Callable[[Any], Any]] = {
        "properties": lambda named: {key: _adapted(child) for key, child in named.items()},
        "$defs": lambda named: {key: _adapted(child) for key, child in named.items()},
        "anyOf": lambda nodes: [_adapted(child) for child in nodes],
        "items": _adapted,
    }
    node = {
        key: children[key](value) if key in children else value
        for key, value in node.items()
        if key not in {"title", "default"}
    }
    return _SHAPES.get(str(node.get("type")), _as_is)(node)


def _as_is(node: dict[str, Any]) -> dict[str, Any]:
    return node


def _object(node: dict[str, Any]) -> dict[str, Any]:
    """A mapping: unknown keys refused; where the model takes a bare text too, `x-texte` says so.

    Its description is the model's docstring, in English and for developers: left out.
    """
    node = {key: value for key, value in node.items() if key != "description"}
    bare = node.pop("x-texte", False)
    closed = {**node, "additionalProperties": node.get("additionalProperties", False)}
    if not bare:
        return closed
    return {"anyOf": [closed, dict(_TEXTS), {"type": "array", "items": dict(_TEXTS)}]}


def _list(node: dict[str, Any]) -> dict[str, Any]:
    """A list, or a single value that stands for a list of one."""
    about: dict[str, Any] = {
        key: node.pop(key) for key in ("description", "examples") if key in node
    }
    return {**about, "anyOf": [node, node.get("items", dict(_TEXTS))]}


def _text(node: dict[str, Any]) -> dict[str, Any]:
    """A text: any scalar, unless a form is asked for that only a text can have."""
    if "enum" in node or "const" in node:
        return node
    # A French date has no format that JSON Schema knows; the factory itself checks it.
    node.pop("format", None)
    return node if "pattern" in node else {**node, **_TEXTS}


def _scalar(node: dict[str, Any]) -> dict[str, Any]:
    loose = _SCALARS[node.pop("type")]
    return {**{key: value for key, value in node.items() if key not in _NUMERIC}, **loose}


_SHAPES: Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "object": _object,
    "array": _list,
    "string": _text,
    "integer": _scalar,
    "number": _scalar,
    "boolean": _scalar,
}
