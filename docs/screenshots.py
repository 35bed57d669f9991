"""Screenshots of the demonstration site, for the documentation: `python -m docs.screenshots`.

Ten types of page at three widths, as WebP, and the README's picture, in docs/images/. The sites
must be built (`make site`); Chromium comes from the system.
"""

import io
import mimetypes
import os
import shutil
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
COMMUNE = "port-calanque"
FIRST, SEEN, SHOWN = "sainte-mirandole", {"width": 1280, "height": 1000}, (900, 703)
"""Whose home page the README shows, how much of it, and in how many pixels."""
WIDTHS = (320, 768, 1440)
TALLEST = 1500
PAGES = {
    "accueil": "/",
    "actualites": "/actualites/",
    "agenda": "/agenda/",
    "evenement": "/agenda/marche-provencal/",
    "annuaire": "/annuaire/",
    "fiche": "/annuaire/hotel-de-ville/",
    "elus": "/elus/",
    "demarche": "/demarches/titre-d-identite/",
    "acte": "/actes/2026/2026-102-reglement-du-port/",
    "je-suis": "/je-suis/famille/",
}


def main() -> None:
    total = 0
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
        )
        for width in WIDTHS:
            tab = _tab(browser, COMMUNE, {"width": width, "height": TALLEST})
            for name, url in PAGES.items():
                target = IMAGES / f"{name}-{width}.webp"
                _seen(tab, url).convert("RGB").save(target, "WEBP", quality=42, method=6)
                total += target.stat().st_size
            tab.context.close()
        first = _seen(_tab(browser, FIRST, SEEN), "/").convert("RGB").resize(SHOWN)
        first.convert("P", palette=Image.Palette.ADAPTIVE).save(
            IMAGES / "accueil.png", optimize=True
        )
        browser.close()
    print(f"{len(PAGES) * len(WIDTHS) + 1} pictures, {total / 1000:.0f} kB, in docs/images/")


def _tab(browser: Any, commune: str, viewport: dict[str, int]) -> Any:
    """A tab that reads that commune's site from the disk, at an hour when its town hall is open."""
    public = (ROOT / "build" / commune / "public").resolve()
    tab = browser.new_context(viewport=viewport).new_page()
    tab.clock.install(time="2026-11-23T10:00:00+01:00")
    tab.route("**/*", lambda route: _from_disk(public, route))
    return tab


def _seen(tab: Any, url: str) -> Image.Image:
    answer = tab.goto(f"http://commune.test{url}", wait_until="networkidle")
    if answer is None or not answer.ok:
        raise SystemExit(f"{url} is not online: run `make site` first")
    return Image.open(io.BytesIO(tab.screenshot()))


def _from_disk(public: Path, route: Any) -> None:
    path = route.request.url.split("://", 1)[1].partition("/")[2].partition("?")[0]
    file = public / path
    file = file / "index.html" if file.is_dir() else file
    if file.is_file():
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        route.fulfill(body=file.read_bytes(), content_type=kind)
    else:
        route.fulfill(status=404, body="")


if __name__ == "__main__":
    main()
