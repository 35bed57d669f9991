"""Reading otherwise: keyboard, larger text, narrow screen, forced colours, without JavaScript."""

from typing import Any

import pytest
from demonstration import Demo

from factory.audit.website import Page

SPACING = """*, *::before, *::after { line-height: 1.5 !important; letter-spacing: .12em !important;
word-spacing: .16em !important } p { margin-bottom: 2em !important }"""
"""WCAG 2.2, 1.4.12."""
TOO_WIDE = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""
CUT = """() => [...document.querySelectorAll('body *')].filter(e => {
  const style = getComputedStyle(e);
  if (!/hidden|clip/.test(style.overflowX + style.overflowY) || e.closest('.lu')) return false;
  if (!e.innerText || !e.innerText.trim() || e.clientWidth < 2) return false;
  return e.scrollWidth > e.clientWidth + 2 || e.scrollHeight > e.clientHeight + 2;
}).map(e => e.outerHTML.slice(0, 120))"""
FOCUSED = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const x = Math.min(Math.max(box.x + box.width / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(box.y + box.height / 2, 0), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  return {
    what: e.tagName + ' ' + (e.innerText || '').trim().slice(0, 40),
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    inside: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
    seen: !!top && (e.contains(top) || top.contains(e)),
    main: !!e.closest('main'),
  };
}"""


@pytest.mark.parametrize("scale", ["narrow", "large", "spaced"])
def test_nothing_is_cut_or_scrolls_sideways(
    one_of_each: list[tuple[Demo, Page]], open_page: Any, scale: str
) -> None:
    """320 pixels (10.11); text at 200 % (10.4); spacing of WCAG 1.4.12 (10.12)."""
    found = []
    for demo, page in one_of_each:
        tab = open_page(demo, page.url, width=320 if scale == "narrow" else 1280)
        if scale == "large":
            tab.add_style_tag(content="html { font-size: 200% !important }")
        if scale == "spaced":
            tab.add_style_tag(content=SPACING)
        if tab.evaluate(TOO_WIDE) > 0:
            found.append(f"{demo.name}{page.url}: scrolls sideways")
        found += [f"{demo.name}{page.url}: cut: {html}" for html in tab.evaluate(CUT)]
    assert found == []


def test_without_javascript_every_page_says_the_same(
    one_of_each: list[tuple[Demo, Page]], open_page: Any
) -> None:
    for demo, page in one_of_each:
        tab = open_page(demo, page.url)
        # What scripts add: whether a place is open now, beside its hours; the search's form.
        added = "document.querySelectorAll('[data-horaires], main form').forEach(e => e.remove())"
        tab.evaluate(added)
        with_script = tab.inner_text("main")
        tab = open_page(demo, page.url, java_script_enabled=False)
        assert _words(tab.inner_text("main")) >= _words(with_script), page.url
        assert tab.locator("header nav a, header nav summary").first.is_visible() or not (
            tab.locator("header nav").count()
        )


def _words(text: str) -> set[str]:
    return set(text.split())


@pytest.mark.parametrize("width", [320, 1280])
def test_without_javascript_the_menu_opens(
    demos: dict[str, Demo], open_page: Any, width: int
) -> None:
    for demo in demos.values():
        tab = open_page(demo, "/", width=width, java_script_enabled=False)
        for summary in tab.locator("header nav summary").all():
            summary.click()
            first = summary.locator("xpath=..").locator("a").first
            assert first.is_visible()
        assert not tab.locator(".menu-bouton").is_visible()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("colours", ["none", "active"])
def test_the_keyboard_reaches_everything_in_sight(
    demos: dict[str, Demo], open_page: Any, width: int, colours: str
) -> None:
    """Each stop has a ring of two pixels at least, and is in view (10.7, 12.8; WCAG 2.4.11)."""
    demo = next(iter(demos.values()))
    tab = open_page(demo, "/", width=width, forced_colors=colours)
    stops = []
    for _ in range(150):
        tab.keyboard.press("Tab")
        stop = tab.evaluate(FOCUSED)
        if stop["what"].startswith("BODY"):
            break
        stops.append(stop)
    assert [s for s in stops if not (s["ring"] and s["inside"] and s["seen"])] == []
    assert len(stops) > 30
    links = tab.locator("main a:visible").count()
    assert sum(stop["main"] for stop in stops) >= links
    # No trap: going on from the last one leaves the page (12.9).
    assert len(stops) < 150


def test_the_keyboard_skips_to_the_contents(demos: dict[str, Demo], open_page: Any) -> None:
    for demo in demos.values():
        tab = open_page(demo, "/plan-du-site/")
        tab.keyboard.press("Tab")
        skip = tab.locator(":focus")
        assert skip.inner_text() == "Aller au contenu" and skip.is_visible()
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.tagName") == "MAIN"
        tab.keyboard.press("Tab")
        assert tab.evaluate("!!document.activeElement.closest('main')")


def test_the_keyboard_opens_and_closes_the_menu(demos: dict[str, Demo], open_page: Any) -> None:
    for demo in demos.values():
        tab = open_page(demo, "/")
        if not tab.locator("header nav summary").count():
            continue
        summary = tab.locator("header nav summary").first
        summary.focus()
        tab.keyboard.press("Enter")
        inside = summary.locator("xpath=..").locator("a").first
        assert inside.is_visible()
        tab.keyboard.press("Tab")
        assert inside.evaluate("e => e === document.activeElement")
        tab.keyboard.press("Escape")
        assert not inside.is_visible()
        assert summary.evaluate("e => e === document.activeElement")


def test_the_keyboard_opens_the_folded_menu(demos: dict[str, Demo], open_page: Any) -> None:
    for demo in demos.values():
        tab = open_page(demo, "/", width=320)
        button = tab.locator(".menu-bouton")
        menu = tab.locator("#_menu > ul")
        assert button.get_attribute("aria-expanded") == "false" and not menu.is_visible()
        button.focus()
        tab.keyboard.press("Enter")
        assert button.get_attribute("aria-expanded") == "true" and menu.is_visible()
        tab.keyboard.press("Escape")
        assert button.get_attribute("aria-expanded") == "false" and not menu.is_visible()
        assert button.evaluate("e => e === document.activeElement")


def test_the_keyboard_searches(demos: dict[str, Demo], open_page: Any) -> None:
    for demo in demos.values():
        tab = open_page(demo, "/recherche/")
        field = tab.get_by_role("searchbox")
        field.focus()
        tab.keyboard.type("mairie")
        tab.keyboard.press("Enter")
        results = tab.locator("main ol a")
        results.first.wait_for()
        assert tab.get_by_role("status").inner_text().strip()
        assert tab.evaluate("document.activeElement.type") == "search"
        for _ in range(12):
            tab.keyboard.press("Tab")
            if results.first.evaluate("e => e === document.activeElement"):
                break
        address = results.first.get_attribute("href")
        tab.keyboard.press("Enter")
        tab.wait_for_url(f"**{address}")


def test_the_keyboard_opens_accordions(
    one_of_each: list[tuple[Demo, Page]], open_page: Any
) -> None:
    opened = 0
    for demo, page in one_of_each:
        if page.root.first("main").first("details") is None:
            continue
        tab = open_page(demo, page.url)
        details = tab.locator("main details").first
        before = details.evaluate("e => e.open")
        details.locator("summary").focus()
        tab.keyboard.press("Space")
        assert details.evaluate("e => e.open") is not before
        opened += 1
    assert opened


def test_forced_colours_keep_what_colour_alone_would_say(
    one_of_each: list[tuple[Demo, Page]], open_page: Any
) -> None:
    """Where the system chooses colours, icons are drawn in its ink and buttons keep an edge."""
    for demo, page in one_of_each[::3]:
        tab = open_page(demo, page.url, forced_colors="active")
        ink, ground = tab.evaluate(
            "() => [getComputedStyle(document.body).color, "
            "getComputedStyle(document.body).backgroundColor]"
        )
        assert ink != ground
        lost = tab.evaluate(
            """() => [...document.querySelectorAll('svg')].filter(e => e.checkVisibility())
            .filter(e => { const s = getComputedStyle(e);
              return s.fill !== 'none' && s.fill === getComputedStyle(document.body).backgroundColor
                && getComputedStyle(e.parentElement).color !== s.fill; })
            .map(e => e.parentElement.outerHTML.slice(0, 120))"""
        )
        assert lost == [], page.url


@pytest.mark.parametrize("width", [360, 412, 1440])
def test_the_page_stays_still_when_the_state_of_the_day_comes(
    demos: dict[str, Demo], open_page: Any, width: int
) -> None:
    """« Ouvert aujourd’hui jusqu’à 17 h 30 » takes no more room than the words it stands for."""
    tab = open_page(demos["port-calanque"], "/", width=width)
    assert tab.locator("header .etat").is_visible()
    top = "document.querySelector('main').getBoundingClientRect().top"
    shown = tab.evaluate(top)
    tab.evaluate("document.querySelector('header .etat').hidden = true")
    assert tab.evaluate(top) == shown
