"""Pages of the samples as Chromium lays them out: enlarged text, forced colours, paper."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
import samples
from msgspec.structs import replace
from page_reader import PageReader

from factory.site import views as v
from factory.theme.theme import Theme

CHROMIUM = shutil.which("chromium")
SITE = "http://saint-exemple.test"
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def tab(theme: Theme) -> Iterator[Any]:
    """A page before which each sample stands at `/<its name>`."""
    from playwright.sync_api import sync_playwright

    files = {asset.url: asset.data for asset in theme.assets}
    files |= {f"/{name}": theme.render(*sample) for name, sample in samples.PAGES.items()}
    files |= {
        view.chrome.couleurs_css: theme.palette("#1f5f8b") for _, view in samples.PAGES.values()
    }

    def answer(route: Any) -> None:
        path = route.request.url.removeprefix(SITE)
        kind = "text/css" if path.endswith(".css") else "text/html"
        if path in files:
            route.fulfill(body=files[path], content_type=f"{kind}; charset=utf-8")
        else:
            route.fulfill(status=404)

    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        page = browser.new_page(locale="fr-FR")
        page.route("**/*", answer)
        yield page
        browser.close()


def show(tab: Any, name: str, width: int = 1440, height: int = 900, **media: Any) -> None:
    tab.emulate_media(**{"media": "screen", "forced_colors": "none"} | media)
    tab.set_viewport_size({"width": width, "height": height})
    tab.goto(f"{SITE}/{name}")


def box(tab: Any, selector: str) -> dict[str, float]:
    found: dict[str, float] = tab.locator(selector).first.bounding_box()
    return found


def test_what_one_comes_for_is_on_the_first_screen(tab: Any) -> None:
    """The shortcuts and the town hall's hours, below a picture, on an ordinary laptop."""
    show(tab, "accueil")
    assert box(tab, ".ouverture-image img")["height"] > 250
    for part in (".je-veux", ".mairie"):
        assert box(tab, f"{part} li, {part} dd")["y"] < 800


def test_a_citizen_s_colours_leave_the_header_in_its_place(tab: Any) -> None:
    show(tab, "accueil", forced_colors="active")
    name, search = box(tab, ".enseigne"), box(tab, ".entete-recherche")
    assert search["y"] < name["y"] + name["height"]
    assert search["width"] < 400


@pytest.mark.parametrize("width", [1280, 768, 640])
def test_titles_stay_words_when_text_alone_is_doubled(tab: Any, width: int) -> None:
    """RGAA 10.4: a title and the link beside it give way to each other."""
    show(tab, "accueil", width)
    tab.add_style_tag(content="html { font-size: 200% }")
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    titles = tab.evaluate(
        """Array.from(document.querySelectorAll('.bande > h2'), title => [title.innerText,
          title.getBoundingClientRect().height / parseFloat(getComputedStyle(title).lineHeight)])"""
    )
    assert len(titles) >= 3
    assert [title for title, lines in titles if round(lines) > len(title.split())] == []


def test_where_to_go_stands_beside_a_formality(tab: Any) -> None:
    """On a wide screen one sees where to go, and when it is open, without scrolling."""
    show(tab, "demarche")
    text, beside = box(tab, ".page-texte"), box(tab, ".page-cote .contact")
    assert beside["x"] >= text["x"] + text["width"]
    assert beside["y"] == pytest.approx(text["y"], abs=40)
    show(tab, "demarche", 320)
    assert box(tab, ".page-cote .contact")["y"] > box(tab, ".page-texte")["y"]


def test_paper_shows_what_a_background_carried(tab: Any) -> None:
    """Browsers print no backgrounds: a button's words are black, followed by their address."""
    show(tab, "demarche", 700, media="print")
    words, ground, after = tab.evaluate(
        """(button => [getComputedStyle(button).color, getComputedStyle(button).backgroundColor,
          getComputedStyle(button, '::after').content])(document.querySelector('.bouton'))"""
    )
    assert (words, ground) == ("rgb(0, 0, 0)", "rgba(0, 0, 0, 0)")
    assert "https://exemple.fr/teleservice" in after
    show(tab, "accueil-alertes", 700, media="print")
    assert tab.evaluate("getComputedStyle(document.querySelector('.alerte')).color") == words


def test_a_home_without_shortcuts_shows_its_sections(tab: Any) -> None:
    show(tab, "accueil-rubriques")
    assert tab.locator(".je-veux").count() == 0
    assert tab.locator(".rubriques a").all_inner_texts() == ["Vie municipale", "Vivre ici"]
    assert box(tab, ".rubriques")["x"] < box(tab, ".mairie")["x"]


def test_a_long_name_leaves_the_header_its_shape(tab: Any) -> None:
    """On a phone the name has a line of its own; on a wide screen the search stays at its right."""
    longest = "Saint-Remimont-lès-Puyloubier-sur-Durance"
    rename = f"document.querySelector('.enseigne b').textContent = '{longest}'"
    show(tab, "accueil", 320)
    tab.evaluate(rename)
    name = tab.locator(".enseigne b")
    assert name.bounding_box()["height"] < 3.5 * float(
        name.evaluate("it => parseFloat(getComputedStyle(it).lineHeight)")
    )
    menu, search = box(tab, ".menu-bouton"), box(tab, ".entete-recherche")
    assert menu["y"] == pytest.approx(search["y"], abs=2)
    assert menu["x"] >= search["x"] + search["width"]
    assert search["width"] > 150
    show(tab, "accueil", 1440)
    tab.evaluate(rename)
    header, search = box(tab, ".entete-haut"), box(tab, ".entete-recherche")
    assert search["x"] > header["width"] / 2
    show(tab, "accueil", 1440)
    hours, search = box(tab, ".entete-pratique"), box(tab, ".entete-recherche")
    assert search["x"] - hours["x"] - hours["width"] < 40


def test_a_wide_table_is_whole_on_paper(tab: Any) -> None:
    show(tab, "page-riche", 650, media="print")
    assert tab.evaluate(
        """(box => {
          for (const row of box.querySelectorAll('tr'))
            for (let n = 0; n < 9; n++) row.append(row.lastElementChild.cloneNode(true));
          return box.getBoundingClientRect().right >=
            box.querySelector('table').getBoundingClientRect().right - 1;
        })(document.querySelector('.tableau'))"""
    )


def test_a_lost_reader_is_led_home_once(theme: Theme) -> None:
    template, view = samples.PAGES["404"]
    home = v.Link(texte="Accueil", url="/")
    page = theme.render(template, replace(view, liens=(home, *view.liens))).decode()
    main = PageReader(page.partition("<main")[2])
    assert [link["href"] for link in main.all("a")].count("/") == 1
