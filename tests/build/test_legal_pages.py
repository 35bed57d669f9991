"""The pages that the law asks for: their words, what they are made from, what dates change."""

import html
import re
from datetime import UTC, datetime

import pytest
from histoire import Commune, Factory

from factory.build.report import Report, Status
from factory.ground.moment import PARIS
from factory.ground.problems import Severity

IDENTITY = """nom: Saint-Exemple
code_insee: 13999
domaine: {domaine}
adresse: [1 place de la Mairie, 13999 Saint-Exemple]
telephone: 04 42 00 12 34
courriel: mairie@saint-exemple.fr
maire: {{prenom: Camille, nom: Exemple, qualite: maire}}
dpo: {{nom: Déléguée mutualisée, courriel: dpo@saint-exemple.fr}}
"""
LEGAL = ("accessibilite", "mentions-legales", "donnees-personnelles", "contact")


@pytest.fixture
def commune(factory: Factory) -> Commune:
    return says(factory.commune())


def says(commune: Commune, more: str = "", domaine: str = "www.saint-exemple.fr") -> Commune:
    return commune.write("commune.yaml", IDENTITY.format(domaine=domaine) + more)


def words(page: str) -> str:
    """The text of a page's main part, one sort of space and of apostrophe."""
    main = page[page.index("<main") : page.index("</main>")]
    text = html.unescape(re.sub(r"<[^>]+>", " ", main))
    return re.sub(r"\s+([,.)])", r"\1", " ".join(text.split()))


def codes(report: Report) -> set[str]:
    return {problem.code for problem in report.problems}


def headings(page: str) -> list[tuple[str, str]]:
    main = page[page.index("<main") : page.index("</main>")]
    return [
        (level, " ".join(html.unescape(title).split()))
        for level, title in re.findall(r"<h([1-6])[^>]*>(.*?)</h\1>", main)
    ]


# -- the statement, word for word ------------------------------------------------------------------

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


# -- the other pages -------------------------------------------------------------------------------


def test_the_legal_notice_names_publisher_director_and_host(
    factory: Factory, commune: Commune
) -> None:
    says(commune, "siren: 200 054 807\n")
    report = factory.build()["exemple"]
    assert "mentions-legales-incompletes" not in codes(report)
    text = words(commune.page("/mentions-legales/"))
    for said in (
        "Éditeur Commune de Saint-Exemple 1 place de la Mairie 13999 Saint-Exemple",
        "04 42 00 12 34",
        "SIREN : 200 054 807",
        "Directeur de la publication Camille Exemple, maire",
        "Hébergeur Métropole Aix-Marseille-Provence 58, boulevard Charles-Livon 13007 Marseille",
        "04 00 00 00 00",
    ):
        assert said in text


def test_another_host_is_named_and_the_page_follows_the_settings(
    factory: Factory, commune: Commune
) -> None:
    factory.build()
    (factory.root / "usine.yaml").write_text(
        "theme: theme\nmetropole: {nom: Métropole d’ailleurs, telephone: 04 00 00 00 09}\n"
    )
    assert factory.build()["exemple"].status is Status.PUBLIEE
    assert "Hébergeur Métropole d’ailleurs" in words(commune.page("/mentions-legales/"))
    says(commune, "mentions: {hebergeur: {nom: Hôte, adresse: [Ici], telephone: 04 00 00 00 08}}\n")
    factory.build()
    assert "Hébergeur Hôte Ici" in words(commune.page("/mentions-legales/"))


def test_what_is_missing_names_its_article_and_waits_for_the_site_to_open(
    factory: Factory, commune: Commune
) -> None:
    bare = "nom: Nue\ncode_insee: 13999\ndomaine: %s\n"
    expected = {
        "mentions-legales-incompletes": "loi n° 2004-575 du 21 juin 2004, article 1-1",
        "delegue-absent": "RGPD, articles 13 et 37",
        "saisine-electronique-absente": "article L112-8",
        "declaration-incomplete": "loi n° 2005-102 du 11 février 2005, article 47",
    }
    for domain, severity in (
        ("nue.fr", Severity.AVERTISSEMENT),
        ("nue.example", Severity.INFORMATION),
    ):
        commune.write("commune.yaml", bare % domain)
        found = {p.code: p for p in factory.build()["exemple"].problems if p.code in expected}
        assert set(found) == set(expected)
        for code, article in expected.items():
            assert article in found[code].message and found[code].severity is severity


def test_personal_data_are_told_as_the_regulation_asks(factory: Factory, commune: Commune) -> None:
    (factory.root / "usine.yaml").write_text(
        "theme: theme\nmetropole: {journaux_acces: 90 jours}\n"
    )
    factory.build()
    text = words(commune.page("/donnees-personnelles/"))
    for said in (
        "Responsable du traitement Commune de Saint-Exemple",
        "Délégué à la protection des données",
        "Déléguée mutualisée dpo@saint-exemple.fr",
        "Finalité :", "Base légale :", "Destinataires :",
        "Durée de conservation : 3 mois au plus.",
        "hors de l’Union européenne",
        "Elles sont nécessaires",
        "Vous avez le droit d’accéder aux données",
        "réclamation à la CNIL",
        "Ce site ne dépose aucun cookie",
        "adresse IP",
    ):  # fmt: skip
        assert said in text.replace("dpo@ saint", "dpo@saint").replace("Courriel : ", "")


