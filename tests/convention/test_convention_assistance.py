"""A request to the help desk, and its hours (art. 4.6)."""

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from factory.cli.assistance import command
from factory.convention.assistance import answering
from factory.ground.moment import PARIS

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2026-11-23 08:29", "fermé ; ouvre lundi 23/11/2026 à 8 h 30"),
        ("2026-11-23 08:30", "ouvert jusqu’à 12 h 30"),
        ("2026-11-23 12:29", "ouvert jusqu’à 12 h 30"),
        ("2026-11-23 12:30", "fermé ; ouvre lundi 23/11/2026 à 13 h 30"),
        ("2026-11-23 17:29", "ouvert jusqu’à 17 h 30"),
        ("2026-11-23 17:30", "fermé ; ouvre mardi 24/11/2026 à 8 h 30"),
        ("2026-11-27 18:00", "fermé ; ouvre lundi 30/11/2026 à 8 h 30"),  # a Friday evening
        ("2026-11-11 10:00", "fermé ; ouvre jeudi 12/11/2026 à 8 h 30"),  # Armistice Day
        ("2026-12-24 17:30", "fermé ; ouvre lundi 28/12/2026 à 8 h 30"),  # Christmas, a Friday
        ("2027-05-05 17:30", "fermé ; ouvre vendredi 07/05/2027 à 8 h 30"),  # Ascension
        ("2027-03-27 12:00", "fermé ; ouvre mardi 30/03/2027 à 8 h 30"),  # Easter Monday
    ],
)
def test_the_help_desk_answers_on_working_days(when: str, said: str) -> None:
    moment = datetime.fromisoformat(when).replace(tzinfo=PARIS)
    assert str(answering(moment)).replace("\u00a0", " ") == said


@pytest.fixture
def factory(tmp_path: Path) -> Path:
    for file in ("commune.yaml", "convention.yaml"):
        target = tmp_path / "tenants/val-d-oriou" / file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "tenants/val-d-oriou" / file, target)
    theme = json.dumps(str(ROOT / "themes/institutional"))
    (tmp_path / "usine.yaml").write_text(f"theme: {theme}\n", "utf-8")
    return tmp_path


def asked(factory: Path, *words: str) -> Any:
    made = CliRunner().invoke(
        command, ["val-d-oriou", *words, "--config", str(factory / "usine.yaml")],
        standalone_mode=False,
    )  # fmt: skip
    assert made.exception is None, made.exception
    return made.stdout


def test_a_request_says_all_that_the_help_desk_asks_for(factory: Path) -> None:
    told = asked(factory, "--anomalie", "Page absente", "--gravite", "majeure")
    for line in (
        "Objet          Page absente",
        "Nom et prénom  Secrétariat de mairie",
        "Progiciel                                     Usine à sites, version",
        "En ligne                                      pas encore de site en ligne",
        "Degré de gravité  majeure",
        "https://cati.ampmetropole.fr/",
    ):
        assert line in told, line
    assert "Poste de l’agent (machine, système, navigateur)  à confirmer" in told


def test_an_evolution_says_so_in_its_subject(factory: Path) -> None:
    told = asked(factory, "--evolution", "Carte des travaux")
    assert "Objet          Demande d’évolution : Carte des travaux" in told
    assert "comité de pilotage" in told and "gravité" not in told


def test_someone_whom_the_convention_does_not_name_is_told(factory: Path) -> None:
    told = asked(factory, "--anomalie", "x", "--demandeur", "Quelqu’un")
    assert "cette personne n’est pas nommée par la convention (articles 4.6, 10)" in told
    known = asked(factory, "--anomalie", "x", "--demandeur", "dgs@val-d-oriou.example")
    assert "Nom et prénom  Direction générale des services" in known
