"""Every template, rendered from the sample views, and what each page must hold."""

import re
import sys
from collections import Counter
from typing import Any
from xml.etree import ElementTree

import brotli
import pytest
import samples
from jinja2 import UndefinedError
from msgspec.structs import replace
from page_reader import DIRECTORY, PageReader

from factory.site import views as v
from factory.site.views.values import View
from factory.theme.minify import minified
from factory.theme.theme import Theme

PAGES = sorted(samples.PAGES)


def page(theme: Theme, name: str) -> PageReader:
    return PageReader(theme.render(*samples.SAMPLES[name]).decode())


def test_every_template_has_a_sample(theme: Theme) -> None:
    without = {"agenda.ics", "couleurs.css", "horaires.json"}
    rendered = {template for template, _ in samples.SAMPLES.values()} - without
    assert rendered == {name for name in theme.templates if not name.startswith("_")}


def test_every_field_of_every_view_is_in_use_in_a_sample() -> None:
    used: set[tuple[str, str]] = set()

    def visit(value: Any) -> None:
        if isinstance(value, tuple):
            for item in value:
                visit(item)
        elif isinstance(value, View):
            for name in value.__struct_fields__:
                content = getattr(value, name)
                if content not in ("", (), None):
                    used.add((type(value).__name__, name))
                visit(content)

    for _, view in samples.SAMPLES.values():
        visit(view)
    expected = {
        (kind.__name__, name)
        for kind in vars(v).values()
        if isinstance(kind, type) and issubclass(kind, View) and kind is not v.PageView
        for name in kind.__struct_fields__
        if not issubclass(kind, v.PageView) or name not in v.PageView.__struct_fields__
    }
    assert expected - used == set()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole(theme: Theme, name: str) -> None:
    read = page(theme, name)
    assert len(read.all("h1")) == 1
    assert len(read.all("main")) == 1
    assert len(read.all("title")) == 1
    assert read.all("html")[0]["lang"] == "fr"
    identifiers = Counter(a["id"] for _, a in read.elements if "id" in a)
    assert [one for one, count in identifiers.items() if count > 1] == []
    targets = {href[1:] for a in read.all("a") if (href := a.get("href") or "").startswith("#")}
    assert targets <= set(identifiers)
    assert all(a.get("href") for a in read.all("a"))
    labels = [a["aria-label"] for a in read.all("nav")]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_runs_nothing_inline_and_calls_nobody(theme: Theme, name: str) -> None:
    read = page(theme, name)
    assert read.all("style") == []
    for tag, attributes in read.elements:
        assert "style" not in attributes
        assert not [a for a in attributes if a.startswith("on")]
        if tag == "script" and attributes.get("type") == "application/ld+json":
            continue  # a block of data: no browser runs it (tests/machines)
        if tag in ("script", "img", "source", "use", "iframe"):
            address = attributes.get("src") or attributes.get("srcset") or attributes.get("href")
            assert address is not None and address.startswith("/")
        if tag == "link" and attributes["rel"] in ("stylesheet", "icon"):
            assert (attributes["href"] or "").startswith("/")
        assert not re.search(r"(^|\s)fr-", attributes.get("class") or "")


@pytest.mark.parametrize("name", PAGES)
def test_minifying_changes_nothing_that_is_read(theme: Theme, name: str) -> None:
    whole = theme.text(*samples.SAMPLES[name])
    assert PageReader(minified(whole).decode()).text == PageReader(whole).text


def test_the_test_of_minifying_would_see_words_that_touch() -> None:
    spaced = "<div><a href=/a>un</a> <a href=/b>deux</a></div>"
    assert PageReader(spaced).text == "un deux"
    assert PageReader(minified(spaced).decode()).text == "undeux"


def test_rendering_touches_neither_file_nor_clock_nor_network(theme: Theme) -> None:
    touched: list[str] = []
    watching = False

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if watching and event.split(".")[0] in ("open", "os", "socket", "import", "subprocess"):
            touched.append(f"{event} {arguments}")

    theme.prepare()
    sys.addaudithook(watch)
    watching = True
    for sample in samples.SAMPLES.values():
        theme.render(*sample)
    watching = False
    assert touched == []


def test_the_same_view_gives_the_same_bytes_whatever_came_before(theme: Theme) -> None:
    first = {name: theme.render(*sample) for name, sample in samples.SAMPLES.items()}
    again = Theme.load(DIRECTORY)
    for name, sample in reversed(samples.SAMPLES.items()):
        assert again.render(*sample) == first[name]
    # An equal chrome that is another object gives the same page.
    template, view = samples.PAGES["page"]
    copied = replace(view, chrome=replace(view.chrome))
    assert theme.render(template, copied) == first["page"]


def test_a_field_that_no_view_has_is_an_error(theme: Theme) -> None:
    with pytest.raises(UndefinedError):
        theme.render("actualite.html", samples.PAGES["page"][1])


def test_the_home_page_weighs_little(theme: Theme) -> None:
    _, home = samples.PAGES["accueil-alertes"]
    parts = [theme.render("accueil.html", home), theme.palette("#1f5f8b")]
    parts += [asset.data for asset in theme.assets]
    assert sum(len(brotli.compress(part, quality=5)) for part in parts) < 30_000
    assert len(PageReader(parts[0].decode()).elements) < 400


# -- what readers must find ------------------------------------------------------------------------


