"""What pages weigh: EcoIndex of every page, the home page's code; figures printed by the suite."""

import re
import sys
from typing import Any

import brotli
import pytest
from demonstration import Demo

from factory.audit import weight
from factory.audit.website import Page

HOME = 30_000
"""Bytes of HTML, CSS and JavaScript of a home page, compressed (DESIGN, section 6)."""


def test_ecoindex_of_every_page(demos: dict[str, Demo], capsys: pytest.CaptureFixture[str]) -> None:
    below = []
    for demo in demos.values():
        weights = [weight.weigh(demo.site, page) for page in demo.site.pages]
        heaviest = min(weights, key=lambda one: one.score)
        grades = [one.grade for one in weights]
        with capsys.disabled():
            sys.stdout.write(
                f"\n{demo.name}: EcoIndex A on {grades.count('A')} pages of {len(grades)}; "
                f"lowest {heaviest.score:.0f}, {heaviest.url} ({heaviest.elements} elements, "
                f"{heaviest.requests} requests, {heaviest.octets // 1000} kB)\n"
            )
        below += [(demo.name, one.url, round(one.score)) for one in weights if one.grade != "A"]
    assert below == []


def test_the_home_page_weighs_little(
    demos: dict[str, Demo], capsys: pytest.CaptureFixture[str]
) -> None:
    for demo in demos.values():
        html = (demo.tree / "index.html").read_bytes()
        named = re.findall(r'(?:href|src)="?(/_theme/[^" >]+\.(?:css|js))', html.decode())
        assert len(named) == 3
        parts = [html, *((demo.tree / path[1:]).read_bytes() for path in named)]
        total = sum(len(brotli.compress(part, quality=5)) for part in parts)
        with capsys.disabled():
            sys.stdout.write(f"\n{demo.name}: home page, HTML + CSS + JS: {total} bytes\n")
        assert total < HOME


def test_a_browser_fetches_no_more_than_was_counted(
    one_of_each: list[tuple[Demo, Page]], open_page: Any
) -> None:
    """The counts above are made on files: a browser must find as many elements, or fewer."""
    for demo, page in one_of_each[::4]:
        counted = weight.weigh(demo.site, page)
        tab = open_page(demo, page.url, width=1440)
        asked = tab.evaluate("performance.getEntriesByType('resource').map(one => one.name)")
        asked = {name.partition("#")[0] for name in asked}
        elements = tab.evaluate("document.querySelectorAll('*:not(svg *)').length")
        assert elements <= counted.elements + 2, page.url
        # The page itself; and a picture shown twice may be fetched in two sizes.
        assert len(asked) + 1 <= counted.requests + 1, (page.url, asked)
