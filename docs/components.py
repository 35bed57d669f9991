"""One page with every component of the theme in every state: `python -m docs.components [DIR]`.

It is built from the theme itself and from the views that the theme's tests render, so it cannot
tell of a theme that is not. The page is DIR/index.html (build/composants by default).
"""

import re
import sys
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "theme"))

import samples  # noqa: E402

from factory.theme.theme import Theme  # noqa: E402

COLOUR = "#1f5f8b"
_MAIN = re.compile(r"<main[^>]*>(.*)</main>", re.DOTALL)
_AROUND = re.compile(r"(.*?<main[^>]*>).*(</main>.*)", re.DOTALL)
_ID = re.compile(r"""\s(?:id|for|aria-controls|aria-labelledby)=(?:"[^"]*"|'[^']*'|[^\s>]+)""")


def page(theme: Theme, colours: str = "couleurs.css") -> str:
    """The page: a header with alerts of each level and a footer, once; then each sample's own
    content, ids left out, since one page has each of them once."""
    around = _AROUND.match(theme.render(*samples.PAGES["accueil-alertes"]).decode())
    assert around is not None
    parts = [around[1], '<div class="page"><h1>Composants du thème</h1></div>']
    for name, (template, view) in sorted(samples.PAGES.items()):
        found = _MAIN.search(theme.render(template, view).decode())
        if found is not None:
            parts.append(f'<div class="page"><h2>{escape(name)}</h2></div>{_bare(found[1])}')
    html = "\n".join([*parts, around[2]])
    html = html.replace(samples.PAGES["accueil-alertes"][1].chrome.couleurs_css, colours)
    # A browser shows no drawing of another file's without a server: they go into the page.
    drawings = next(asset.data for asset in theme.assets if asset.name == "icones.svg").decode()
    html = re.sub(r"/_theme/icones\.\w+\.svg#", "#", html)
    html = html.replace("<body>", "<body>" + drawings.replace("<svg ", "<svg hidden ", 1), 1)
    # Opened from a folder, without a server: every address of the theme's is beside the page.
    return re.sub(r"/(_theme/[\w./#-]+)", r"\1", html)


def write(theme: Theme, directory: Path) -> Path:
    """The page and what it needs, in a folder that a browser opens."""
    for asset in theme.assets:
        target = directory / asset.url.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(asset.data)
    (directory / "couleurs.css").write_bytes(theme.palette(COLOUR))
    target = directory / "index.html"
    target.write_text(page(theme), "utf-8")
    return target


def _bare(html: str) -> str:
    return _ID.sub("", html)


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "composants"
    print(write(Theme.load(ROOT / "themes" / "institutional"), folder))
