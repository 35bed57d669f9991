"""Where the built pages lead, and what they ask for: every link, anchor and file."""

from collections.abc import Iterator

from factory.audit.finding import Finding
from factory.audit.node import Node
from factory.audit.website import Page, Website
from factory.ground.problems import error, warning

_LOADS = {
    "img": "src",
    "script": "src",
    "source": "src",
    "use": "href",
    "image": "href",
    "iframe": "src",
    "embed": "src",
    "object": "data",
    "video": "src",
    "audio": "src",
}
_LOADED_LINKS = ("stylesheet", "icon", "manifest", "preload", "modulepreload", "apple-touch-icon")
_TELL = "Signalez-le à la Métropole : c’est un défaut du site, pas de vos textes."


def findings(site: Website) -> Iterator[Finding]:
    for page in site.pages:
        for link in page.links:
            yield from _link(site, page, link.get("href"))
        for target in resources(page):
            yield from _resource(site, page, target)


def resources(page: Page) -> Iterator[str]:
    """What a browser fetches, or may fetch, to show the page."""
    for node in page.elements:
        attribute = _LOADS.get(node.tag)
        if attribute and node.get(attribute):
            yield node.get(attribute).partition("#")[0]
        if node.tag in ("img", "source"):
            yield from candidates(node)
        if node.tag == "link" and set(node.get("rel").lower().split()) & set(_LOADED_LINKS):
            yield node.get("href")


def candidates(node: Node) -> Iterator[str]:
    """The files of a `srcset`."""
    for one in node.get("srcset").split(","):
        if one.strip():
            yield one.split()[0]


def _link(site: Website, page: Page, href: str) -> Iterator[Finding]:
    path, anchor = site.inside(href), href.partition("#")[2]
    if href.startswith("#"):
        path = page.url
    if path is None:
        return
    if not (site.holds(path) or path == page.url):
        yield Finding(
            problem=error("lien-rompu", f"Un lien mène à « {path} », qui n’existe pas.", _TELL),
            pages=(page.url,),
        )
        return
    target = site.page(path)
    if anchor and target is not None and anchor not in target.ids:
        yield Finding(
            problem=warning(
                "ancre-rompue",
                f"Un lien mène à la partie « {anchor} » de « {path} », qui n’y est pas.",
                _TELL,
            ),
            pages=(page.url,),
        )


def _resource(site: Website, page: Page, target: str) -> Iterator[Finding]:
    if not target or target.startswith("data:"):
        return
    path = site.inside(target)
    if path is None:
        yield Finding(
            problem=error(
                "ressource-externe",
                f"La page charge « {target[:80]} » d’un autre site, qui apprend ainsi qui la lit.",
                "Retirez-le, ou enregistrez le fichier dans la commune. " + _TELL,
            ),
            pages=(page.url,),
        )
    elif not site.holds(path):
        yield Finding(
            problem=warning(
                "fichier-manquant", f"La page demande « {path} », qui n’existe pas.", _TELL
            ),
            pages=(page.url,),
        )
