"""schema.org in pages: what each kind says, and that the vocabulary has the words for it."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from blocs import every, nodes
from histoire import Commune, Factory

ROOT = Path(__file__).resolve().parents[2]
VOCABULARY = ROOT.parent / "shared/reference/data/schemaorg/types_subset_30.0.json"
CHROMIUM = shutil.which("chromium")
BASE = "https://exemple.example"

WORDS = {
    "dayOfWeek": {
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
        "PublicHolidays",
    },
    "eventStatus": {"EventScheduled", "EventCancelled", "EventPostponed"},
    "availability": {"SoldOut"},
}  # fmt: skip
"""The members of schema.org's enumerations that pages use."""

TOWN = """\
nom: Exemple
code_insee: 13999
domaine: exemple.example
siret: 21130055300016
telephone: 04 42 00 12 34
courriel: mairie@exemple.example
adresse: {voie: 1 place de la Fontaine, code_postal: 13999, ville: Exemple}
horaires:
  lundi-vendredi: 8h30-12h
  periodes:
    - {titre: Été, du: 1er juillet, au: 31 août, lundi: 9h-11h}
  fermetures: [24 décembre 2026]
reseaux: [{nom: Mastodon, url: "https://social.example/@exemple"}]
"""


@pytest.fixture
def town(factory: Factory) -> Commune:
    commune = factory.commune().write("commune.yaml", TOWN)
    commune.write("contenu/vivre/marche.md", "---\ntitre: Le </script><b>marché</b>\n---\nMardi.\n")
    commune.picture("contenu/actualites/fete.jpg")
    commune.write(
        "contenu/actualites/fete.md",
        "---\ntitre: La fête\ndate: 3 mars 2026\nmaj: 5 mars 2026 18:30\ncategorie: Culture\n"
        "image: {fichier: fete.jpg, alt: Un bal}\n---\nElle est belle.\n",
    )
    commune.write(
        "contenu/agenda/marche.md",
        "---\ntitre: Marché\ndebut: 6 janvier 2026 8:00\nfin: 6 janvier 2026 13:00\n"
        "recurrence: chaque mardi\nsauf: [24 novembre 2026]\nlieu: Halle\ntarif: Gratuit\n---\n",
    )
    for name, state in (("bal", "annulé"), ("loto", "reporté"), ("jazz", "complet")):
        commune.write(
            f"contenu/agenda/{name}.md",
            f"---\ntitre: {name}\ndebut: 12 décembre 2026\nstatut: {state}\n---\n",
        )
    commune.write(
        "contenu/annuaire/halle.md",
        "---\ntitre: Halle\ncategorie: Salles\nadresse: [2 rue Neuve, 13999 Exemple]\n"
        "position: 43.5, 5.4\nhoraires: {mardi: 8h-13h}\ncourriel: halle@exemple.example\n---\n",
    )
    commune.write(
        "contenu/annuaire/chorale.md",
        "---\ntitre: La chorale\ncategorie: Associations\nadresse: [3 rue Neuve, 13999 Exemple]\n"
        "courriel: chorale@exemple.example\n---\n",
    )
    commune.write("contenu/actes/a.pdf", b"%PDF-1.4\n%%EOF\n")
    commune.write(
        "contenu/actes/2026-7.md",
        "---\ntitre: Cantine\nnature: délibération\nnumero: 2026-7\ndate_acte: 3 mars 2026\n"
        "auteurs: [{prenom: Camille, nom: Exemple, qualite: maire}]\nfichier: a.pdf\n"
        "abroge: [2025-3]\neffet: {du: 1er septembre 2026}\n---\n",
    )
    commune.write(
        "contenu/seances/mars.md",
        "---\ntitre: Conseil\ndate: 3 mars 2026 18:30\nassemblee: conseil municipal\n---\n",
    )
    commune.write(
        "contenu/alertes/eau.md",
        "---\ntitre: Eau coupée\nniveau: urgence\ndebut: 20 novembre 2026\n"
        "fin: 30 novembre 2026\n---\nRue Neuve.\n",
    )
    commune.write("contenu/demarches/ecole.md", "---\ntitre: Inscrire à l’école\n---\nVenez.\n")
    commune.write("contenu/vivre/cache.md", "---\ntitre: Cachée\nindexer: non\n---\nRien.\n")
    factory.build()
    return commune


