"""docs/accessibility.md: every criterion of the RGAA once, and the tests that it names exist."""

import ast
import re
from pathlib import Path

from factory.audit.criteria import criteria

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "accessibility.md").read_text("utf-8")
ROW = re.compile(r"^\| (\d+\.\d+) \| ([^|]+) \| (.+) \|$", re.M)
STATES = ("tested", "by construction", "by hand", "not applicable")


def test_every_criterion_is_there_once() -> None:
    assert [number for number, _, _ in ROW.findall(PAGE)] == list(criteria())


def test_each_has_a_state_and_the_sums_are_right() -> None:
    states = [state for _, state, _ in ROW.findall(PAGE)]
    assert set(states) == set(STATES)
    told = {
        name: int(count) for name, count in re.findall(r"^- \*\*(.+?)\*\* \((\d+)\)", PAGE, re.M)
    }
    assert told == {name: states.count(name) for name in STATES}


def test_the_tests_that_are_named_exist() -> None:
    named = set(re.findall(r"`(test_[a-z0-9_]+)`", PAGE))
    written = {
        node.name
        for file in (ROOT / "tests").rglob("test_*.py")
        if "node_modules" not in file.parts
        for node in ast.parse(file.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    assert len(named) > 20
    assert sorted(named - written) == []


def test_what_is_tested_names_a_test() -> None:
    for number, state, how in ROW.findall(PAGE):
        assert state != "tested" or "`test_" in how, number


def test_the_problems_that_are_named_exist() -> None:
    codes = set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`", PAGE)) - {"aria-hidden"}
    guide = "".join(p.read_text("utf-8") for p in (ROOT / "docs/guide/problemes").glob("*.md"))
    assert codes and [code for code in codes if f"\n## {code}\n" not in guide] == []
