"""JSON Schemas (draft 2020-12), by which a text editor completes and checks the YAML files."""

import json
from collections.abc import Callable, Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from factory.ground.dates import WEEKDAYS
from factory.ground.models.fields import ListeDe
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

_TEXT: Mapping[str, Any] = {"type": ["string", "number", "boolean", "null"]}
"""An editor's parser sees `7.10` as a number; the factory reads it as the text it is."""
_SCALARS: Mapping[str, dict[str, Any]] = {
    "integer": {"type": ["integer", "string", "null"]},
    "number": {"type": ["number", "string", "null"]},
    "boolean": {"enum": ["oui", "non", True, False, None]},
}
_AS_LIST = get_args(ListeDe)[1].func
"""The validator that makes a list of a single value: `_list` says the same."""
_BOUNDS = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}
_DAY = {"description": "Par exemple « 8h30-12h, 13h30-17h30 », ou « fermé »."}
_HOURS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": True,
    "properties": {
        **dict.fromkeys(WEEKDAYS, _DAY),
        "lundi-vendredi": _DAY,
        "jours_feries": {"description": "« ouvert », ou des heures ; fermé si rien n’est dit."},
        "sur_rendez_vous": {"enum": ["oui", "non", True, False]},
        "periodes": {"description": "Horaires d’une partie de l’année : titre, du, au, jours."},
        "fermetures": {"description": "Jours de fermeture, par exemple « 24 décembre 2026 »."},
        "note": {"type": "string", "description": "Une phrase qui complète les horaires."},
    },
}
"""Opening hours read their own keys (`ground/hours`): « lundi-vendredi », « mardi et jeudi »…"""


def schema_of(
    model: type[BaseModel],
    keys: Mapping[str, str] | None = None,
    *,
    optional: Collection[str] = (),
    strict: bool = True,
) -> dict[str, Any]:
    """The schema of the YAML that `model` is read from.

    It accepts what the factory accepts: any scalar for a text, a date as French writes it, « oui »
    and « non », a single value for a list. `keys` gives, for each key as it is written, its
    field's name; `optional` names fields that may be found elsewhere (a page's date, in its file's
    name); `strict` refuses unknown keys.
    """
    written = model.model_json_schema(schema_generator=_Written)
    fields = written["properties"]
    keys = keys or {name: name for name in fields}
    written["properties"] = {key: fields[name] for key, name in keys.items()}
    required = set(written.get("required", ())) - set(optional)
    written["required"] = [key for key, name in keys.items() if name in required]
    return {"$schema": DRAFT, **_adapted(written, strict)}


def write(folder: Path, more: Mapping[str, dict[str, Any]] | None = None) -> list[Path]:
    """Write `<name>.schema.json` for each model of this room, and for the schemas of `more`."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {name: _own(name) for name in MODELS}
    texts |= {name: _json(schema) for name, schema in (more or {}).items()}
    written = []
    for name, text in texts.items():
        path = folder / f"{name}.schema.json"
        write_whole(path, text.encode())
        written.append(path)
    return written


@cache
def _own(name: str) -> str:
    """The text of one of this room's schemas: it depends on the code alone."""
    return _json(schema_of(MODELS[name]))


def _json(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


class _Written(GenerateJsonSchema):
    """What pydantic validates is what `bind` prepared; this says what may be written before that:
    a model or a field with a validator of its own also takes a bare value.
    """

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        model = schema["cls"]
        if getattr(model, "lit_ses_cles", False) and "feries" in model.model_fields:
            return dict(_HOURS)
        written = super().model_schema(schema)
        validators = model.__pydantic_decorators__.model_validators.values()
        if any(validator.info.mode == "before" for validator in validators):
            written["x-texte"] = True
            written.pop("required", None)  # Its validator may find them elsewhere.
        return written

    def function_before_schema(
        self, schema: core_schema.BeforeValidatorFunctionSchema
    ) -> JsonSchemaValue:
        inner = self.generate_inner(schema["schema"])
        if schema["function"]["function"] is _AS_LIST or not {"$ref", "items"} & inner.keys():
            return inner
        return {"anyOf": [inner, dict(_TEXT), {"type": "object"}]}


def _adapted(node: dict[str, Any], strict: bool) -> dict[str, Any]:
    """One node of the schema, as an author may write it."""

    def named(nodes: dict[str, Any]) -> dict[str, Any]:
        return {key: _adapted(child, strict) for key, child in nodes.items()}

    children: Mapping[str, Callable[[Any], Any]] = {
        "properties": named,
        "$defs": named,
        "anyOf": lambda nodes: [_adapted(child, strict) for child in nodes],
        "items": lambda child: _adapted(child, strict),
    }
    node = {
        key: children[key](value) if key in children else value
        for key, value in node.items()
        if key not in {"title", "default", "format"}
    }
    kind = node.get("type")
    if kind == "object":
        return _object(node, strict)
    if kind == "array":
        return _list(node)
    if kind == "string" and not {"enum", "const", "pattern"} & node.keys():
        return {**_without(node, {"minLength"}), **_TEXT}
    if isinstance(kind, str) and kind in _SCALARS:
        return {**_without(node, {"type", *_BOUNDS}), **_SCALARS[kind]}
    return node


def _without(node: dict[str, Any], keys: set[str]) -> dict[str, Any]:
    return {key: value for key, value in node.items() if key not in keys}


def _object(node: dict[str, Any], strict: bool) -> dict[str, Any]:
    """A mapping. Its description is the model's docstring, for developers: left out."""
    bare = node.pop("x-texte", False)
    node.pop("description", None)
    if strict:
        node.setdefault("additionalProperties", False)
    if not bare:
        return node
    return {"anyOf": [node, dict(_TEXT), {"type": "array", "items": dict(_TEXT)}]}


def _list(node: dict[str, Any]) -> dict[str, Any]:
    """A list, or a single value that stands for a list of one."""
    about: dict[str, Any] = {
        key: node.pop(key) for key in ("description", "examples") if key in node
    }
    single = node.get("items", {})
    return {**about, "anyOf": [node, single, {"type": "null"}]}