def test_one_is_told_how_to_write_and_no_form_is_shown(factory: Factory, commune: Commune) -> None:
    says(commune, "horaires: {lundi: 8h30-12h}\n")
    factory.build()
    page = commune.page("/contact/")
    text = words(page)
    assert "voie électronique" in text and "article L112-8" in text
    assert "mailto:mairie@saint-exemple.fr" in page and "8 h 30 – 12 h" in text
    assert "<form" not in page.split("<main")[1].split("</main>")[0]


def test_every_page_leads_to_the_legal_pages_and_the_site_map_lists_them(
    factory: Factory, commune: Commune
) -> None:
    factory.build()
    home, plan = commune.page("/"), commune.page("/plan-du-site/").split("<main")[1]
    sitemap = commune.online["sitemap.xml"].decode()
    for name in LEGAL:
        assert re.search(rf'<a href="?/{name}/"?[ >]', home.split("<footer")[1])
        assert re.search(rf'<a href="?/{name}/"?>', plan.split("</main>")[0])
        assert f"https://www.saint-exemple.fr/{name}/" in sitemap


def test_authors_may_link_to_a_page_that_the_factory_makes(
    factory: Factory, commune: Commune
) -> None:
    commune.write("contenu/ecrire.md", "[Nous écrire](/contact/), [mentions](/mentions-legales)\n")
    assert "lien-mort" not in codes(factory.build()["exemple"])
    assert re.search(r'<a href="?/contact/"?>Nous écrire', commune.page("/ecrire/"))


# -- the commune's own pages -----------------------------------------------------------------------


def test_a_page_of_the_communes_own_takes_the_place_and_is_read(
    factory: Factory, commune: Commune
) -> None:
    commune.write("contenu/mentions-legales.md", "# À propos\n\nUn site d’exemple.\n")
    report = factory.build()["exemple"]
    assert "Un site d’exemple." in words(commune.page("/mentions-legales/"))
    (problem,) = [p for p in report.problems if p.code == "page-legale-incomplete"]
    assert problem.file == "contenu/mentions-legales.md"
    assert problem.message == (
        "Cette page prend la place de celle de l’usine ; il y manque : l’adresse de la mairie, le "
        "téléphone de la mairie, le nom du directeur de la publication et l’hébergeur "
        "(loi n° 2004-575 du 21 juin 2004, article 1-1)."
    )
    commune.remove("contenu/mentions-legales.md")
    report = factory.build()["exemple"]
    assert "page-legale-incomplete" not in codes(report)
    assert "Camille Exemple, maire" in words(commune.page("/mentions-legales/"))
    assert "/mentions-legales/" not in commune.manifest.disparues


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


# -- security.txt ----------------------------------------------------------------------------------

LINE = re.compile(r"([A-Z][A-Za-z-]+): (\S.*)")


def security(commune: Commune) -> dict[str, list[str]]:
    data = commune.online[".well-known/security.txt"].decode()
    assert data.endswith("\n")
    found: dict[str, list[str]] = {}
    for line in data.splitlines():
        match = LINE.fullmatch(line)
        assert match is not None, line
        found.setdefault(match[1], []).append(match[2])
    return found


def test_security_txt_is_that_of_its_rfc(factory: Factory, commune: Commune) -> None:
    factory.build()
    assert security(commune) == {
        "Contact": ["mailto:mairie@saint-exemple.fr"],
        "Expires": ["2027-06-30T21:59:59+00:00"],
        "Preferred-Languages": ["fr, en"],
        "Canonical": ["https://www.saint-exemple.fr/.well-known/security.txt"],
    }
    (factory.root / "usine.yaml").write_text(
        "theme: theme\nmetropole: {securite: {courriel: cert@exemple.fr, url: https://exemple.fr/s}}\n"
    )
    factory.build()
    assert security(commune)["Contact"] == ["mailto:cert@exemple.fr", "https://exemple.fr/s"]


def test_without_anyone_to_tell_there_is_no_security_txt(factory: Factory) -> None:
    bare = factory.commune()
    factory.build()
    assert ".well-known/security.txt" not in bare.online


@pytest.mark.parametrize("month", range(1, 13))
def test_security_txt_is_good_for_six_to_twelve_months(
    factory: Factory, commune: Commune, month: int
) -> None:
    factory.moment = datetime(2028, month, 1, tzinfo=PARIS)
    report = factory.build()["exemple"]
    (expires,) = security(commune)["Expires"]
    left = datetime.fromisoformat(expires) - factory.moment.astimezone(UTC)
    assert 180 < left.days < 366
    next_half = datetime(2028, 7, 1) if month < 7 else datetime(2029, 1, 1)
    assert report.until <= next_half.replace(tzinfo=PARIS)


# -- documents that not everyone can read ----------------------------------------------------------


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
