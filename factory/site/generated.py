"""What the factory makes itself: site map, 404, sitemap, feed, robots, redirections."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

from factory.content.document import Document
from factory.ground.moment import PARIS, opening
from factory.site.addresses import is_home
from factory.site.bodies import body
from factory.site.cards import chronological, summary
from factory.site.legal.fixed import LEGAL, SITE_MAP
from factory.site.menu import site_map
from factory.site.outputs import Page, file_of
from factory.site.plan import Plan
from factory.site.records import Record, sections, types
from factory.site.views import (
    Chrome,
    FeedEntry,
    FeedView,
    Link,
    NotFoundView,
    RedirectView,
    RobotsView,
    SearchView,
    SiteMapNode,
    SiteMapView,
    SitemapView,
    When,
)

FEED = "/actualites/atom.xml"
SEARCH = "/recherche/"
_ENTRIES = 20


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
    """The page of the search, for those records; which index it reads is not known yet."""
    view = SearchView(
        chrome=chrome,
        url=SEARCH,
        titre="Recherche",
        fil=(Link(texte="Accueil", url="/"),),
        indexer=False,
        noeuds=site_map(plan),
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
            urls[plan.base + view.url] = _last_change(document) if document else None
    view = SitemapView(urls=tuple(sorted(urls.items(), key=lambda pair: pair[0])))
    return Page(path="sitemap.xml", template="sitemap.xml", view=view)


def robots(plan: Plan) -> Page:
    """robots.txt. Pages that ask not to be indexed say so themselves: a robot must read them."""
    view = RobotsView(plan=f"{plan.base}/sitemap.xml")
    return Page(path="robots.txt", template="robots.txt", view=view)


def feed(plan: Plan) -> Page | None:
    """The Atom feed of the news (RFC 4287); none where there is no news."""
    news = sorted(plan.of_type("actualite"), key=chronological, reverse=True)
    news = [document for document in news if document.meta.indexer][:_ENTRIES]
    if not news:
        return None
    entries = tuple(_entry(plan, document) for document in news)
    commune = plan.snapshot.commune
    view = FeedView(
        titre=f"{commune.intitule} : actualités",
        url=plan.base + FEED,
        site=plan.base + "/",
        langue=commune.langue,
        auteur=commune.intitule,
        maj=max(entry.maj for entry in entries),
        entrees=entries,
    )
    return Page(path=file_of(FEED), template="atom.xml", view=view)


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


def _entry(plan: Plan, document: Document) -> FeedEntry:
    meta = document.meta
    assert meta.date is not None
    url = plan.base + plan.addresses.urls[document.path]
    published = _instant(meta.publier_le or meta.date)
    return FeedEntry(
        id=url,
        url=url,
        titre=meta.titre,
        resume=summary(document),
        publie=published,
        maj=max(published, _instant(meta.maj)) if meta.maj else published,
        contenu=body(plan, document),
    )


def _instant(when: When) -> datetime:
    if isinstance(when, datetime):
        return opening(when).astimezone(PARIS)
    return datetime.combine(when, time(), PARIS)


def _last_change(document: Document) -> date | None:
    when = document.meta.maj or document.meta.date
    if when is None or is_home(document.path):
        return None
    return when.date() if isinstance(when, datetime) else when


def _title_at(plan: Plan, url: str) -> str:
    owner = plan.addresses.owners.get(url.partition("#")[0])
    return plan.document(owner).meta.titre if owner else plan.snapshot.commune.intitule