def test_the_home_page_tells_the_commune_its_hall_and_its_site(town: Commune) -> None:
    said = nodes(town.page("/"))
    hall = said["CityHall"]
    assert hall["address"] == {
        "@type": "PostalAddress",
        "streetAddress": "1 place de la Fontaine",
        "postalCode": "13999",
        "addressLocality": "Exemple",
        "addressCountry": "FR",
    }
    assert hall["telephone"] == "+33442001234"
    assert [(node["opens"], node["closes"]) for node in hall["openingHoursSpecification"]] == [
        ("08:30", "12:00")
    ]
    special = hall["specialOpeningHoursSpecification"]
    assert {"validFrom": "2026-12-24", "validThrough": "2026-12-24"}.items() <= special[-1].items()
    assert special[-2]["dayOfWeek"] == ["https://schema.org/PublicHolidays"]
    assert {node["validFrom"] for node in special[:-2]} == {"2027-07-01"}
    organisation = said["GovernmentOrganization"]
    assert organisation["iso6523Code"] == "0009:21130055300016"
    assert organisation["sameAs"] == ["https://social.example/@exemple"]
    assert said["WebSite"]["publisher"] == {"@id": organisation["@id"]}


def test_a_news_page_tells_its_dates_and_its_picture(town: Commune) -> None:
    said = nodes(town.page("/actualites/fete/"))["NewsArticle"]
    assert said["headline"] == "La fête"
    assert said["datePublished"] == "2026-03-03"
    assert said["dateModified"] == "2026-03-05T18:30:00+01:00"
    assert said["image"].startswith(f"{BASE}/_medias/fete")
    assert said["image"].removeprefix(BASE + "/") in town.online


def test_an_event_that_recurs_tells_its_next_date_and_its_rule(town: Commune) -> None:
    said = nodes(town.page("/agenda/marche/"))["Event"]
    assert said["startDate"] == "2026-12-01T08:00:00+01:00"
    assert said["endDate"] == "2026-12-01T13:00:00+01:00"
    assert said["eventSchedule"] == {
        "@type": "Schedule",
        "startDate": "2026-01-06",
        "startTime": "08:00",
        "endTime": "13:00",
        "scheduleTimezone": "Europe/Paris",
        "repeatFrequency": "P1W",
        "byDay": ["TU"],
        "exceptDate": ["2026-11-24"],
    }
    assert said["location"]["url"] == f"{BASE}/annuaire/halle/"
    assert said["location"]["address"]["postalCode"] == "13999"
    assert said["isAccessibleForFree"] is True


@pytest.mark.parametrize(
    ("name", "status"),
    [("bal", "EventCancelled"), ("loto", "EventPostponed"), ("jazz", "EventScheduled")],
)
def test_the_state_of_an_event_is_told(town: Commune, name: str, status: str) -> None:
    said = nodes(town.page(f"/agenda/{name}/"))["Event"]
    assert said["eventStatus"] == f"https://schema.org/{status}"
    assert said["startDate"] == "2026-12-12"
    assert ("offers" in said) == (name == "jazz")


def test_an_act_tells_its_dates_and_its_file(town: Commune) -> None:
    said = nodes(town.page("/actes/2026-7/"))["Legislation"]
    assert said["legislationIdentifier"] == "2026-7"
    assert said["legislationDate"] == "2026-03-03"
    assert said["datePublished"] == "2026-11-23T10:00:00+01:00"
    assert said["legislationRepeals"] == [{"@type": "Legislation", "name": "2025-3"}]
    assert said["temporalCoverage"] == "2026-09-01/.."
    assert said["encoding"]["contentUrl"] == f"{BASE}/actes/a.pdf"
    assert len(said["encoding"]["sha256"]) == 64


