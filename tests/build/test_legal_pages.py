"""The pages that the law asks for: what they say, and what they are made from."""

import re

import pytest
from histoire import Commune, Factory
from mairie import codes, says, words

from factory.build.report import Status
from factory.ground.problems import Severity

LEGAL = ("accessibilite", "mentions-legales", "donnees-personnelles", "contact")


@pytest.fixture
def commune(factory: Factory) -> Commune:
    return says(factory.commune())


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
