"""What developers read is true: the rooms and their order, the paths named, the indexes."""

import re
import tomllib
from pathlib import Path

import click
import pytest

from factory.cli.main import usine

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
ARCHITECTURE = (DOCS / "architecture.md").read_text("utf-8")
DEVELOPERS = [DOCS / "architecture.md", ROOT / "README.md", *sorted(DOCS.glob("decisions/*.md"))]
_ROOM = re.compile(r"^\| `([a-z]+)` \|", re.M)
_LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
_FILE = re.compile(r"`((?:tests|factory|docs)/[\w./-]+\w)`")


def floors() -> dict[str, int]:
    """Each room's floor, the lowest first, as import-linter is told."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contract, _within_ground = settings["tool"]["importlinter"]["contracts"]
    layers = [re.findall(r"\w+", layer) for layer in reversed(contract["layers"])]
    return {room: floor for floor, rooms in enumerate(layers) for room in rooms}


def test_the_tables_have_each_room_after_those_it_imports_from() -> None:
    rooms = _ROOM.findall(ARCHITECTURE)
    there = {path.parent.name for path in (ROOT / "factory").glob("*/__init__.py")}
    assert set(rooms) == there == set(floors()) and len(rooms) == len(there)
    assert [floors()[room] for room in rooms] == sorted(floors()[room] for room in rooms)


def test_each_decision_is_in_the_index_under_its_title() -> None:
    index = (DOCS / "decisions" / "README.md").read_text("utf-8")
    decisions = sorted(path for path in DOCS.glob("decisions/*.md") if path.name != "README.md")
    titled = {(path.read_text("utf-8").splitlines()[0][2:], path.name) for path in decisions}
    assert set(re.findall(r"^- \[(.+)\]\((.+)\)$", index, re.M)) == titled


@pytest.mark.parametrize("page", DEVELOPERS, ids=lambda page: page.name)
def test_what_a_page_names_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    missing = [link for link in _LINK.findall(text) if not (page.parent / link).exists()]
    named = [file for file in _FILE.findall(text) if "node_modules" not in file]
    missing += [file for file in named if not (ROOT / file).exists()]
    assert missing == []


def test_each_command_of_the_read_me_is_one() -> None:
    """Its verb, options and arguments are known; the stories of other tests run them."""
    typed = re.findall(r"^usine ([^#\n]+)", (ROOT / "README.md").read_text("utf-8"), re.M)
    assert len(typed) > 10
    for line in typed:
        words = line.split()
        context, command = click.Context(usine, info_name="usine"), usine
        while isinstance(command, click.Group):
            name = words.pop(0)
            command = command.get_command(context, name)
            assert command is not None, line
            context = click.Context(command, context, info_name=name)
        command.parse_args(context, words)