def test_an_association_is_no_place(town: Commune) -> None:
    hall, choir = (nodes(town.page(f"/annuaire/{name}/")) for name in ("halle", "chorale"))
    assert hall["Place"]["geo"]["latitude"] == 43.5
    assert "email" not in hall["Place"]
    assert choir["Organization"]["email"] == "chorale@exemple.example"
    assert choir["Organization"]["location"]["address"]["streetAddress"] == "3 rue Neuve"


def test_every_page_tells_where_it_stands(town: Commune) -> None:
    trail = nodes(town.page("/vivre/marche/"))["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"], step["item"]) for step in trail] == [
        (1, "Accueil", f"{BASE}/"),
        (2, "Vivre", f"{BASE}/vivre/"),
        (3, "Le </script><b>marché</b>", f"{BASE}/vivre/marche/"),
    ]


def test_a_page_kept_from_search_says_nothing(town: Commune) -> None:
    assert nodes(town.page("/vivre/cache/")) == {}
    assert nodes(town.online["404.html"].decode()) == {}


def said_by(town: Commune) -> list[dict[str, Any]]:
    pages = [data.decode() for path, data in town.online.items() if path.endswith(".html")]
    return [node for page in pages for node in every(list(nodes(page).values()))]


@pytest.mark.skipif(not VOCABULARY.exists(), reason="no vocabulary of schema.org here")
def test_schema_org_has_a_word_for_all_that_is_said(town: Commune) -> None:
    """Every type exists, and every property is one of its type's (schema.org 30.0)."""
    types = json.loads(VOCABULARY.read_text("utf-8"))["types"]
    known = {name: {*kind["properties"], "@type", "@id"} for name, kind in types.items()}
    found = said_by(town)
    unknown = {
        (node["@type"], name)
        for node in found
        for name in node
        if name not in known.get(node["@type"], ())
    }
    assert unknown == set()
    assert {
        "CityHall", "GovernmentOrganization", "WebSite", "NewsArticle", "Event", "Schedule",
        "Legislation", "LegislationObject", "BreadcrumbList", "Place", "Organization",
        "SpecialAnnouncement", "GovernmentService", "OpeningHoursSpecification", "Offer",
    } <= {node["@type"] for node in found}  # fmt: skip


def test_only_words_of_its_enumerations_are_said_and_nothing_is_empty(town: Commune) -> None:
    for node in said_by(town):
        assert all(value not in ("", None, [], {}) for value in node.values()), node
        for name, members in WORDS.items():
            given = node.get(name, [])
            for value in given if isinstance(given, list) else [given]:
                assert value.removeprefix("https://schema.org/") in members


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_a_strict_policy_has_nothing_to_say_of_a_block_of_data(town: Commune) -> None:
    """Nor does a browser run it; a script in its place would be refused, and seen here."""
    from playwright.sync_api import sync_playwright

    page = town.page("/vivre/marche/")
    inline = page.replace("type=application/ld+json", "type=text/javascript")
    assert inline != page
    with sync_playwright() as driver:
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=root)
        refused = [_refused(browser, html) for html in (page, inline)]
        browser.close()
    assert refused == [0, 1]


def _refused(browser: Any, html: str) -> int:
    """How many inline scripts of the page the policy refuses."""
    tab = browser.new_page()
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))

    def answer(route: Any) -> None:
        if route.request.resource_type != "document":
            route.abort()
            return
        policy = {"Content-Security-Policy": "default-src 'none'; script-src 'self'"}
        kind = "text/html; charset=utf-8"
        route.fulfill(body=html, headers=policy, content_type=kind)

    tab.route("**/*", answer)
    tab.goto("http://commune.test/")
    return sum("inline script" in text for text in said)
