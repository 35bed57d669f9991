"""The morning page before axe and the Nu checker: narrow and wide, light and dark."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from matinee import AGREED, BARE, HELD, NOW, story

from factory.audit import browser
from factory.ground.problems import UsageError
from factory.report import reporting
from factory.report.letters import to_referent
from factory.report.publishing import write
from factory.tenants.usine import Assistance

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / "tests" / "outils" / "node_modules"
CHECKER = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report's folder, after a hard night; a letter, and the page of a missing night."""
    nights = story(tmp_path_factory.mktemp("lecture"))
    morning = nights.morning(agreements=AGREED)
    folder = write(nights.settings.sortie, morning).parent
    line = next(one for one in morning.lines if one.commune == "chateau-clair")
    letter = to_referent(line, "a@b.example", Assistance(), NOW)
    assert letter is not None and HELD in line.problems and BARE in line.problems
    (folder / "courriel.html").write_text(letter.html, "utf-8")
    kept = (folder / "index.html").read_bytes()
    reporting.refresh(nights.settings, NOW + timedelta(days=1))
    (folder / "manque.html").write_bytes((folder / "index.html").read_bytes())
    (folder / "index.html").write_bytes(kept)
    return folder


URLS = (
    "/index.html", "/manque.html", "/courriel.html",
    "/communes/chateau-clair.html", "/communes/aurelle.html", "/communes/bois-joli.html",
)  # fmt: skip


@pytest.mark.skipif(
    not (CHECKER.exists() and shutil.which("java")), reason="the Nu HTML checker needs `make tools`"
)
def test_every_page_is_valid_html(pages: Path) -> None:
    command = ["java", "-Xss4m", "-jar", str(CHECKER), "--format", "json", "--skip-non-html"]
    done = subprocess.run([*command, str(pages)], capture_output=True, text=True, check=False)
    told = json.loads(done.stderr)["messages"]
    # The checker takes no account of a style that the policy allows by its digest.
    unknown = "violates Content Security Policy"
    assert [one["message"] for one in told if unknown not in one["message"]] == []
    assert len(list(pages.rglob("*.html"))) == 9


@pytest.fixture(scope="module")
def window() -> Iterator[Any]:
    try:
        tools = browser.tools({browser.VARIABLE: str(TOOLS / "axe-core")}, ROOT)
    except UsageError as fault:
        pytest.skip(str(fault))
    with tools.opened() as opened:
        yield opened


def test_axe_finds_nothing_and_nothing_is_blocked(pages: Path, window: Any) -> None:
    assert list(window.findings(pages, URLS)) == []


def test_no_page_scrolls_sideways_and_the_style_is_applied(pages: Path, window: Any) -> None:
    """With the page's own policy, which the browser above is told to pass by."""
    context = window.tab.context.browser.new_context(viewport={"width": 320, "height": 700})
    tab = context.new_page()
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    for url in URLS:
        tab.goto(f"file://{pages}{url}")
        assert tab.evaluate("document.documentElement.scrollWidth") == 320, url
        fonts = tab.evaluate("getComputedStyle(document.body).fontFamily")
        assert "system-ui" in fonts, url
    assert said == []
    assert len(asked) == len(URLS), "each page is one file"
    context.close()
