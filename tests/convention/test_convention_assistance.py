"""A request to the help desk, and its hours (art. 4.6)."""

import json
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from factory.cli.assistance import command
from factory.convention.assistance import told
from factory.convention.requests import inscribe
from factory.ground.hours import Horaires, state_at
from factory.ground.moment import PARIS
from factory.ground.problems import UsageError
from factory.tenants import settings
from factory.tenants.usine import Assistance

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
    state = state_at(Assistance().horaires, moment)
    assert told(state).replace("\u00a0", " ") == said


def test_its_hours_are_the_metropoles_own(factory: Path) -> None:
    usine = factory / "usine.yaml"
    usine.write_text(
        usine.read_text("utf-8") + "metropole:\n  assistance:\n    horaires:\n      lundi: 9h-12h\n"
        "      fermetures: [du 23 novembre 2026 au 29 novembre 2026]\n",
        "utf-8",
    )
    hours = settings.load(usine, {}, factory).metropole.assistance.horaires
    monday = datetime(2026, 11, 23, 10, tzinfo=PARIS)
    assert told(state_at(hours, monday)).replace("\u00a0", " ") == (
        "fermé ; ouvre lundi 30/11/2026 à 9 h 00"
    )
    never = Horaires.model_validate({"note": "Sur rendez-vous"})
    assert told(state_at(never, monday)) == "fermé"


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
    told = " ".join(asked(factory, "--anomalie", "Page absente", "--gravite", "majeure").split())
    for line in (
        "Objet Page absente",
        "Nom et prénom Secrétariat de mairie",
        "Progiciel Usine à sites, version",
        "En ligne pas encore de site en ligne",
        "Degré de gravité majeure",
        "https://cati.ampmetropole.fr/",
    ):
        assert line in told, line
    assert "Poste de l’agent (machine, à confirmer système, navigateur)" in told or (
        "Poste de l’agent (machine, système, navigateur) à confirmer" in told
    )


def test_an_evolution_says_so_in_its_subject_and_joins_the_committees_list(factory: Path) -> None:
    year = datetime.now(PARIS).year
    told = asked(factory, "--evolution", "Carte des travaux")
    assert f"Objet          Demande d’évolution E-{year}-1 : Carte des travaux" in told
    assert "comité de pilotage" in told and "gravité" not in told
    assert f"E-{year}-1" in asked(factory, "--evolution", "carte  des TRAVAUX")  # already there
    again = json.loads(asked(factory, "--evolution", "Agenda ; partagé", "--json"))
    assert again["evolution"] == {"numero": f"E-{year}-2", "nouvelle": True}
    assert again["demande"]["title"] == "Demande d’évolution de la commune de Val-d’Oriou"
    rows = (factory / "convention/evolutions.csv").read_text("utf-8").splitlines()
    assert rows[0] == "numero;commune;ouverte_le;type;objet"
    assert [row.split(";", 4)[0] for row in rows[1:]] == [f"E-{year}-1", f"E-{year}-2"]
    assert rows[2].endswith(';évolution;"Agenda ; partagé"')


def test_requests_made_at_the_same_time_are_all_written(factory: Path) -> None:
    file = factory / "convention/evolutions.csv"
    code = (
        "import sys; from pathlib import Path; from datetime import datetime;"
        "from factory.convention.requests import inscribe;"
        "[inscribe(Path(sys.argv[1]), 'a', f'{sys.argv[2]}-{n}', datetime(2026, 5, 4)) "
        "for n in range(20)]"
    )
    made = [subprocess.Popen([sys.executable, "-c", code, str(file), who]) for who in "xy"]
    assert [one.wait(60) for one in made] == [0, 0]
    rows = [row.split(";") for row in file.read_text("utf-8").splitlines()[1:]]
    assert [row[0] for row in rows] == [f"E-2026-{n}" for n in range(1, 41)]
    assert len({row[4] for row in rows}) == 40


def test_a_list_that_people_have_opened_is_added_to_as_it_is(tmp_path: Path) -> None:
    """By a spreadsheet: a mark at its head, commas, another order, no last line feed."""
    file = tmp_path / "evolutions.csv"
    text = "objet,numero,commune,Ouverte le,type\nCarte,E-2026-7,a,2026-01-05 10:00,évolution"
    file.write_text(text, "utf-8-sig")
    when = datetime(2026, 5, 4, 9, tzinfo=PARIS)
    assert inscribe(file, "b", "Agenda", when) == ("E-2026-8", True)
    assert file.read_text("utf-8-sig") == f"{text}\nAgenda,E-2026-8,b,2026-05-04 09:00,évolution\n"
    file.write_text(f'{text},trop\n,,,\n"', "utf-8")
    before = file.read_bytes()
    with pytest.raises(UsageError, match="ligne-illisible"):
        inscribe(file, "b", "Autre", when)
    assert file.read_bytes() == before


def test_a_list_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "convention").write_text("", "utf-8")
    with pytest.raises(UsageError, match="evolution-non-inscrite"):
        inscribe(tmp_path / "convention/e.csv", "b", "Carte", datetime(2026, 5, 4))


def test_every_request_is_validated_by_the_representant(factory: Path) -> None:
    told = asked(factory, "--anomalie", "x")
    assert "Validation (article 10)  à donner par le représentant de la commune : Direction" in (
        " ".join(told.split()).replace("10) ", "10)  ")
    )
    own = asked(factory, "--anomalie", "x", "--demandeur", "dgs@val-d-oriou.example")
    assert "donnée : le représentant de la commune demande lui-même" in own


def test_someone_whom_the_convention_does_not_name_is_told(factory: Path) -> None:
    told = asked(factory, "--anomalie", "x", "--demandeur", "Quelqu’un")
    assert "cette personne n’est pas nommée par la convention (articles 4.6, 10)" in told
    known = asked(factory, "--anomalie", "x", "--demandeur", "dgs@val-d-oriou.example")
    assert "Nom et prénom            Direction générale des services" in known
