"""The search as citizens use it: in Chromium, behind the generated nginx, with a keyboard."""

import json
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from factory.build import engine
from factory.build.campaign import Campaign
from factory.build.publish import build
from factory.ground.confined.children import run_all
from factory.ground.dates import parse_moment
from factory.serving import nginx
from factory.serving.sites import published
from factory.tenants import folder, settings
from factory.theme.theme import Theme

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium")
AXE = ROOT / "tests" / "outils" / "node_modules" / "axe-core" / "axe.min.js"
COMMUNE = """\
nom: Aubelle
code_insee: "13999"
domaine: aubelle.example
"""
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="chromium n'est pas installé sur cette machine"),
    pytest.mark.skipif(not engine.pagefind(), reason="pagefind-bin n'est pas installé"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, serve: Any, free_port: Any) -> Iterator[str]:
    """The address of a commune's site, served."""
    root = tmp_path_factory.mktemp("recherche")
    content = root / "tenants" / "aubelle" / "contenu"
    for section in ("ecole", "actualites", "actes"):
        (content / section).mkdir(parents=True)
    (content.parent / "commune.yaml").write_text(COMMUNE)
    (content / "ecole" / "cantine.md").write_text(
        "# La cantine\n\nLes menus <script>alert(1)</script> de l’école & du centre.\n"
    )
    for number in range(14):
        (content / "actualites" / f"n{number:02d}.md").write_text(
            f"---\ntitre: Marché numéro {number}\ndate: 2026-11-{number + 1:02d}\n---\nLe marché.\n"
        )
    (root / "usine.yaml").write_text(f"theme: {json.dumps(str(ROOT / 'themes/institutional'))}\n")
    found = settings.load(root / "usine.yaml", {}, root)
    campaign = Campaign(
        settings=found,
        theme=Theme.load(found.theme),
        moment=parse_moment("2026-11-23 10:00"),
        carry=partial(run_all, jobs=1),
    )
    (report,) = build(campaign, folder.communes(found).tenants)
    assert report.complete
    port = free_port()
    server = nginx.Server(port=port, brotli=nginx.BROTLI.exists())
    with serve(root, nginx.configuration(published(found).sites, server), port):
        yield f"http://aubelle.localhost:{port}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page whose console must stay silent: no policy is violated, no file is missing."""
    tab = browser.new_page(locale="fr-FR")
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    yield tab
    tab.close()
    assert said == []


def answered(page: Any) -> None:
    """Waits for the answer: a slow machine is first told that one searches."""
    page.locator("#_etat:not(:empty)").filter(has_not_text="Recherche en cours").wait_for()


def state(page: Any) -> str:
    text: str = page.locator("#_etat").inner_text()
    return " ".join(text.split())


def test_one_searches_from_any_page_with_the_keyboard(page: Any, site: str) -> None:
    page.goto(site + "/ecole/cantine/")
    page.locator("#_recherche").focus()
    page.keyboard.type("cantine")
    page.keyboard.press("Enter")
    page.wait_for_selector("#_resultats li")
    assert page.url == site + "/recherche/?q=cantine"
    assert page.locator("#_etat").get_attribute("role") == "status"
    assert state(page).endswith("pour « cantine »")
    assert page.title().startswith("cantine – ")
    first = page.locator("#_resultats a").first
    assert first.inner_text() == "La cantine"
    assert not page.locator("#_plan").is_visible()
    page.locator("#_q").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('#_resultats') !== null"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(site + "/ecole/cantine/")


def test_what_is_found_is_text_and_only_text(page: Any, site: str) -> None:
    page.goto(site + "/recherche/?q=menus")
    page.wait_for_selector("#_resultats li")
    told = page.locator("#_resultats li").first.inner_text()
    assert "de l’école & du centre" in told
    assert page.locator("#_resultats mark").first.inner_text().casefold().startswith("menus")
    assert page.locator("#_resultats script").count() == 0


