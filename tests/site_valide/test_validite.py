"""Every page of the demonstration communes, before the Nu HTML checker and axe."""

import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from demonstration import COMMUNES, HOST, ROOT, Demo

from factory.audit import browser, consistency, contrast, linking, markup
from factory.audit.website import Page

CHECKER = ROOT / "tests" / "outils" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
VIEWS = [(scheme, width) for scheme in ("light", "dark") for width in (320, 1440)]


@pytest.mark.skipif(
    not (CHECKER.exists() and shutil.which("java")), reason="the Nu HTML checker needs `make tools`"
)
def test_every_page_is_valid_html(demos: dict[str, Demo]) -> None:
    trees = [str(demo.tree) for demo in demos.values()]
    command = ["java", "-Xss4m", "-jar", str(CHECKER), "--format", "json", "--skip-non-html"]
    done = subprocess.run([*command, *trees], capture_output=True, text=True, check=False)
    told = json.loads(done.stderr)["messages"]
    assert [_line(one) for one in told] == []


def _line(one: dict[str, Any]) -> str:
    path = "/".join(Path(one.get("url", "")).parts[-4:])
    return f"{path}:{one.get('lastLine')}: {one.get('message')} {one.get('extract', '')}"


def test_the_pages_chosen_show_each_template(
    demos: dict[str, Demo], one_of_each: list[tuple[Demo, Page]]
) -> None:
    known = {template for demo in demos.values() for template in demo.templates.values()}
    shown = {demo.templates[page.url] for demo, page in one_of_each}
    assert shown == known - {"redirection.html"}
    assert len(shown) >= 18
    every = [page for demo in demos.values() for page in demo.site.pages]
    assert len(one_of_each) < len(every) / 2


def test_axe_finds_nothing(one_of_each: list[tuple[Demo, Page]], window: Any) -> None:
    """Tags RGAAv4, WCAG 2.2 A and AA, best practices; light and dark, 320 and 1440 pixels."""
    for demo in {id(demo): demo for demo, _ in one_of_each}.values():
        urls = [page.url for other, page in one_of_each if other is demo]
        assert violations(window, demo, urls) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMUNES)
def test_axe_finds_nothing_on_any_page(demos: dict[str, Demo], window: Any, name: str) -> None:
    demo = demos[name]
    urls = [page.url for page in demo.site.pages]
    assert len(urls) > 30
    assert violations(window, demo, urls) == []


def test_axe_sees_a_fault(demos: dict[str, Demo], window: Any) -> None:
    """The rules run: a page with faults of three kinds has them told, by criterion, in French."""
    demo = next(iter(demos.values()))
    _serve(window, demo)
    window.tab.goto(HOST + "/")
    window.tab.evaluate(
        """() => document.querySelector('main').insertAdjacentHTML('beforeend',
        '<img src="/x.png"><p style="color:#ccc;background:#fff">pâle</p><input name="q">')"""
    )
    found = window.violations()
    assert {"image-alt", "color-contrast", "label"} <= {one["id"] for one in found}
    assert {"RGAA-1.1.1", "RGAA-3.2.1", "RGAA-11.1.1"} <= {t for one in found for t in one["tags"]}
    assert any("contraste" in one["help"] for one in found)


def violations(window: Any, demo: Demo, urls: Iterable[str]) -> list[str]:
    _serve(window, demo)
    found: list[str] = []
    for scheme, width in VIEWS:
        window.tab.emulate_media(color_scheme=scheme)
        window.tab.set_viewport_size({"width": width, "height": 900})
        for url in urls:
            window.tab.goto(HOST + url)
            found += [
                f"{demo.name} {scheme} {width} {url}: {one['id']} {node['html']}"
                for one in window.violations()
                for node in one["nodes"]
            ]
    return found


def _serve(window: Any, demo: Demo) -> None:
    window.tab.unroute_all()
    window.tab.route("**/*", lambda route: browser.from_disk(demo.tree, route))


def test_navigation_is_the_same_everywhere(demos: dict[str, Demo]) -> None:
    """RGAA 12.1 to 12.7, on all pages at once; and every other check of built pages."""
    for demo in demos.values():
        found = [
            *consistency.findings(demo.site),
            *linking.findings(demo.site),
            *markup.findings(demo.site),
            *contrast.findings(demo.site),
        ]
        assert [(one.critere, one.problem.message, one.pages) for one in found] == []
