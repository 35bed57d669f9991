"""The statement of accessibility, word for word (order of 20 September 2019), and its audit."""

import re
from datetime import datetime

import pytest
from histoire import Commune, Factory
from mairie import codes, headings, says, words

from factory.build.report import Status
from factory.ground.moment import PARIS

FORMAT = [
    ("1", "Déclaration d’accessibilité"),
    ("2", "État de conformité"),
    ("3", "Résultat des tests"),
    ("2", "Contenus non accessibles"),
    ("3", "Non conformité"),
    ("3", "Dérogations pour charge disproportionnée"),
    ("3", "Contenus non soumis à l’obligation d’accessibilité"),
    ("2", "Établissement de cette déclaration d’accessibilité"),
    ("3", "Technologies utilisées pour la réalisation du site web"),
    ("4", "Environnement de test"),
    ("4", "Les outils utilisés lors de l’évaluation"),
    ("4", "Pages du site ayant fait l’objet de la vérification de conformité"),
    ("2", "Retour d’information et contact"),
    ("2", "Voies de recours"),
]
"""The headings that the reference imposes, in its order (RGAA, déclaration d'accessibilité)."""
WORDING = (
    "s’engage à rendre son site internet accessible conformément à l’article 47 de la loi n° "
    "2005-102 du 11 février 2005.",
    "À cette fin, elle met en œuvre la stratégie et les actions suivantes :",
    "Cette déclaration d’accessibilité s’applique à www.saint-exemple.fr",
    "conforme avec le référentiel général d’amélioration de l’accessibilité.",
    "L’audit de conformité réalisé par la société Cabinet d’exemple révèle que : "
    "62,5 % des critères RGAA sont respectés.",
    "Les contenus listés ci-dessous ne sont pas accessibles pour les raisons suivantes.",
    "Cette déclaration a été établie le 1er mars 2026. Elle a été mise à jour le 2 mars 2026.",
    "Agents utilisateurs, technologies d’assistance et outils utilisés pour vérifier "
    "l’accessibilité",
    "Si vous n’arrivez pas à accéder à un contenu ou à un service, vous pouvez contacter le "
    "responsable du site internet pour être orienté vers une alternative accessible ou obtenir le "
    "contenu sous une autre forme.",
    "Envoyer un message : acces@saint-exemple.fr",
    "Cette procédure est à utiliser dans le cas suivant. Vous avez signalé au responsable du site "
    "internet un défaut d’accessibilité qui vous empêche d’accéder à un contenu ou à un des "
    "services du portail et vous n’avez pas obtenu de réponse satisfaisante. Écrire un message au "
    "Défenseur des droits Contacter le délégué du Défenseur des droits près de chez vous Envoyer "
    "un courrier par la poste (gratuit, ne pas mettre de timbre) : Défenseur des droits, Libre "
    "réponse 71120, 75342 Paris CEDEX 07",
    "y répond dans un délai d’une semaine.",
)
SAID = """accessibilite:
  etablie_le: 1er mars 2026
  mise_a_jour_le: 2 mars 2026
  audit:
    {{date: 3 mars 2026, realise_par: {by}, criteres_conformes: {met}, criteres_applicables: 40}}
  contact: {{nom: Référente, courriel: acces@saint-exemple.fr, telephone: 04 42 00 12 35}}
"""


@pytest.fixture
def commune(factory: Factory) -> Commune:
    return says(factory.commune())


def audited(met: int = 25, by: str = "Cabinet d’exemple") -> str:
    return SAID.format(met=met, by=by)


def test_the_statement_has_the_imposed_headings_in_their_order(
    factory: Factory, commune: Commune
) -> None:
    factory.build()
    assert headings(commune.page("/accessibilite/")) == FORMAT


def test_the_statement_has_the_imposed_words(factory: Factory, commune: Commune) -> None:
    says(commune, audited())
    factory.build()
    text = words(commune.page("/accessibilite/"))
    for sentence in WORDING:
        assert sentence in text


@pytest.mark.parametrize(
    ("met", "state", "share"),
    [
        (40, "totalement conforme", "100 %"),
        (39, "partiellement conforme", "97,5 %"),
        (20, "partiellement conforme", "50 %"),
        (19, "non conforme", "47,5 %"),
    ],
)
def test_the_state_is_the_audits_on_every_page(
    factory: Factory, commune: Commune, met: int, state: str, share: str
) -> None:
    says(commune, audited(met, "en interne"))
    factory.build()
    statement = words(commune.page("/accessibilite/"))
    assert f"est {state} avec le référentiel" in statement
    assert f"réalisé en interne révèle que : {share} des critères" in statement
    pages = [data.decode() for path, data in commune.online.items() if path.endswith(".html")]
    assert len(pages) >= 6
    assert all(f"Accessibilité : {state}</a>" in page for page in pages)


def test_a_share_is_cut_and_never_rounded_up(factory: Factory, commune: Commune) -> None:
    audit = "accessibilite: {audit: {date: 3 mars 2026, realise_par: en interne, taux: 99.99}}\n"
    says(commune, audit)
    factory.build()
    text = words(commune.page("/accessibilite/"))
    assert "99,9 % des critères" in text and "partiellement conforme" in text


