"""What `--json` answers has the keys that its page names, no fewer and no more."""

import json
import re
from pathlib import Path

import pytest
from commande import usine
from histoire import Factory

from factory.ground.problems import error

PAGE = (Path(__file__).resolve().parents[2] / "docs/exploitation/json.md").read_text("utf-8")
ROWS = {
    row[0]: set(re.findall(r"`([a-z_]+)`", row[1]))
    for row in re.findall(r"^\| `usine ([^`]+)`[^|]*\| (.+) \|$", PAGE, re.M)
}
QUICK = ("build", "check", "status", "status --veille", "why exemple /", "doctor",
         "convention show", "convention fees", "convention calendar")  # fmt: skip


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    factory = Factory(tmp_path_factory.mktemp("json") / "usine")
    factory.commune()
    theme = json.dumps(str(factory.root / "theme"))
    (factory.root / "usine.yaml").write_text(f"theme: {theme}\n", "utf-8")
    return factory.root


@pytest.mark.parametrize("typed", QUICK)
def test_the_keys_are_those_of_the_page(root: Path, typed: str) -> None:
    answer = json.loads(usine(root, *typed.split(), "--json").stdout)
    assert answer.pop("version") == 1
    assert set(answer) == ROWS[typed.removesuffix(" exemple /")]


def test_a_problem_has_the_keys_of_the_page() -> None:
    (said,) = re.findall(r"^Un problème, .*?(?=\n\n)", PAGE, re.M | re.S)
    named = re.findall(r"`([a-z]+)`", said)
    assert named == list(error("code", "Message.", "Remède.").as_json())
