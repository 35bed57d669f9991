"""docs/convention.md: thirteen articles, and nothing cited that does not exist."""

import re
from pathlib import Path

import click

from factory.cli.convention import PAPERS, command
from factory.convention.common import Commun
from factory.convention.readings import Lectures
from factory.ground.problems import Severity
from factory.tenants import source
from factory.tenants.convention import Convention

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs/convention.md").read_text("utf-8")


def test_each_article_says_what_shows_it() -> None:
    parts = re.split(r"^## Article (\d+) ", TEXT, flags=re.M)
    assert parts[1::2] == [str(number) for number in range(1, 14)]
    for number, body in zip(parts[1::2], parts[2::2], strict=True):
        assert "tests/" in body or (number == "12" and "aucun test" in body), number


def test_what_is_cited_exists() -> None:
    for path in re.findall(r"`(tests/[\w/.-]+)`", TEXT):
        assert (ROOT / path).is_file(), path
    assert isinstance(command, click.Group)
    for verb in re.findall(r"`usine convention (\w+)", TEXT):
        assert verb in command.commands, verb
    assert set(re.findall(r"--papier ([\w-]+)", TEXT)) == PAPERS.keys() - {"convention"}


def test_the_readings_are_all_there_with_their_defaults() -> None:
    rows = dict(re.findall(r"^\| `(\w+)`[^|]*\| ([^|]+) \|$", TEXT, re.M))
    told = {name: values.split(", ") for name, values in rows.items() if name in
            Lectures.model_fields}  # fmt: skip
    beside = {"taux_tva", "compte_investissement", "compte_fonctionnement"}
    assert told.keys() == Lectures.model_fields.keys() - beside
    for name, values in told.items():
        for value in values:
            assert Lectures.model_validate({name: value}) is not None
        default = getattr(Lectures(), name)
        assert values[0] == {True: "oui", False: "non"}.get(default, default), name


def test_the_examples_are_read_as_they_are_written() -> None:
    examples = re.findall(r"```yaml\n(.*?)```", TEXT, re.S)
    assert len(examples) >= 3
    for text in examples:
        model = Commun if "lectures:" in text else Convention
        bound = source.read(model, text.encode(), file="exemple.yaml")
        assert [str(p) for p in bound.problems if p.severity is not Severity.INFORMATION] == []
        assert bound.value is not None