def test_without_an_audit_the_site_is_not_conform(factory: Factory, commune: Commune) -> None:
    factory.build()
    text = words(commune.page("/accessibilite/"))
    assert "est non conforme avec" in text and "% des critères" not in text
    assert "Il n’existe aucun résultat d’audit en cours de validité" in text
    assert "Accessibilité : non conforme" in commune.page("/")


def test_the_state_falls_on_the_day_the_audit_expires(factory: Factory, commune: Commune) -> None:
    says(commune, audited())
    factory.moment = datetime(2029, 3, 2, 23, 59, tzinfo=PARIS)
    report = factory.build()["exemple"]
    assert report.until == datetime(2029, 3, 3, tzinfo=PARIS)
    assert "Accessibilité : partiellement conforme" in commune.page("/")
    factory.later(minutes=1)
    report = factory.build()["exemple"]
    assert report.status is Status.PUBLIEE and "audit-perime" in codes(report)
    assert "Accessibilité : non conforme" in commune.page("/")
    text = words(commune.page("/accessibilite/"))
    assert "le dernier audit, du 3 mars 2026, ne compte plus" in text
    assert commune.online == factory.clean(commune)


def test_an_audit_does_not_count_before_its_day(factory: Factory, commune: Commune) -> None:
    says(commune, audited(40).replace("date: 3 mars 2026", "date: 24 novembre 2026"))
    factory.build()
    assert "Accessibilité : non conforme" in commune.page("/")
    factory.later(days=1)
    factory.build()
    assert "Accessibilité : totalement conforme" in commune.page("/")


def test_the_scheme_and_the_plan_are_linked_with_their_years(
    factory: Factory, commune: Commune
) -> None:
    commune.write("contenu/schema.md", "# Notre schéma\n").write("medias/plan.txt", "Le plan.")
    says(
        commune,
        "accessibilite:\n  schema_pluriannuel: {lien: schema.md, du: 2026, au: 2028}\n"
        "  plan_action: {lien: https://exemple.fr/plan, du: 2026}\n",
    )
    assert "accessibilite-lien-mort" not in codes(factory.build()["exemple"])
    page = commune.page("/accessibilite/")
    assert re.search(r'<a href="?/schema/"?>Schéma pluriannuel [^<]*2026-2028</a>', page)
    assert re.search(r'<a href="?https://exemple.fr/plan"?>Plan d’action 2026</a>', page)
    says(commune, "accessibilite:\n  schema_pluriannuel: absent.md\n")
    assert "accessibilite-lien-mort" in codes(factory.build()["exemple"])
    assert "Schéma pluriannuel de mise en accessibilité : en cours" in words(
        commune.page("/accessibilite/")
    )


def test_a_statement_of_the_communes_own_may_not_claim_another_state(
    factory: Factory, commune: Commune
) -> None:
    own = "\n\n".join(f"{'#' * int(level)} {title}" for level, title in FORMAT)
    own += "\n\nArticle 47 de la loi. Le site est %s avec le RGAA. Défenseur des droits.\n"
    commune.write("contenu/accessibilite.md", own % "totalement conforme")
    (problem,) = [
        p for p in factory.build()["exemple"].problems if p.code == "page-legale-incomplete"
    ]
    assert "l’état qui découle de l’audit, « non conforme »" in problem.message
    commune.write("contenu/accessibilite.md", own % "non conforme")
    assert "page-legale-incomplete" not in codes(factory.build()["exemple"])
    shuffled = (own % "non conforme").replace("Voies de recours", "X").replace(
        "État de conformité", "Voies de recours"
    ).replace("## X", "## État de conformité")  # fmt: skip
    commune.write("contenu/accessibilite.md", shuffled)
    (problem,) = [
        p for p in factory.build()["exemple"].problems if p.code == "page-legale-incomplete"
    ]
    assert "les rubriques dans l’ordre que la loi impose" in problem.message


def test_beside_a_scan_one_is_told_how_to_ask_for_another_version(
    factory: Factory, commune: Commune
) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    target = commune.folder / "contenu" / "plan.pdf"
    with target.open("wb") as file:
        writer.write(file)
    says(commune, audited())
    commune.write("contenu/travaux.md", "# Travaux\n\nVoir [le plan](plan.pdf).\n")
    commune.write("contenu/seul.md", "# Seul\n\nRien à télécharger.\n")
    factory.build()
    text = words(commune.page("/travaux/"))
    assert "Ce document n’est pas accessible à tous" in text
    assert "mailto:acces@saint-exemple.fr" in commune.page("/travaux/")
    assert "Réponse en une semaine." in text
    assert "accessible à tous" not in words(commune.page("/seul/"))
    told = words(commune.page("/accessibilite/"))
    assert "1 document à télécharger n’est pas accessible" in told
    assert "est partiellement conforme" in told, "what is counted does not make the state"
    commune.remove("contenu/travaux.md")
    factory.build()
    assert "document à télécharger" not in words(commune.page("/accessibilite/"))
