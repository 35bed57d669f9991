"""What is found in the texts: each remark in its words, and nothing where nothing is wrong."""

import os
import re
import shutil
from pathlib import Path

import pytest

from factory.audit.criteria import criteria
from factory.audit.harm import Harm, criterion_of, harm_of
from factory.audit.sources import Desk
from factory.ground.dates import parse_moment
from factory.ground.problems import Problem, Severity

GOLDEN = Path(__file__).with_name("constats.md")
PICTURE = Path(__file__).resolve().parents[1] / "messages" / "place.png"
SECTION = re.compile(r"^## ([^\n]+)\n````\n(.*?)````\n(?:\n````text\n(.*?)````\n)?", re.M | re.S)
MOMENT = parse_moment("2026-11-23 10:00")


def sections() -> list[tuple[str, str, str]]:
    return [(m[1], m[2], m[3] or "") for m in SECTION.finditer(GOLDEN.read_text("utf-8"))]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    root = tmp_path_factory.mktemp("constats")
    (root / "commune.yaml").write_text("nom: Exemple\ncode_insee: 13999\ndomaine: exemple.fr\n")
    for path, source, _ in sections():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(source, "utf-8")
    shutil.copyfile(PICTURE, root / "contenu" / "place.png")
    found: dict[str, str] = {}
    for one in Desk(root, 1 << 20, MOMENT).findings():
        found[one.problem.file] = found.get(one.problem.file, "") + f"{one}\n"
    if os.environ.get("REFAIRE"):

        def again(section: "re.Match[str]") -> str:
            said = found.get(section[1], "")
            answer = f"\n````text\n{said}````\n" if said else ""
            return f"## {section[1]}\n````\n{section[2]}````\n{answer}"

        GOLDEN.write_text(SECTION.sub(again, GOLDEN.read_text("utf-8")), "utf-8")
    return found


@pytest.mark.parametrize("path", [path for path, _, _ in sections()])
def test_the_words(answers: dict[str, str], path: str) -> None:
    (expected,) = [answer for other, _, answer in sections() if other == path]
    assert answers.get(path, "") == expected


def test_every_remark_is_shown_at_its_line(answers: dict[str, str]) -> None:
    for path, said in answers.items():
        heads = [line for line in said.splitlines() if re.match(r"contenu/\S+", line)]
        assert heads
        for head in heads:
            assert re.match(rf"{re.escape(path)}:\d+:", head), head


def test_criteria_that_are_cited_exist_and_are_the_ones_said(answers: dict[str, str]) -> None:
    assert len(criteria()) == 106
    cited = re.findall(r"\[([a-z-]+)\].*?\(RGAA, critères? (\d+\.\d+)", "".join(answers.values()))
    assert len(cited) > 10
    for code, critere in cited:
        assert critere in criteria()
        assert criterion_of(code) == critere


def test_what_is_unknown_to_the_scale_is_weighed_by_its_severity() -> None:
    def problem(severity: Severity) -> Problem:
        return Problem(code="inconnu", severity=severity, message="", remedy="")

    assert [harm_of(problem(severity)) for severity in Severity] == [
        Harm.BLOQUE,
        Harm.GENE,
        Harm.SAVOIR,
    ]
