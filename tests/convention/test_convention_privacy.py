"""Article 13 as papers: boxes, registers, instructions, breaches, requests, consents."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from factory.convention import terminal
from factory.convention.common import Commun
from factory.convention.desk import Desk, Party
from factory.convention.papers import article_13, privacy
from factory.tenants import convention as conventions
from factory.tenants import settings
from factory.tenants.commune import Commune
from factory.tenants.usine import Tarif

SHARED = Path(__file__).resolve().parents[3] / "shared/reference/convention.txt"
TODAY = date(2026, 11, 23)
SAID = """
contacts:
  dpo_commune: {nom: Service juridique, courriel: dpo@commune.example}
  dpo_metropole: {nom: Délégué de la Métropole, courriel: dpo@metropole.example}
consentements:
  - {date: 2026-03-01, usage: Démonstration, acte: C-1, retire_le: 2026-10-01}
  - {date: 2026-03-01, usage: Statistiques communes, acte: C-2}
rgpd:
  operations: [consultation, Conservation / stockage, Archivage légal]
  donnees: ["Coordonnées (adresse mail, adresse postale, numéro de téléphone, ...)"]
  personnes: [Utilisateurs]
  securite: [Une clé par commune, Sauvegardes chiffrées]
  effacement: À la demande de la commune
  sort_des_donnees: [renvoyer, détruire]
  instructions:
    - {date: 2026-05-04, objet: Retirer une photographie, executee_le: 2026-05-05}
    - {date: 2026-06-01, objet: Publier les plaintes, objection: Données de tiers,
       objection_le: 2026-06-01}
  violations:
    - {nature: Courriels visibles, constatee_le: 2026-09-01 09:00,
       commune_informee_le: 2026-09-01 10:00, commune_consciente_le: 2026-09-01 10:30,
       cnil_le: 2026-09-04 10:31, motif: Férié local}
    - {nature: Fichier perdu, constatee_le: 2026-10-01 09:00,
       commune_consciente_le: 2026-10-01 09:30, cnil_le: 2026-10-04 09:30}
    - {nature: Panne, constatee_le: 2026-11-01 09:00, risque: aucun}
  demandes:
    - {recue_le: 2026-01-31, reference: P-1, droit: accès}
    - {recue_le: 2026-01-31, reference: P-2, droit: effacement, prolongee: oui,
       repondue_le: 2026-04-02}
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    bound = conventions.read(SAID.encode())
    assert bound.value is not None, "\n".join(map(str, bound.problems))
    commune = Commune(nom="Exemple", code_insee="13001", domaine="exemple.fr")
    party = Party(slug="exemple", nom="Exemple", convention=bound.value, commune=commune)
    root = tmp_path_factory.mktemp("rgpd")
    (root / "usine.yaml").write_text("communes: tenants\n", "utf-8")
    return Desk(
        parties=(party,),
        commun=Commun(),
        tarif=Tarif(),
        settings=settings.load(root / "usine.yaml", {}, root),
    )


def lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.replace("\u00a0", " ").splitlines()]


def test_the_boxes_are_the_contracts_own() -> None:
    if not SHARED.exists():
        pytest.skip("the contract's text is not here")
    text = re.sub(r"\s+", " ", SHARED.read_text("utf-8").replace("'", "’"))
    boxes = (article_13.ROLES, article_13.OPERATIONS, article_13.DATA, article_13.PERSONS)
    for box in (one for some in boxes for one in some):
        assert f"- {box}" in text, box
    assert article_13.NO_PROCESSOR.rstrip(".") in text


def test_boxes_are_ticked_as_the_data_say(desk: Desk) -> None:
    told = lines(terminal.text(privacy.annex(desk.parties[0], desk, TODAY)))
    ticked = [line.removeprefix("[x] ") for line in told if line.startswith("[x]")]
    assert ticked == [
        "Sous-traitant",
        "Responsable de Traitement",
        "Consultation",
        "Conservation / Stockage",
        "Autre : Archivage légal",
        "Coordonnées (adresse mail, adresse postale, numéro de téléphone, ...)",
        "Utilisateurs",
        "Renvoyer",
        "Détruire",
    ]
    assert sum(line.startswith("[ ]") for line in told) == 55 - 8


def test_the_log_keeps_instructions_breaches_requests_and_consents(desk: Desk) -> None:
    told = "\n".join(lines(terminal.text(privacy.annex(desk.parties[0], desk, TODAY))))
    assert "Données de tiers" in told
    assert "28 février 2026" in told  # one month from 31 January
    assert "30 avril 2026" in told  # three months, where the answer was extended
    convention = desk.parties[0].convention
    assert convention is not None
    assert not privacy.running(convention, TODAY, "Démonstration")
    assert privacy.running(convention, date(2026, 9, 30), "démonstration")
    assert privacy.running(convention, TODAY, "Statistiques communes")
    assert not privacy.running(convention, TODAY, "Entraînement d’un modèle")


def test_a_breach_says_when_it_was_known_and_whether_it_was_told_in_time(desk: Desk) -> None:
    told = lines(terminal.text(privacy.notices(desk.parties[0], desk, TODAY)))
    limits = [line for line in told if line.startswith("À notifier avant")]
    assert limits == [
        "À notifier avant le (72 heures) 4 septembre 2026 à 10 h 30",
        "À notifier avant le (72 heures) 4 octobre 2026 à 9 h 30",
        "À notifier avant le (72 heures) à confirmer",
    ]
    assert (
        sum(line.endswith("(33.3 b) Service juridique, dpo@commune.example") for line in told) == 3
    )
    told_at = [line for line in told if line.startswith("Notification à la CNIL")]
    assert told_at == [
        "Notification à la CNIL 4 septembre 2026 à 10 h 31, hors délai",
        "Notification à la CNIL 4 octobre 2026 à 9 h 30",
        "Notification à la CNIL sans objet",
    ]


def test_a_paper_of_a_past_day_says_what_was_known_then(desk: Desk) -> None:
    """Asked for again after what came later, it is the same: a log is a proof only so."""

    def told(paper: Any, *day: int) -> str:
        return "\n".join(lines(terminal.text(paper(desk.parties[0], desk, date(*day)))))

    early = told(privacy.annex, 2026, 5, 4)
    assert "Retirer une photographie à confirmer non aucune" in early  # done the day after
    assert "Publier les plaintes" not in early and "Courriels visibles" not in early
    assert "P-2 effacement 31 janvier 2026 30 avril 2026 2 avril 2026" in early
    assert "P-2 effacement 31 janvier 2026 30 avril 2026 à donner" in told(
        privacy.annex, 2026, 4, 1
    )
    assert "Démonstration" in early and "Démonstration" not in told(privacy.annex, 2026, 2, 28)
    notices = told(privacy.notices, 2026, 9, 3)
    assert "Courriels visibles" in notices and "Fichier perdu" not in notices
    assert "Notification à la CNIL à notifier" in notices
    assert "Motif du retard ou de l’absence sans objet" in notices


def test_both_registers_have_each_field_of_article_30(desk: Desk) -> None:
    told = lines(terminal.text(privacy.registers(desk.parties[0], desk, TODAY)))
    letters = [line[:2] for line in told if re.match(r"[a-g]\) ", line)]
    assert "".join(letters).replace(")", "") == "aabccdefg" + "aaaabcd"
    assert any("dpo@commune.example" in line for line in told)
    whole = " ".join(told)
    assert "Une clé par commune ; Sauvegardes chiffrées" in whole
    assert whole.count("aucun traceur") == 2  # what the factory is made like goes without saying
    assert "À la demande de la commune ; journaux du serveur web : 365 jours au plus" in whole
