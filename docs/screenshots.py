"""Screenshots of the demonstration site, for the documentation: `python -m docs.screenshots`.

Ten types of page at three widths, as WebP, in docs/images/. The sites must be built (`make site`);
Chromium comes from the system.
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
COMMUNE = "port-calanque"
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
    public = (ROOT / "build" / COMMUNE / "public").resolve()
    total = 0
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
        )
        for width in WIDTHS:
            context = browser.new_context(viewport={"width": width, "height": TALLEST})
            tab = context.new_page()
            # At an hour when the town hall is open, whenever this is run.
            tab.clock.install(time="2026-11-23T10:00:00+01:00")
            tab.route("**/*", lambda route: _from_disk(public, route))
            for name, url in PAGES.items():
                answer = tab.goto(f"http://commune.test{url}", wait_until="networkidle")
                if answer is None or not answer.ok:
                    raise SystemExit(f"{url} is not online: run `make site` first")
                picture = Image.open(io.BytesIO(tab.screenshot()))
                target = ROOT / "docs" / "images" / f"{name}-{width}.webp"
                picture.convert("RGB").save(target, "WEBP", quality=42, method=6)
                total += target.stat().st_size
            context.close()
        browser.close()
    print(f"{len(PAGES) * len(WIDTHS)} pictures, {total / 1000:.0f} kB, in docs/images/")


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
