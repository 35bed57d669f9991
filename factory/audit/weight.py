"""What pages and files weigh: EcoIndex for each page, and what is too heavy for a poor network."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from factory.audit import ecoindex
from factory.audit.finding import Finding
from factory.audit.linking import candidates
from factory.audit.node import Node
from factory.audit.website import Page, Website
from factory.ground.problems import Problem, notice

PICTURE = 400_000
"""Bytes of a picture shown in a page: seven seconds at 500 kbit/s."""
DOCUMENT = 10_000_000
_SHOWN = 960
"""Pixels: the width that a picture is taken to be shown at."""
_WIDTH = re.compile(r"(\S+)\s+(\d+)w")
_DOCUMENTS = (".pdf", ".odt", ".ods", ".odp", ".docx", ".xlsx", ".pptx", ".doc", ".xls", ".zip")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """What fetching one page costs. Pictures that wait until they are reached are counted."""

    url: str
    elements: int
    requests: int
    octets: int

    @property
    def score(self) -> float:
        return ecoindex.score(self.elements, self.requests, self.octets / 1000)

    @property
    def grade(self) -> str:
        return ecoindex.grade(self.score)


def weigh(site: Website, page: Page) -> Weight:
    fetched = set(_fetched(page))
    return Weight(
        url=page.url,
        # As the method counts: a drawing is one element, whatever is inside it.
        elements=sum(node.tag != "use" for node in page.elements),
        requests=1 + len(fetched),
        octets=page.size + sum(site.transfer(path) for path in fetched),
    )


def findings(site: Website, weights: Iterable[Weight]) -> Iterator[Finding]:
    for weight in weights:
        if weight.grade != "A":
            yield Finding(problem=_heavy_page(weight), pages=(weight.url,))
    for path, size in site.files.items():
        if size > DOCUMENT and path.lower().endswith(_DOCUMENTS):
            yield Finding(problem=_heavy_document(path, size))
    for page in site.pages:
        for path in _fetched(page):
            if site.files.get(path, 0) > PICTURE and path.startswith("/_medias/"):
                yield Finding(problem=_heavy_picture(path, site.files[path]), pages=(page.url,))


def _fetched(page: Page) -> Iterator[str]:
    """The files that a browser of today fetches for this page, each picture in one size."""
    for node in page.elements:
        if node.tag == "script" and node.get("src"):
            yield node.get("src")
        elif node.tag == "link" and node.get("rel") in ("stylesheet", "icon", "manifest"):
            yield node.get("href")
        elif node.tag == "use":
            yield node.get("href").partition("#")[0]
        elif node.tag == "img":
            yield _one_size(node)


def _one_size(image: Node) -> str:
    """The file of a picture at the width of a page: the best format's, nearest above."""
    picture = image.inside("picture")
    first = picture.first("source") if picture else None
    shown = first if first is not None else image
    found: list[tuple[str, str]] = _WIDTH.findall(shown.get("srcset"))
    sizes = sorted((int(width), path) for path, width in found)
    for width, path in sizes:
        if width >= _SHOWN:
            return path
    if sizes:
        return sizes[-1][1]
    return next(candidates(shown), image.get("src"))


def _heavy_page(weight: Weight) -> Problem:
    return notice(
        "page-lourde",
        f"Cette page est notée {weight.grade} par EcoIndex ({weight.score:.0f} sur 100) : "
        f"{weight.elements} éléments, {weight.requests} fichiers, {weight.octets // 1000} ko.",
        "Partagez-la en plusieurs pages, ou retirez des images.",
    )


def _heavy_document(path: str, size: int) -> Problem:
    return notice(
        "document-lourd",
        f"Le document « {path} » pèse {size / 1e6:.0f} Mo : des minutes d’attente en 3G.",
        "Enregistrez-le de nouveau avec des images réduites (« taille minimale » à l’export), ou "
        "donnez l’essentiel dans la page.",
    )


def _heavy_picture(path: str, size: int) -> Problem:
    return notice(
        "image-lourde",
        f"L’image « {path} » pèse {size // 1000} ko à l’écran.",
        "Une photo avec moins de détails pèse moins : recadrez-la, ou choisissez-en une autre. "
        "Une affiche se remplace par son texte.",
    )
