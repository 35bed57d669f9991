"""The figures for Prometheus, as its own reader reads them; and the rules that alert on them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from matinee import NOW, Nights, story

from factory.report import metrics
from factory.report.publishing import write

parser = pytest.importorskip("prometheus_client.parser")
DEPLOY = Path(__file__).resolve().parents[2] / "deploy" / "prometheus"
PROMTOOL = shutil.which("promtool")


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    nights = story(tmp_path_factory.mktemp("chiffres"))
    path = write(nights.settings.sortie, nights.morning()).with_name("usine.prom")
    return path.read_text("utf-8")


def figures(text: str) -> dict[str, dict[tuple[str, ...], float]]:
    return {
        family.name: {tuple(one.labels.values()): one.value for one in family.samples}
        for family in parser.text_string_to_metric_families(text)
    }


def test_the_figures_are_those_of_the_page(text: str) -> None:
    found = figures(text)
    assert found["usine_communes"] == {(): 6}
    assert found["usine_nuit_code"] == {(): 3}
    assert found["usine_nuit_duree_seconds"] == {(): 42 * 60}
    assert found["usine_rapport_timestamp_seconds"] == {(): NOW.timestamp()}
    assert found["usine_constats"] == {("promesse",): 3, ("corriger",): 2, ("savoir",): 0}
    assert found["usine_commune_en_ligne"][("aurelle",)] == 1
    assert found["usine_commune_problemes"][("chateau-clair", "erreur")] == 1
    assert found["usine_alertes_en_ligne"][("aurelle",)] == 1
    assert found["usine_hote_en_panne"] == {
        ("aurelle.example", "aurelle"): 0, ("www.dieulune.example", "dieulune"): 1,
        ("www.eygues.example", "eygues"): 0, ("www.metropole.example", ""): 0,
    }  # fmt: skip
    assert len(found["usine_sauvegarde_timestamp_seconds"]) == 6


def test_the_names_follow_prometheus_rules(text: str) -> None:
    """What `promtool check metrics` looks at: a help, a type, base units, no type in the name."""
    families = list(parser.text_string_to_metric_families(text))
    assert len(families) > 15
    assert text.endswith("\n")
    for family in families:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", family.name)
        assert family.documentation.endswith(".")
        assert family.type == "gauge"
        assert not re.search(r"_(total|count|sum|bucket|gauge|minutes|hours|ms|kb)$", family.name)
        assert len(family.samples) == len({tuple(one.labels.items()) for one in family.samples})


def test_what_is_not_known_gives_no_figure(tmp_path: Path) -> None:
    found = figures(metrics.text(Nights(tmp_path, "aurelle").morning()))
    assert "usine_nuit_fin_timestamp_seconds" not in found
    assert "usine_sauvegarde_timestamp_seconds" not in found
    assert found["usine_communes"] == {(): 1}


def test_each_rule_watches_figures_that_are_written(text: str) -> None:
    rules = yaml.safe_load((DEPLOY / "usine.rules.yml").read_text("utf-8"))
    written = set(figures(text))
    alerts = [rule for group in rules["groups"] for rule in group["rules"]]
    assert len(alerts) >= 10
    for rule in alerts:
        named = set(re.findall(r"\busine_[a-z_]+", rule["expr"]))
        assert named and named <= written, rule["alert"]
        assert rule["annotations"]["summary"].endswith(".")
        assert rule["labels"]["severity"] in ("warning", "critical")


@pytest.mark.skipif(PROMTOOL is None, reason="promtool n’est pas installé")
def test_promtool_finds_nothing(text: str) -> None:
    assert PROMTOOL is not None
    done = subprocess.run(
        [PROMTOOL, "check", "metrics"], input=text, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    for words in (("check", "rules", "usine.rules.yml"), ("test", "rules", "usine.test.yml")):
        run = subprocess.run([PROMTOOL, *words], cwd=DEPLOY, capture_output=True, check=False)
        assert run.returncode == 0, run.stdout.decode()
