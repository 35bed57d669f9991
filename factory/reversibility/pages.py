"""The site's pages as a successor takes them: address, title, dates, text, source."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from factory.build.drawing import Drawing
from factory.content.document import Document
from factory.site.outputs import Page
from factory.site.views import PageView, StatementView

_MAIN = re.compile(r"<main\b[^>]*>(.*)</main>", re.S)
_TITLE = re.compile(r"<h1\b[^>]*>.*?</h1>", re.S)
_ICON = re.compile(r"<svg\b.*?</svg>", re.S)
_TAG = re.compile(r"""<[a-zA-Z](?:"[^"]*"|'[^']*'|[^>"'])*>""")
_ADDRESS = re.compile(r"(\s(?:href|src|poster)=)([\"']?)/(?!/)")
_PICTURE = re.compile(r"<picture\b[^>]*>(.*?)</picture>", re.S)
_CANDIDATE = re.compile(r"<source\b[^>]*>")
_KINDS = {
    "HomeView": "accueil",
    "ListView": "liste",
    "RegisterView": "registre",
    "StatementView": "preuve de publication",
    "LegalView": "page obligatoire",
    "SiteMapView": "plan du site",
    "SearchView": "recherche",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One HTML page of the site."""

    url: str
    """« /actualites/fete/ »."""
    fichier: str
    """Below `site/`."""
    real: Path
    titre: str
    type: str
    """The document's type (actualite, evenement…), or what the factory made it for."""
    resume: str
    langue: str
    document: Document | None
    """The document that it shows; None for a page that the factory makes."""

    @property
    def html(self) -> str:
        """What the published page shows below its title; links begin with `/`.

        Read when it is asked for: a site may be larger than the memory.
        """
        found = _MAIN.search(self.real.read_text("utf-8"))
        return _TITLE.sub("", found[1], count=1) if found else ""

    def absolute(self, base: str) -> str:
        """The text for another host: whole addresses, and none of the theme's drawings.

        A picture is its plainest form alone, which any successor takes up: a browser asks for a
        better one that is no longer there rather than for that which is.
        """

        def plain(picture: re.Match[str]) -> str:
            return _CANDIDATE.sub("", picture[1])

        def addressed(tag: re.Match[str]) -> str:
            return _ADDRESS.sub(lambda found: f"{found[1]}{found[2]}{base}/", tag[0])

        # In tags alone: a page may show the code of a link.
        return _TAG.sub(addressed, _PICTURE.sub(plain, _ICON.sub("", self.html)))


def leaves(drawing: Drawing, site: Path) -> Iterator[Leaf]:
    """Every page of the site, in the order of their addresses. `site` is its folder.

    Former addresses and the page of missing ones are none.
    """
    for page in drawing.site.pages:
        html = isinstance(page.view, PageView) and page.path.endswith(".html")
        if html and page.path != "404.html" and (site / page.path).is_file():
            yield _leaf(drawing, page, site)


def _leaf(drawing: Drawing, page: Page, site: Path) -> Leaf:
    view: Any = page.view
    # An act's statement names the act as its source, and is no page of its author's.
    own = not isinstance(view, StatementView)
    document = drawing.snapshot.documents.get(page.source) if own and page.source else None
    return Leaf(
        url=view.url,
        fichier=page.path,
        real=site / page.path,
        titre=view.titre,
        type=document.type if document else _KINDS.get(type(view).__name__, "page de l’usine"),
        resume=view.resume,
        langue=view.langue or drawing.snapshot.commune.langue,
        document=document,
    )
