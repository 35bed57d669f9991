"""What must not change from one page to the next: RGAA 12.1 to 12.7, on all pages at once."""

from collections.abc import Iterator

from factory.audit.finding import Finding
from factory.audit.node import Node
from factory.audit.website import Page, Website
from factory.ground.problems import warning

SITE_MAP = "/plan-du-site/"
SEARCH = "/recherche/"
FEW = 8
"""Up to this many pages, one way of finding them is enough (12.1, special case): one more than the
seven that any site has (home, site map, 404, legal pages), all in each footer."""

_TELL = "Signalez-le à la Métropole : c’est un défaut du thème, pas de vos textes."


def findings(site: Website) -> Iterator[Finding]:
    home = site.home
    if home is None:
        return
    for page in site.pages:
        for critere, fault in _against(site, home, page):
            yield Finding(
                problem=warning(
                    "navigation-incoherente", f"{fault} (RGAA, critère {critere}).", _TELL
                ),
                critere=critere,
                pages=(page.url,),
            )


def _against(site: Website, home: Page, page: Page) -> Iterator[tuple[str, str]]:
    if len(site.pages) > FEW and len(list(_systems(page))) < 2:
        yield (
            "12.1",
            "La page n’offre pas deux moyens de trouver les autres : menu, plan, recherche",
        )
    if _zones(page) != _zones(home):
        yield "12.2", "Les zones de navigation ne sont pas à la place où l’accueil les met"
    if _menu(page) != _menu(home):
        yield "12.2", "Le menu principal n’est pas celui de l’accueil"
    if page.url == SITE_MAP and (missing := _unmapped(site, home, page)):
        yield "12.3", f"Le plan du site ne mène pas à « {missing[0]} », qui est dans le menu"
    for critere, address, name in (
        ("12.4", SITE_MAP, "plan du site"),
        ("12.5", SEARCH, "recherche"),
    ):
        if site.holds(address) and _access(page, address) != _access(home, address):
            yield critere, f"L’accès à la page « {name} » n’est pas à la place où l’accueil le met"
    if unnamed := _unnamed(page):
        yield "12.6", f"Une zone de navigation n’a pas de nom, ou a celui d’une autre : {unnamed}"
    if fault := _skipping(page):
        yield "12.7", fault


def _systems(page: Page) -> Iterator[str]:
    """The ways of finding other pages that this one offers."""
    if _menu(page):
        yield "menu"
    reached = {link.get("href") for link in page.links}
    if SITE_MAP in reached or page.url == SITE_MAP:
        yield "plan"
    has_form = any(_is_search(form) for form in page.root.all("form", "search"))
    if has_form or SEARCH in reached or page.url == SEARCH:
        yield "recherche"


def _is_search(node: Node) -> bool:
    return node.tag == "search" or node.get("role") == "search"


def _zones(page: Page) -> list[str]:
    """The zones that every page has, in order; a trail of pages has no sense on the home page."""
    return [
        f"{node.tag} {node.get('aria-label')}".strip()
        for node in page.landmarks
        if "fil" not in node.get("class").split() and node.inside("footer") is None
    ]


def _menu(page: Page) -> list[tuple[str, str]]:
    header = next((node for node in page.landmarks if node.tag == "header"), None)
    menu = header.first("nav") if header else None
    return [(link.get("href"), link.text) for link in menu.all("a")] if menu else []


def _unmapped(site: Website, home: Page, plan: Page) -> list[str]:
    main = plan.root.first("main")
    shown = {link.get("href") for link in main.all("a")} if main else set()
    return [
        text
        for href, text in _menu(home)
        if (path := site.inside(href)) and path.endswith("/") and path not in shown
    ]


def _access(page: Page, address: str) -> list[tuple[str, str]]:
    """Where the chrome leads to `address`: the zone and the words."""
    return [
        (zone.tag, link.text)
        for link in page.links
        if link.get("href") == address
        and (zone := link.inside("main", "nav", "header", "footer")) is not None
        and zone.tag != "main"
        and "fil" not in zone.get("class").split()
    ]


def _unnamed(page: Page) -> str:
    names = [node.get("aria-label") for node in page.elements if node.tag == "nav"]
    twice = [name for name in names if not name or names.count(name) > 1]
    return twice[0] or "sans nom" if twice else ""


def _skipping(page: Page) -> str:
    """The first link leads to the contents."""
    main = page.root.first("main")
    if not page.links or main is None or page.links[0].get("href") != f"#{main.get('id')}":
        return "Le premier lien de la page ne mène pas à son contenu"
    return ""
