"""The codes of the factory's problems and the entries of the user guide: one list."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from factory.ground.models import refusal_text

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guide" / "problemes"
MAKERS = {"error", "warning", "notice", "Refus", "Problem"}
CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

COMPUTED = {"siren-illisible", "siret-illisible"}
"""Written with a name inside: `f"{name.lower()}-illisible"`, in ground/models/coded.py."""


def _calls() -> Iterator[tuple[str, ast.expr]]:
    for file in sorted((ROOT / "factory").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in MAKERS:
                    yield file.relative_to(ROOT).as_posix(), node.args[0]


def _described() -> set[str]:
    """What pydantic's refusals are called: a table of codes rather than calls."""
    tree = ast.parse(Path(refusal_text.__file__).read_text("utf-8"))
    named = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    binding = ast.parse((ROOT / "factory/ground/models/binding.py").read_text("utf-8"))
    for node in ast.walk(binding):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "refuse":
            named |= {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
    return {text for text in named if CODE.fullmatch(text) and "-" in text}


def _literals() -> set[str]:
    return {code.value for _, code in _calls() if isinstance(code, ast.Constant)}


def _entries() -> list[str]:
    return [
        title
        for page in sorted(GUIDE.glob("*.md"))
        for title in re.findall(r"^## (\S.*)$", page.read_text("utf-8"), re.M)
    ]


def test_every_code_is_words() -> None:
    assert len(_literals()) > 200
    assert [code for code in _literals() if not CODE.fullmatch(code)] == []


def test_every_code_has_its_entry() -> None:
    assert sorted(_literals() - set(_entries())) == []


def test_every_entry_has_its_code() -> None:
    assert sorted(set(_entries()) - _literals() - _described() - COMPUTED) == []


def test_an_entry_is_written_once() -> None:
    assert [entry for entry, times in Counter(_entries()).items() if times > 1] == []


def test_an_entry_says_something() -> None:
    for page in sorted(GUIDE.glob("*.md")):
        for entry in page.read_text("utf-8").split("\n## ")[1:]:
            code, _, text = entry.partition("\n")
            assert len(text.split()) >= 8, f"{page.name}: {code}"
