"""What the factory makes itself: site map, 404, sitemap, robots, redirections."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from msgspec.structs import replace

from factory.content.document import Document
from factory.content.models import Seance
from factory.ground.moment import PARIS, opening
from factory.site.addresses import is_home
from factory.site.legal.fixed import LEGAL, SITE_MAP
from factory.site.menu import site_map
from factory.site.outputs import Page, file_of
from factory.site.plan import Plan
from factory.site.records import Record, sections, types
from factory.site.views import (
    Chrome,
    Link,
    NotFoundView,
    RedirectView,
    RobotsView,
    SearchView,
    SiteMapNode,
    SiteMapView,
    SitemapView,
)

SEARCH = "/recherche/"


def plan_page(plan: Plan, chrome: Chrome) -> Page:
    url = SITE_MAP
    known = set(plan.addresses.owners) | {section.url for section in plan.sections.values()}
    made = (SiteMapNode(texte=text, url=at) for at, text in LEGAL.items() if at not in known)
    view = SiteMapView(
        chrome=chrome,
        url=url,
        titre="Plan du site",
        fil=(Link(texte="Accueil", url="/"),),
        noeuds=(*site_map(plan), *made),
    )
    return Page(path=file_of(url), template="plan.html", view=view)


def search(plan: Plan, chrome: Chrome, found: tuple[Record, ...]) -> Page:
    """The page of the search, for those records; which index it reads is not known yet.

    Where it cannot serve, the sections and a link to the site map stand in its place: the whole map
    would weigh more than the search.
    """
    view = SearchView(
        chrome=chrome,
        url=SEARCH,
        titre="Recherche",
        fil=(Link(texte="Accueil", url="/"),),
        indexer=False,
        noeuds=tuple(replace(node, enfants=()) for node in site_map(plan)),
        types=types(found),
        rubriques=sections(found),
    )
    return Page(path=file_of(SEARCH), template="recherche.html", view=view)


def not_found(plan: Plan, chrome: Chrome) -> Page:
    links = [Link(texte=item.texte, url=item.url) for item in chrome.menu if item.url]
    view = NotFoundView(
        chrome=chrome,
        url="/404.html",
        titre="Page introuvable",
        indexer=False,
        liens=(
            Link(texte="Accueil", url="/"),
            *links,
            Link(texte="Plan du site", url="/plan-du-site/"),
        ),
    )
    return Page(path="404.html", template="404.html", view=view)


def sitemap(plan: Plan, pages: Iterable[Page]) -> Page:
    """sitemap.xml (sitemaps.org 0.9): every page that may be indexed."""
    urls: dict[str, date | None] = {}
    for page in pages:
        view = page.view
        if getattr(view, "indexer", False) and page.path.endswith("index.html"):
            document = plan.snapshot.documents.get(page.source)
            urls[plan.base + view.url] = _last_change(plan, document) if document else None
    view = SitemapView(urls=tuple(sorted(urls.items(), key=lambda pair: pair[0])))
    return Page(path="sitemap.xml", template="sitemap.xml", view=view)


def robots(plan: Plan) -> Page:
    """robots.txt. Pages that ask not to be indexed say so themselves: a robot must read them."""
    view = RobotsView(plan=f"{plan.base}/sitemap.xml")
    return Page(path="robots.txt", template="robots.txt", view=view)


def redirections(plan: Plan, wanted: Mapping[str, str]) -> list[Page]:
    """A page for each former address of a page: `wanted` is former URL → URL today."""
    return [
        Page(
            path=file_of(former),
            template="redirection.html",
            view=RedirectView(
                langue=plan.snapshot.commune.langue,
                titre=_title_at(plan, url),
                vers=url,
                canonique=plan.base + url,
            ),
        )
        for former, url in wanted.items()
        if former.endswith("/")
    ]


def _last_change(plan: Plan, document: Document) -> date | None:
    """The day the page last changed, where that is known: never one to come.

    An act's is the register's, which dates what is online; a sitting's own date says nothing of
    its page.
    """
    meta = document.meta
    registered = plan.snapshot.act(document.path)
    first = meta.publier_le or (None if isinstance(meta, Seance) else meta.date)
    if registered is not None and meta.maj is None:
        return datetime.fromisoformat(registered.moment).astimezone(PARIS).date()
    when = meta.maj or first
    if when is None or is_home(document.path) or not plan.clock.reached(opening(when)):
        return None
    return when.date() if isinstance(when, datetime) else when


def _title_at(plan: Plan, url: str) -> str:
    owner = plan.addresses.owners.get(url.partition("#")[0])
    return plan.document(owner).meta.titre if owner else plan.snapshot.commune.intitule
