"""What the register shows: listings, publicity, the two clocks, open data, the statement."""

import csv
import io
import json
import re
from datetime import date
from pathlib import Path

import pytest
from acte import ACT, PATH, pdf, problems
from histoire import Commune, Factory

SCHEMA = (
    Path(__file__).resolve().parents[3] / "shared/reference/data/scdl/deliberations.schema.json"
)
WORKS = """---
titre: Travaux
nature: arrêté
numero: 2026_099
matiere: 6.1
date_acte: 2026-11-21
fichier: tarifs.pdf
auteurs: [{prenom: Anne, nom: Exemple, qualite: maire}]
effet: {du: 2026-11-22, au: 2026-12-04}
lieux: ["Rue des Oliviers, numéros 2 à 8", Rue du Puits]
abroge: Délibération n° 2026_012
---
Circulation interdite.
"""
SITTING = """---
titre: Conseil du 20 novembre
date: 2026-11-20 18h
---
Séance.
"""


@pytest.fixture
def commune(factory: Factory) -> Commune:
    commune = factory.commune().write("contenu/actes/tarifs.pdf", pdf("Tarifs"))
    return commune.write(PATH, ACT.replace("fichier:", "seance: 2026-11-20\nfichier:", 1))


def settings(commune: Commune, more: str) -> None:
    commune.write("commune.yaml", commune.read("commune.yaml") + more + "\n")


def test_acts_are_found_by_year_sitting_nature_matter_and_street(
    factory: Factory, commune: Commune
) -> None:
    commune.write("contenu/actes/travaux.md", WORKS).write("contenu/seances/nov.md", SITTING)
    factory.build()
    first = commune.page("/actes/")
    for link in (
        "/actes/annee/2026/", "/actes/nature/arrete/", "/actes/matiere/6-1-police-municipale/",
        "/actes/rue/rue-des-oliviers/", "/seances/nov/",
    ):  # fmt: skip
        assert f"href={link}" in first, link
        assert commune.page(link)
    assert "/actes/travaux/" in commune.page("/actes/rue/rue-du-puits/")
    assert "/actes/tarifs/" not in commune.page("/actes/rue/rue-du-puits/")
    assert "/actes/tarifs/" in commune.page("/seances/nov/")
    # What repeals it, both ways.
    assert "href=/actes/tarifs/" in commune.page("/actes/travaux/")
    assert "href=/actes/travaux/" in commune.page("/actes/tarifs/")
    assert "Abrogé" in first
    factory.later(days=20)
    factory.build()
    assert "N’a plus d’effet" in commune.page("/actes/rue/rue-du-puits/")
    assert commune.online == factory.clean(commune)


@pytest.mark.parametrize(
    ("more", "told", "never"),
    [
        ("population: 5000", "fait courir le délai", "affichage"),
        ("population: 900", "sont présentés ici", "délai de recours"),
        ("", "sont présentés ici", "délai de recours"),
        (
            "population: 900\npublicite_actes: {mode: affichage, deliberation: "
            "{date: 2022-06-14, numero: 2022-019}}",
            "par affichage",
            "fait courir le délai de recours de deux mois",
        ),
        ("population: 900\npublicite_actes: {mode: affichage}", "sont présentés", "par affichage"),
        ("population: 900\npublicite_actes: {mode: électronique}", "fait courir", "affichage"),
    ],
)
def test_the_register_claims_no_more_than_is_known(
    factory: Factory, commune: Commune, more: str, told: str, never: str
) -> None:
    settings(commune, more)
    said = problems(factory)
    page = commune.page("/actes/")
    assert told in page and never not in page
    unsaid = {"publicite-des-actes-non-dite", "publicite-sans-deliberation"} & set(said)
    assert bool(unsaid) is ("sont présentés" in page)
    statement = commune.page("/actes/tarifs/publication/")
    assert ("Projet de certificat" in statement) is ("affichage}" in more or "numero" not in more)


def test_the_statement_says_what_the_register_knows(factory: Factory, commune: Commune) -> None:
    settings(commune, "maire: {prenom: Anne, nom: Exemple, qualite: maire}")
    factory.build()
    page = commune.page("/actes/tarifs/publication/")
    line = json.loads(commune.read("registre/actes.jsonl"))
    for name in (line["empreinte"], *line["pieces"].values()):
        assert name in page
    assert "2026-11-23T10:00" in page and "2027-01-23" in page and "Anne Exemple" in page
    assert "/actes/tarifs/publication/" not in commune.online["sitemap.xml"].decode()
    assert "name=robots" in page and "noindex" in page


