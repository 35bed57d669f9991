"""The draft certificate of publication: what the register holds, and nothing else."""

from io import BytesIO

import pdf_ua
import pytest
from histoire import Commune, Factory
from pypdf import PdfReader

from factory.audit.certificate import Certificate, certificate
from factory.ground.problems import UsageError
from factory.tenants import folder, settings

ACT = """---
titre: Tarifs de la cantine
nature: délibération
numero: 2026_012
objet: Fixation des tarifs de la *cantine*
matiere: 7.10
date_acte: 2026-11-20
{more}auteurs:
  - {{prenom: Anne, nom: Exemple, qualite: maire}}
  - {{prenom: Paul, nom: Modèle, qualite: secrétaire de séance}}
---
Le repas est à 3,20 euros.
"""
PATH = "contenu/actes/tarifs.md"
URL = "/actes/tarifs/"
REPLACED = (
    "remplacement: {motif: erreur matérielle, decide_par: « Anne Exemple », decide_le: 2026-12-01}"
)
WITHDRAWN = "retrait: {motif: retrait de l’acte, decide_par: « Anne », decide_le: 2026-12-01}"


@pytest.fixture
def commune(factory: Factory) -> Commune:
    commune = factory.commune()
    said = commune.read("commune.yaml") + "population: 12000\nmaire: {prenom: Anne, nom: Exemple}\n"
    commune.write("commune.yaml", said).write(PATH, ACT.format(more=""))
    return commune


def made(factory: Factory, asked: str = "2026_012") -> Certificate:
    pytest.importorskip("typst")
    found = settings.load(factory.root / "usine.yaml", {}, factory.root)
    (tenant,) = folder.communes(found, ["exemple"]).tenants
    return certificate(found, tenant, asked, factory.moment)


def refused(factory: Factory, asked: str = "2026_012") -> str:
    with pytest.raises(UsageError) as fault:
        made(factory, asked)
    (problem,) = fault.value.problems
    return problem.code


def words(pdf: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return " ".join(text.split())


def test_it_says_what_the_register_holds(factory: Factory, commune: Commune) -> None:
    assert refused(factory) == "acte-pas-au-registre"
    assert not (commune.folder / "registre").exists()
    factory.build()
    found = made(factory)
    assert pdf_ua.faults(found.pdf) == []
    text = words(found.pdf)
    for said in (
        "Je soussigné(e) Anne Exemple, maire d’Exemple",
        "délibération n° 2026_012",
        "Fixation des tarifs de la *cantine*",
        "Anne Exemple, maire ; Paul Modèle, secrétaire de séance",
        "https://exemple.example/actes/tarifs/",
        "lundi 23 novembre 2026 à 10 h",
        "court jusqu’au 23 janvier 2027",
    ):
        assert said in text, said
    assert commune.manifest.sources[PATH] in text
    assert "remplacé" not in text


def test_the_same_act_has_the_same_certificate(factory: Factory, commune: Commune) -> None:
    factory.build()
    first = made(factory).pdf
    factory.moment = factory.moment.replace(day=29)
    commune.write("contenu/autre.md", "# Autre\n")
    factory.build()
    asked = (URL, URL + "publication/", f"https://exemple.example{URL}", PATH, "actes/tarifs")
    assert {made(factory, one).pdf for one in asked} == {first}


def test_a_replaced_act_says_so_and_a_withdrawn_one_has_none(
    factory: Factory, commune: Commune
) -> None:
    factory.build()
    commune.write(PATH, ACT.format(more=REPLACED + "\n"))
    assert refused(factory) == "acte-pas-au-registre"
    factory.moment = factory.moment.replace(month=12, day=2)
    factory.build()
    text = words(made(factory).pdf)
    assert "a remplacé la précédente le mercredi 2 décembre 2026 à 10 h (erreur matérielle)" in text
    assert "lundi 23 novembre 2026 à 10 h" in text
    page = commune.page(URL + "publication/")
    assert "a remplacé la précédente le" in page.replace("\u202f", " ")
    commune.write(PATH, ACT.format(more=WITHDRAWN + "\n"))
    factory.build()
    assert refused(factory) == "publication-retiree"


def test_nothing_is_certified_of_what_the_site_only_informs_of(
    factory: Factory, commune: Commune
) -> None:
    said = commune.read("commune.yaml").replace("12000", "800")
    mode = "publicite_actes: {mode: affichage, deliberation: {date: 2022-06-28, numero: 2022-31}}\n"
    commune.write("commune.yaml", said + mode)
    factory.build()
    assert refused(factory) == "publicite-hors-du-site"


def test_an_act_is_asked_for_by_what_names_it_alone(factory: Factory, commune: Commune) -> None:
    assert refused(factory, "2026_999") == "acte-introuvable"
    assert refused(factory, "/") == "acte-introuvable"
    commune.write("contenu/actes/tarifs-2.md", ACT.format(more=""))
    factory.build()
    assert refused(factory) == "acte-a-preciser"


def test_a_commune_that_cannot_be_read_is_told(factory: Factory) -> None:
    factory.commune().write("commune.yaml", "nom: [\n")
    assert refused(factory) == "commune-non-lue"
