"""The demonstration communes as a reader gets them: built, served by nginx, read in a browser."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from factory.archive import manifest
from factory.archive.manifest import Manifest
from factory.serving import nginx
from factory.serving.sites import published
from factory.tenants import settings

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Demo:
    work: Path
    web: Any
    communes: tuple[str, ...]

    def manifest(self, commune: str) -> Manifest:
        output = self.work / "build" / commune
        number = Path(os.readlink(output / "public")).name
        found = manifest.read(output / "manifests" / f"{number}.json")
        assert found is not None
        return found


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, serve: Any, free_port: Any) -> Iterator[Demo]:
    work = tmp_path_factory.mktemp("demonstration")
    shutil.copytree(ROOT / "tenants", work / "tenants")
    theme = json.dumps(str(ROOT / "themes" / "institutional"))
    (work / "usine.yaml").write_text(f"theme: {theme}\n", encoding="utf-8")
    usine = Path(sys.executable).with_name("usine")
    done = subprocess.run([usine, "build"], cwd=work, capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    found = published(settings.load(work / "usine.yaml", {}, work))
    port = free_port()
    server = nginx.Server(port=port, brotli=nginx.BROTLI.exists())
    with serve(work, nginx.configuration(found.sites, server), port) as web:
        yield Demo(work, web, tuple(site.commune for site in found.sites))


def test_every_file_of_a_generation_is_served_as_it_is(demo: Demo) -> None:
    for commune in demo.communes:
        public = demo.work / "build" / commune / "public"
        for path, output in demo.manifest(commune).fichiers.items():
            if path == "404.html" or path.endswith((".br", ".gz")):
                continue
            former = demo.manifest(commune).redirections
            url = "/" + path.removesuffix("index.html")
            reply = demo.web.get(f"{commune}.localhost", url)
            if url in former:
                assert (reply.status, reply.headers["location"]) == (301, former[url]), url
                continue
            assert reply.status == 200, url
            assert reply.body == (public / path).read_bytes(), url
            assert ("immutable" in reply.headers["cache-control"]) == output.empreinte, url


@pytest.mark.skipif(CHROMIUM is None, reason="chromium n'est pas installé sur cette machine")
def test_no_page_needs_what_the_policy_forbids(demo: Demo) -> None:
    """No inline style or script, no third party, no missing file, on any page."""
    from playwright.sync_api import sync_playwright

    faults: list[str] = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.on("console", lambda said: faults.append(f"{page.url}: {said.text}"))
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on(
            "response",
            lambda reply: (
                faults.append(f"{page.url}: {reply.url} {reply.status}")
                if reply.status >= 400
                else None
            ),
        )
        page.on("request", lambda asked: _third_party(asked.url, faults))
        for commune in demo.communes:
            former = demo.manifest(commune).redirections
            for path in demo.manifest(commune).fichiers:
                url = "/" + path.removesuffix("index.html")
                if path.endswith("/index.html") and url not in former:
                    page.goto(f"http://{commune}.localhost:{demo.web.port}{url}")
        browser.close()
    assert faults == []


def _third_party(url: str, faults: list[str]) -> None:
    if ".localhost:" not in url:
        faults.append(f"third party: {url}")