def test_the_list_of_deliberations_is_due_within_a_week(factory: Factory) -> None:
    commune = factory.commune().write("contenu/seances/nov.md", SITTING)
    factory.later(days=4, hours=13, minutes=59)  # 27 November, 23:59
    assert "liste-deliberations-en-retard" not in problems(factory)
    factory.later(minutes=1)
    said = problems(factory)["liste-deliberations-en-retard"]
    assert "27/11/2026" in said.message and "L2121-25" in said.message and said.line == 3
    commune.write("contenu/seances/liste.pdf", pdf("Liste"))
    commune.write(
        "contenu/seances/nov.md",
        SITTING.replace("---\nS", "liste_deliberations: liste.pdf\n---\nS"),
    )
    assert "liste-deliberations-en-retard" not in problems(factory)


def test_minutes_are_due_within_a_week_of_their_adoption(factory: Factory) -> None:
    commune = factory.commune()
    commune.write(
        "contenu/seances/nov.md", SITTING.replace("---\nS", "pv_arrete_le: 2026-12-10\n---\nS")
    )
    factory.later(days=24)  # 17 December
    assert "proces-verbal-en-retard" not in problems(factory)
    factory.later(days=1)
    said = problems(factory)["proces-verbal-en-retard"]
    assert "17/12/2026" in said.message and "L2121-15" in said.message
    commune.write("contenu/seances/nov.md", SITTING)
    commune.write("contenu/seances/dec.md", SITTING.replace("2026-11-20", "2026-12-10"))
    assert "proces-verbal-a-arreter" in problems(factory)
    commune.write("contenu/seances/nov.md", SITTING.replace("---\nS", "assemblee: CCAS\n---\nS"))
    assert "proces-verbal-a-arreter" not in problems(factory)


def test_deliberations_are_open_data(factory: Factory, commune: Commune) -> None:
    if not SCHEMA.exists():
        pytest.skip("the SCDL schema is not beside the repository")
    settings(commune, "siret: 21130903400018")
    commune.write("contenu/actes/travaux.md", WORKS)
    commune.write(
        "contenu/actes/vote.md",
        ACT.replace("_012", "_013").replace("cantine", "« piscine », été")
        .replace("fichier:", "votes: {effectif: 23, pour: 18, contre: 3, abstention: 1}\n"
                 "prefecture: {id: 013-A, recu_le: 2026-11-24}\nfichier:", 1),
    )  # fmt: skip
    commune.write("contenu/actes/b.md", ACT.replace("numero: 2026_012\n", ""))
    said = problems(factory)["deliberation-hors-donnees-ouvertes"]
    assert "« numero »" in said.message
    table = commune.online["actes/deliberations.csv"].decode()
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["DELIB_ID"] for row in rows] == ["2026_012", "2026_013"]
    assert rows[1]["VOTE_REEL"] == "22" and rows[0]["VOTE_POUR"] == ""
    assert rows[1]["DELIB_URL"] == "https://exemple.example/actes/tarifs.pdf"
    assert "href=/actes/deliberations.csv" in commune.page("/actes/")
    _valid(rows)


def _valid(rows: list[dict[str, str]]) -> None:
    """Table Schema's constraints, and the schema's own `custom_checks`."""
    fields = json.loads(SCHEMA.read_text())["fields"]
    assert list(rows[0]) == [field["name"] for field in fields]
    for row in rows:
        for field in fields:
            value, rule = row[field["name"]], field.get("constraints") or {}
            assert value or not rule.get("required"), field["name"]
            if value:
                assert re.match(rule.get("pattern", ""), value), field["name"]
                {"date": date.fromisoformat, "integer": int}.get(field["type"], str)(value)
        votes = [row[f"VOTE_{key}"] for key in ["EFFECTIF", "REEL", "POUR", "CONTRE", "ABSTENTION"]]
        assert all(votes) or not any(votes)
        if all(votes):
            members, cast, *counts = map(int, votes)
            assert members >= cast == sum(counts)
        assert not row["PREF_DATE"] or row["PREF_DATE"] >= row["DELIB_DATE"]
        assert bool(row["BUDGET_ANNEE"]) is bool(row["BUDGET_NOM"])
