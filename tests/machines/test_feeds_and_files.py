"""Feeds, site map, open data: what other programs fetch from a site."""

import csv
import io
import json
from datetime import datetime
from xml.etree import ElementTree

import pytest
from histoire import Commune, Factory

from factory.ground.moment import PARIS

ATOM = "{http://www.w3.org/2005/Atom}"
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def entries(commune: Commune, path: str) -> list[tuple[str | None, str | None]]:
    feed = ElementTree.fromstring(commune.online[path])
    assert feed.findtext(f"{ATOM}id") == f"https://exemple.example/{path}"
    for entry in feed.iter(f"{ATOM}entry"):
        content, link = entry.find(f"{ATOM}content"), entry.find(f"{ATOM}link")
        assert content is not None and link is not None
        assert content.get(XML_BASE) == link.get("href"), "its own links would lead elsewhere"
    return [
        (entry.findtext(f"{ATOM}title"), entry.findtext(f"{ATOM}published"))
        for entry in feed.iter(f"{ATOM}entry")
    ]


def lastmods(commune: Commune) -> dict[str, str | None]:
    urls = ElementTree.fromstring(commune.online["sitemap.xml"])
    return {
        (url.findtext(f"{MAP}loc") or "").removeprefix("https://exemple.example"): url.findtext(
            f"{MAP}lastmod"
        )
        for url in urls
    }


def test_each_section_that_is_followed_has_its_feed_and_its_page_says_so(factory: Factory) -> None:
    commune = factory.commune()
    commune.write("contenu/actualites/bal.md", "---\ntitre: Bal\ndate: 3 mars 2026\n---\nUn bal.\n")
    commune.write(
        "contenu/avis/emploi.md",
        "---\ntitre: Jardinier\nnature: emploi\ndebut: 1er mai 2026\n---\n",
    )
    commune.write("contenu/publications/b.md", "---\ntitre: Bulletin\ndate: 2 juin 2026\n---\n")
    commune.write("contenu/annuaire/stade.md", "---\ntitre: Stade\n---\n")
    factory.build()
    assert entries(commune, "actualites/flux.xml") == [("Bal", "2026-03-03T00:00:00+01:00")]
    assert entries(commune, "avis/flux.xml") == [("Jardinier", "2026-05-01T00:00:00+02:00")]
    assert entries(commune, "publications/flux.xml") == [("Bulletin", "2026-06-02T00:00:00+02:00")]
    assert "annuaire/flux.xml" not in commune.online
    for section in ("actualites", "avis", "publications"):
        assert f"href=/{section}/flux.xml" in commune.page(f"/{section}/")
    assert "href=/actualites/flux.xml" in commune.page("/annuaire/")


def test_an_act_is_dated_in_its_feed_by_the_register_for_ever(factory: Factory) -> None:
    commune = factory.commune()
    written = "---\ntitre: Cantine\nnature: arrêté\ndate_acte: 3 mars 2026\n---\n"
    commune.write("contenu/actes/1.md", written)
    factory.build()
    first = entries(commune, "actes/flux.xml")
    assert first == [("Cantine", "2026-11-23T10:00:00+01:00")]
    assert lastmods(commune)["/actes/1/"] == "2026-11-23"
    factory.later(days=40)
    commune.write("contenu/actualites/bal.md", "---\ntitre: Bal\ndate: 3 mars 2026\n---\n")
    factory.build()
    assert entries(commune, "actes/flux.xml") == first


def test_what_is_dated_tomorrow_is_followed_tomorrow(factory: Factory) -> None:
    commune = factory.commune()
    commune.write("contenu/actualites/a.md", "---\ntitre: Hier\ndate: 22 novembre 2026\n---\n")
    commune.write("contenu/actualites/b.md", "---\ntitre: Demain\ndate: 24 novembre 2026\n---\n")
    factory.build()
    assert [title for title, _ in entries(commune, "actualites/flux.xml")] == ["Hier"]
    assert lastmods(commune)["/actualites/b/"] is None
    factory.moment = datetime(2026, 11, 24, 0, 1, tzinfo=PARIS)
    factory.build()
    assert [title for title, _ in entries(commune, "actualites/flux.xml")] == ["Demain", "Hier"]
    assert lastmods(commune)["/actualites/b/"] == "2026-11-24"


def test_the_site_map_leaves_out_what_asks_not_to_be_indexed(factory: Factory) -> None:
    commune = factory.commune()
    commune.write("contenu/vue.md", "---\ntitre: Vue\nmaj: 2 mai 2026\n---\n")
    commune.write("contenu/cachee.md", "---\ntitre: Cachée\nindexer: non\n---\n")
    commune.write("contenu/seances/s.md", "---\ntitre: Conseil\ndate: 2 mai 2026 18:30\n---\n")
    factory.build()
    found = lastmods(commune)
    assert found["/vue/"] == "2026-05-02"
    assert "/cachee/" not in found and "/404.html" not in found
    assert found["/seances/s/"] is None


@pytest.fixture
def open_town(factory: Factory) -> Commune:
    commune = factory.commune().write(
        "commune.yaml",
        "nom: Exemple\ncode_insee: 13999\ndomaine: exemple.example\n"
        "horaires: {lundi-vendredi: 8h30-12h}\nmentions: {licence: Licence Ouverte 2.0}\n",
    )
    commune.write(
        "contenu/annuaire/halle.md",
        '---\ntitre: Halle "couverte", au marché\ncategorie: Salles\n'
        "adresse: [2 rue Neuve, 13999 Exemple]\nposition: 43.5, 5.4\nhoraires: {mardi: 8h-13h}\n"
        "telephone: 0442001234\naccessibilite: [fauteuil]\n---\n",
    )
    commune.write("contenu/annuaire/stade.md", "---\ntitre: Stade\n---\n")
    commune.write("contenu/annuaire/cave.md", "---\ntitre: Cave\nindexer: non\n---\n")
    factory.build()
    return commune


def test_opening_hours_are_open_data(open_town: Commune) -> None:
    told = json.loads(open_town.online["horaires.json"])
    assert (told["version"], told["code_insee"]) == (1, "13999")
    assert told["licence"] == "Licence Ouverte 2.0"
    hall, market = told["lieux"]
    assert hall["opening_hours"] == "Mo-Fr 08:30-12:00; PH off"
    assert hall["openingHoursSpecification"][0]["opens"] == "08:30"
    assert market["page"] == "https://exemple.example/annuaire/halle/"
    assert market["position"] == [43.5, 5.4]


def test_the_directory_is_open_data(open_town: Commune) -> None:
    rows = list(csv.DictReader(io.StringIO(open_town.online["annuaire.csv"].decode(), newline="")))
    assert [row["nom"] for row in rows] == ['Halle "couverte", au marché', "Stade"]
    assert rows[0] == {
        "nom": 'Halle "couverte", au marché',
        "categorie": "Salles",
        "adresse": "2 rue Neuve",
        "code_postal": "13999",
        "ville": "Exemple",
        "latitude": "43.5",
        "longitude": "5.4",
        "telephone": "04 42 00 12 34",
        "courriel": "",
        "site": "",
        "opening_hours": "Tu 08:00-13:00; PH off",
        "fauteuil_roulant": "oui",
        "page": "https://exemple.example/annuaire/halle/",
    }
    page = open_town.page("/annuaire/")
    assert "href=/annuaire.csv" in page and "href=/horaires.json" in page


def test_a_site_with_nothing_to_give_has_no_empty_file(factory: Factory) -> None:
    commune = factory.commune()
    factory.build()
    assert {"horaires.json", "annuaire.csv", "actualites/flux.xml"} & set(commune.online) == set()
