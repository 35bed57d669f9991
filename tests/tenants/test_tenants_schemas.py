"""The JSON Schemas that editors complete and check with."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from factory.tenants import schemas
from factory.tenants.usine import Usine

NAMES = sorted(schemas.MODELS)


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    children = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict | list):
        for child in children:
            yield from nodes(child)


@pytest.mark.parametrize("name", NAMES)
def test_each_is_a_closed_schema_whose_references_resolve(name):
    schema = schemas.schema_of(schemas.MODELS[name])
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["additionalProperties"] is False
    targets = {f"#/$defs/{key}" for key in schema.get("$defs", {})}
    assert {node["$ref"] for node in nodes(schema) if "$ref" in node} <= targets
    assert not any("x-texte" in node or "title" in node for node in nodes(schema))


@pytest.mark.parametrize("name", NAMES)
def test_each_key_is_described_in_french(name):
    schema = schemas.schema_of(schemas.MODELS[name])
    for node in nodes(schema):
        properties = node.get("properties")
        if isinstance(properties, dict) and "lundi" not in properties:
            for key, child in properties.items():
                described = child.get("description", "")
                assert described, key
                assert not {"the", "The", "of"} & set(described.split()), described


def test_what_people_write_is_accepted():
    limits = schemas.schema_of(Usine)["$defs"]["Limites"]["properties"]
    assert "string" in limits["octets"]["type"]
    commune = schemas.schema_of(schemas.MODELS["commune"])
    assert commune["properties"]["fictive"]["enum"] == ["oui", "non", True, False, None]
    assert "number" in commune["properties"]["telephone"]["type"]
    assert {"type": "null"} in commune["properties"]["urgences"]["anyOf"]
    assert commune["required"] == ["nom", "code_insee", "domaine"]


def test_keys_may_be_written_otherwise_and_left_open():
    keys = {"communes": "communes", "dossier_de_sortie": "sortie"}
    schema = schemas.schema_of(Usine, keys, strict=False)
    assert list(schema["properties"]) == ["communes", "dossier_de_sortie"]
    assert "additionalProperties" not in schema


def test_they_are_written_with_those_of_other_rooms(tmp_path):
    written = schemas.write(tmp_path / "schemas", {"page": {"type": "object"}})
    assert [path.name for path in written] == [
        "usine.schema.json",
        "commune.schema.json",
        "convention.schema.json",
        "page.schema.json",
    ]
    assert json.loads(written[-1].read_text()) == {"type": "object"}
    assert [path.read_bytes() for path in written] == [
        path.read_bytes()
        for path in schemas.write(tmp_path / "schemas", {"page": {"type": "object"}})
    ]
