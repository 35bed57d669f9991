"""The demonstration communes, built once, and a browser to read them with."""

import json
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from commande import usine
from demonstration import AXE, COMMUNES, HOST, ROOT, Demo

from factory.audit import browser
from factory.audit.website import Page


@pytest.fixture(scope="session")
def demos(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Demo]:
    work = tmp_path_factory.mktemp("demonstration")
    shutil.copytree(ROOT / "tenants", work / "tenants")
    theme = json.dumps(str(ROOT / "themes" / "institutional"))
    (work / "usine.yaml").write_text(f"theme: {theme}\n", "utf-8")
    done = usine(work, "build")
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return {name: Demo(name, (work / "build" / name / "public").resolve()) for name in COMMUNES}


@pytest.fixture(scope="session")
def one_of_each(demos: dict[str, Demo]) -> list[tuple[Demo, Page]]:
    """Few pages that together show each template in each of its states: a greedy choice."""
    waiting = [
        (demo, page, demo.states(page)) for demo in demos.values() for page in demo.site.pages
    ]
    wanted = set().union(*(states for _, _, states in waiting))
    chosen: list[tuple[Demo, Page]] = []
    while wanted:
        demo, page, states = max(waiting, key=lambda one: len(one[2] & wanted))
        chosen.append((demo, page))
        wanted -= states
    return sorted(chosen, key=lambda one: (one[0].name, one[1].url))


@pytest.fixture(scope="module")
def window() -> Iterator[Any]:
    """A Chromium, open; each test takes contexts of its own.

    Closed with its module: a process drives one Playwright at a time, and others follow.
    """
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.skip("no Chromium on this machine")
    if not AXE.exists():
        pytest.skip("axe-core needs `make tools`")
    tools = browser.tools({browser.VARIABLE: str(AXE)}, ROOT)
    with tools.opened() as opened:
        yield opened


@pytest.fixture
def open_page(window: Any) -> Iterator[Any]:
    """`open_page(demo, url, width=…, **context)`: the page in a tab, served from the disk."""
    tabs: dict[str, Any] = {}

    def opened(demo: Demo, url: str, width: int = 1280, height: int = 800, **how: Any) -> Any:
        key = json.dumps(how, sort_keys=True)
        if key not in tabs:
            context = window.tab.context.browser.new_context(
                locale="fr-FR", bypass_csp=True, reduced_motion="reduce", **how
            )
            tabs[key] = context.new_page()
        tab = tabs[key]
        tab.unroute_all()
        tab.route("**/*", lambda route: browser.from_disk(demo.tree, route))
        tab.set_viewport_size({"width": width, "height": height})
        tab.goto(HOST + url)
        return tab

    yield opened
    for tab in tabs.values():
        tab.context.close()
