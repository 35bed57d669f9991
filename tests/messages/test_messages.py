"""The words that agents and operators read, through the real command, held to a golden file."""

import json
import os
import re
import shutil
from collections import defaultdict
from pathlib import Path

import pytest
from commande import usine

from factory.ground.problems import Problem

GOLDEN = Path(__file__).with_name("messages.md")
ROOT = Path(__file__).resolve().parents[2]
SECTION = re.compile(r"^## ([^\n]+)\n````\n(.*?)````\n(?:\n````text\n(.*?)````\n)?", re.M | re.S)
MINIMUM = """nom: Exemple
code_insee: 13999
domaine: exemple.fr
adresse: [1 place de la Mairie, 13999 Exemple]
telephone: 04 00 00 00 01
courriel: mairie@exemple.fr
maire: Camille Exemple
dpo: dpo@exemple.fr
accessibilite: {etablie_le: 3 mars 2026, schema_pluriannuel: https://exemple.fr/schema,
  plan_action: https://exemple.fr/plan}
"""


def sections() -> list[tuple[str, str, str]]:
    """Each title, with its source and its answer."""
    return [(m[1], m[2], m[3] or "") for m in SECTION.finditer(GOLDEN.read_text("utf-8"))]


def settle(root: Path) -> None:
    """Every file of the golden file in its commune; each commune builds but for what is said."""
    theme = ROOT / "themes" / "institutional"
    (root / "usine.yaml").write_text(
        f"theme: {json.dumps(str(theme))}\nmetropole: {{telephone: 04 00 00 00 00}}\n", "utf-8"
    )
    (root / "sauvegardes.yaml").write_text(
        f"theme: {json.dumps(str(theme))}\nsauvegardes: {{depot: depot, cles: cles}}\n", "utf-8"
    )
    (root / "fautif.yaml").write_text("comunes: sites\nlimites: {octets: beaucoup}\n", "utf-8")
    for title, source, _ in sections():
        if title.startswith("usine "):
            continue
        target = root / "tenants" / title
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(source, "utf-8")
    (root / "tenants/exemple/commune.yaml").write_text(MINIMUM, "utf-8")
    shutil.copyfile(ROOT / "tests/messages/place.png", root / "tenants/exemple/contenu/place.png")


def told(root: Path) -> dict[str, str]:
    """What a build prints of each file, by commune and path."""
    done = usine(root, "build", "--json")
    assert done.stderr == ""
    answer = json.loads(done.stdout)
    found: dict[str, list[str]] = defaultdict(list)
    for problem in answer["problemes"]:
        found[f"{problem['file']}/commune.yaml"].append(str(Problem(**problem)))
    for report in answer["communes"]:
        for problem in report["problemes"]:
            found[f"{report['commune']}/{problem['file']}"].append(str(Problem(**problem)))
    return {title: "\n".join(lines) + "\n" for title, lines in found.items()}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    root = tmp_path_factory.mktemp("messages")
    settle(root)
    found = told(root)
    for title, _, _ in sections():
        if title.startswith("usine "):
            done = usine(root, *title.split(" ")[1:])
            assert "Traceback" not in done.stdout + done.stderr, title
            answer = (done.stdout + done.stderr).replace(str(root), "…")
            found[title] = f"{answer}→ {done.returncode}\n"
    if os.environ.get("REFAIRE"):
        _write(found)
    return found


def _write(found: dict[str, str]) -> None:
    def again(section: "re.Match[str]") -> str:
        said = found.get(section[1], "")
        answer = f"\n````text\n{said}````\n" if said else ""
        return f"## {section[1]}\n````\n{section[2]}````\n{answer}"

    GOLDEN.write_text(SECTION.sub(again, GOLDEN.read_text("utf-8")), "utf-8")


@pytest.mark.parametrize("title", [title for title, _, _ in sections()])
def test_the_words(answers: dict[str, str], title: str) -> None:
    (expected,) = [answer for other, _, answer in sections() if other == title]
    assert answers.get(title, "") == expected


def test_nothing_is_said_that_is_not_written_here(answers: dict[str, str]) -> None:
    assert set(answers) <= {title for title, _, _ in sections()}


def test_the_file_holds_many_codes() -> None:
    codes = set(re.findall(r"(?:erreur|avertissement|information) \[([a-z0-9-]+)\]",
                           "".join(answer for _, _, answer in sections())))  # fmt: skip
    assert len(codes) >= 50


def test_no_answer_is_technical() -> None:
    """No word of a program's, and none of English."""
    for title, _, answer in sections():
        for word in ("Traceback", "Error", "None", "pydantic", "expected", "invalid "):
            assert word not in answer, title
