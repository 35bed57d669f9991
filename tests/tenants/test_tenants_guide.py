"""The guides of this room say all that the code knows, and nothing else."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from factory.ground.models import shapes
from factory.ground.hours import Horaires
from factory.tenants.commune import Commune
from factory.tenants.usine import Usine

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| `([a-z_.]+)` \| (.+) \|$", re.MULTILINE)


def keys(model: type[BaseModel], rows: dict[str, str], prefix: str = "") -> Iterator[str]:
    """Every key of the model, dotted; not below one that the guide says is written as another."""
    for name, field in model.model_fields.items():
        key = f"{prefix}{field.alias or name}"
        yield key
        shape = shapes.of(field.annotation)
        below = shape.model or (shapes.of(shape.item).model if shape.item is not None else None)
        same = re.search("comme `", rows.get(key, ""))
        if below is not None and below is not Horaires and not same:
            yield from keys(below, rows, f"{key}.")


def test_the_guide_of_commune_yaml_has_every_key_and_no_other():
    rows = dict(ROW.findall((ROOT / "docs/guide/commune.md").read_text("utf-8")))
    assert sorted(rows) == sorted(keys(Commune, rows))


def test_usine_yaml_shows_every_key():
    """What `docs/exploitation.md` says of it; addresses and contacts are told once, in the guide."""
    text = (ROOT / "usine.yaml").read_text("utf-8")
    shown = set(re.findall(r"(?:^[ #-]*|[{,] )([a-z_0-9]+):", text, re.MULTILINE))
    asked = {key.rpartition(".")[2] for key in keys(Usine, {})}
    assert asked - shown == {"complement", "fonction", "lignes"}


def test_each_problem_has_its_entry_and_each_entry_its_problem():
    guide = (ROOT / "docs/guide/problemes/configuration.md").read_text("utf-8")
    headings = re.findall(r"^## (.+)$", guide, re.MULTILINE)
    assert headings == sorted(headings)
    codes = {code for path in (ROOT / "factory/tenants").glob("*.py") for code in codes_of(path)}
    assert sorted(codes) == headings


def codes_of(path: Path) -> Iterator[str]:
    """The literal codes that a module gives its problems."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id in {"error", "warning", "notice", "Refus"}:
            first = node.args[0]
            if isinstance(first, ast.Constant):
                yield str(first.value)