def test_the_footer_carries_the_mentions_the_law_asks_for(theme: Theme) -> None:
    read = page(theme, "page")
    assert "Accessibilité : partiellement conforme" in read.text
    assert {"href": "/accessibilite/"} in read.all("a")
    assert "Site de démonstration : commune fictive" in read.text
    bare = page(theme, "page-nue")
    assert "Accessibilité : non conforme" in bare.text
    assert "fictive" not in bare.text


def test_alerts_say_their_level_in_words(theme: Theme) -> None:
    text = page(theme, "accueil-alertes").text
    assert "Vigilance\u00a0: orages violents attendus cette nuit" in text
    assert "Urgence\u00a0: eau non potable au hameau du Puits" in text
    assert "Information\u00a0: rue de l’Église fermée à la circulation" in text
    assert "Jusqu’au mercredi 4\u00a0mars 2026 à 6\u00a0h. Les conseils de prudence" in text


def test_a_draft_says_so(theme: Theme) -> None:
    assert "Brouillon Cette page n’est pas publiée" in page(theme, "page").text
    assert "Brouillon" not in page(theme, "actualite").text


def test_the_menu_shows_where_one_is(theme: Theme) -> None:
    template, view = samples.PAGES["liste"]
    here = PageReader(theme.render(template, replace(view, url="/actualites/")).decode())
    assert {"href": "/actualites/", "aria-current": "page"} in here.all("a")
    inside = page(theme, "acte")
    assert {"href": "/vie-municipale/", "aria-current": "true"} in inside.all("a")
    assert {"aria-current": "page"} in inside.all("li")


def test_a_page_in_another_language_or_kept_from_search_says_so(theme: Theme) -> None:
    english = page(theme, "page-anglaise")
    assert english.all("main")[0]["lang"] == "en"
    assert {"name": "robots", "content": "noindex"} in english.all("meta")
    assert {"name": "robots", "content": "noindex"} not in page(theme, "page").all("meta")


def test_an_act_shows_what_r2131_1_asks(theme: Theme) -> None:
    """Author with first name, name and capacity; date of going online; the file to download."""
    text = page(theme, "acte").text
    for line in (
        "Télécharger l’acte (PDF, 1,2\u00a0Mo)",
        "Auteur\nCamille Exemple, maire",
        "Mis en ligne le\nvendredi 6\u00a0mars 2026 à 9\u00a0h\u00a012",
        "Pour\u00a0: 21, Contre\u00a0: 0, Abstentions\u00a0: 2",
        "Effet\nDu 1er\u00a0septembre 2026 au 31\u00a0août 2027",
    ):
        assert line in text


def test_pictures_but_the_first_wait(theme: Theme) -> None:
    images = page(theme, "accueil").all("img")
    assert [image["src"] for image in images if image.get("loading") != "lazy"] == [
        "/medias/blason.svg",
        "/medias/fontaine-1600.jpg",
    ]
    assert all(image.get("width") and image.get("height") for image in images)
    assert all("alt" in image for image in images)


# -- files that are not pages ----------------------------------------------------------------------


def test_the_feed_and_the_site_map_are_xml(theme: Theme) -> None:
    feed = ElementTree.fromstring(theme.render(*samples.OTHERS["atom"]))
    atom = "{http://www.w3.org/2005/Atom}"
    assert feed.findtext(f"{atom}updated") == "2026-03-03T09:00:00+00:00"
    entry = feed.find(f"{atom}entry")
    assert entry is not None
    assert entry.findtext(f"{atom}title") == "Place <neuve>"
    assert entry.findtext(f"{atom}summary") == "Une phrase."
    assert entry.findtext(f"{atom}content") == samples.BODY
    urls = ElementTree.fromstring(theme.render(*samples.OTHERS["sitemap"]))
    place = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    assert [url.findtext(f"{place}loc") for url in urls] == [
        "https://saint-exemple.fr/",
        "https://saint-exemple.fr/a/?b&c",
    ]
    assert [url.findtext(f"{place}lastmod") for url in urls] == [None, "2026-03-03"]


def test_robots(theme: Theme) -> None:
    assert theme.render(*samples.OTHERS["robots"]).decode() == (
        "User-agent: *\nDisallow: /prive/\n\nSitemap: https://saint-exemple.fr/sitemap.xml"
    )
    assert theme.render(*samples.OTHERS["robots-ouvert"]).decode() == (
        "User-agent: *\nDisallow:\n\nSitemap: https://saint-exemple.fr/sitemap.xml"
    )


def test_a_redirection_leads_on_at_once(theme: Theme) -> None:
    read = PageReader(theme.render(*samples.OTHERS["redirection"]).decode())
    assert {"http-equiv": "refresh", "content": "0; url=/marche/"} in read.all("meta")
    assert {"rel": "canonical", "href": "https://saint-exemple.fr/marche/"} in read.all("link")
    assert read.all("a") == [{"href": "/marche/"}]


def test_texts_are_escaped(theme: Theme) -> None:
    template, view = samples.PAGES["actualite"]
    attack = "</title><b onclick=x>"
    hostile = replace(view, titre='<script>"&', resume=attack, chapo=attack)
    read = PageReader(theme.render(template, hostile).decode())
    assert [script.get("type") for script in read.all("script")] == [None, "application/ld+json"]
    assert read.all("b")[0] == {}
    assert '<script>"&' in read.text