@pytest.mark.parametrize("query", ["école", "ECOLE", "l'école", "écoles"])
def test_accents_elisions_and_plurals_do_not_count(page: Any, site: str, query: str) -> None:
    page.goto(f"{site}/recherche/?q={query}")
    page.wait_for_selector("#_resultats li")
    assert "La cantine" in page.locator("#_resultats").inner_text()


def test_results_come_ten_by_ten_and_may_be_narrowed(page: Any, site: str) -> None:
    page.goto(site + "/recherche/?q=march%C3%A9")
    page.wait_for_selector("#_resultats li")
    assert page.locator("#_resultats li").count() == 10
    page.locator("#_suite").press("Enter")
    page.locator("#_resultats li").nth(10).wait_for()
    assert page.evaluate(
        "document.activeElement === document.querySelectorAll('#_resultats a')[10]"
    ), "the keyboard goes on where the new results begin"
    assert "Actualités, 1" in page.locator("#_resultats").inner_text()
    assert "novembre 2026" in page.locator("#_resultats").inner_text()
    page.locator("#_type").select_option("page")
    page.locator("#_q").press("Enter")
    page.locator("#_etat", has_text="Aucun résultat").wait_for()
    assert page.url.endswith("type=page")
    page.go_back()
    page.locator("#_etat", has_text="14 résultats").wait_for()
    assert page.locator("#_type").input_value() == ""
    page.locator("#_rubrique").select_option("Actualités")
    page.locator("#_q").press("Enter")
    page.locator("#_etat", has_text="14 résultats").wait_for()


def test_nothing_found_leads_to_the_site_map(page: Any, site: str) -> None:
    page.goto(site + "/recherche/?q=xylophone")
    answered(page)
    assert "Aucun résultat pour « xylophone »" in state(page)
    assert page.locator("#_plan").is_visible()


def test_a_question_is_never_read_as_markup(page: Any, site: str) -> None:
    page.goto(site + "/recherche/?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    answered(page)
    assert page.locator("main img").count() == 0
    assert "<img src=x" in state(page)


def test_without_javascript_the_page_leads_to_the_site_map(browser: Any, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "/recherche/?q=cantine")
    assert page.get_by_text("La recherche a besoin de JavaScript").is_visible()
    assert not page.locator("#_formulaire").is_visible()
    assert page.locator("#_plan").get_by_role("link", name="Actualités").is_visible()
    page.locator("#_plan").get_by_role("link", name="Plan du site").click()
    assert page.get_by_role("main").get_by_role("link", name="La cantine").is_visible()
    context.close()


def test_an_answer_slow_to_come_is_announced_then_given(page: Any, site: str) -> None:
    held: list[Any] = []
    page.route("**/*.pf_index", lambda route: held.append(route))
    page.goto(site + "/recherche/?q=cantine")
    page.locator("#_etat", has_text="Recherche en cours").wait_for()
    for route in held:
        route.continue_()
    answered(page)
    assert state(page).endswith("pour « cantine »")


def test_an_index_that_is_gone_is_told(browser: Any, site: str) -> None:
    page = browser.new_page()
    page.route("**/*.pf_fragment", lambda route: route.abort())
    page.goto(site + "/recherche/?q=cantine")
    page.get_by_role("link", name="Relancer la recherche").wait_for()
    assert "La recherche n’a pas abouti" in state(page)
    assert page.locator("#_plan").is_visible()
    page.close()


@pytest.mark.skipif(not AXE.exists(), reason="axe-core needs `make tools`")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1440])
def test_axe_finds_nothing(browser: Any, site: str, width: int, scheme: str) -> None:
    context = browser.new_context(
        bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 800}
    )
    context.add_init_script(AXE.read_text("utf-8"))
    page = context.new_page()
    for query in ("march%C3%A9", "xylophone", ""):
        page.goto(f"{site}/recherche/?q={query}")
        page.wait_for_selector("#_formulaire:not([hidden])")
        if query:
            answered(page)
        answer = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found = [(v["id"], n["html"]) for v in answer["violations"] for n in v["nodes"]]
        assert found == [], query
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
