"""Atom feeds (RFC 4287), one for each section that readers follow."""

from datetime import datetime, time

from factory.content.document import Document
from factory.content.models import Alerte, Avis
from factory.ground.moment import PARIS, opening
from factory.site.bodies import body
from factory.site.cards import summary
from factory.site.outputs import Page, file_of
from factory.site.plan import Plan
from factory.site.views import FeedEntry, FeedView, When
from factory.site.words import FOLDERS

_FOLLOWED = (
    ("actualite", "actualites"),
    ("acte", "actes"),
    ("alerte", "alertes"),
    ("avis", "avis"),
    ("publication", "publications"),
)
_ENTRIES = 20


def feeds(plan: Plan) -> dict[str, Page]:
    """The feeds by type of document; none for a type of which nothing is dated yet."""
    made = {}
    for kind, folder in _FOLLOWED:
        page = _feed(plan, kind, folder)
        if page is not None:
            made[kind] = page
    return made


def address(feeds: dict[str, Page], kind: str) -> str:
    """Where the feed of a type is; empty where there is none."""
    page = feeds.get(kind)
    return f"/{page.path}" if page else ""


def _feed(plan: Plan, kind: str, folder: str) -> Page | None:
    dated = []
    for document in plan.of_type(kind):
        when = _published(plan, document)
        if when is not None and document.meta.indexer:
            dated.append((when, document.path, document))
    if not dated:
        return None
    newest = sorted(dated, key=lambda one: one[:2], reverse=True)[:_ENTRIES]
    entries = tuple(_entry(plan, document, when) for when, _, document in newest)
    commune = plan.snapshot.commune
    section = plan.sections.get(folder)
    url = f"/{folder}/flux.xml"
    view = FeedView(
        titre=f"{commune.intitule} : {(section.titre if section else FOLDERS[folder]).lower()}",
        url=plan.base + url,
        site=plan.base + (section.url if section else "/"),
        langue=commune.langue,
        auteur=commune.intitule,
        maj=max(entry.maj for entry in entries),
        entrees=entries,
    )
    return Page(path=file_of(url), template="atom.xml", view=view)


def _published(plan: Plan, document: Document) -> datetime | None:
    """When it was put before readers: for an act, what the register says and nothing else.

    None for what is dated tomorrow: it is news tomorrow. What the register dates is online.
    """
    meta = document.meta
    if document.type == "acte":
        registered = plan.snapshot.act(document.path)
        return datetime.fromisoformat(registered.moment).astimezone(PARIS) if registered else None
    began = meta.debut if isinstance(meta, Alerte | Avis) else None
    when = meta.publier_le or began or meta.date
    if when is None or not plan.clock.reached(opening(when)):
        return None
    return _instant(when)


def _entry(plan: Plan, document: Document, published: datetime) -> FeedEntry:
    meta = document.meta
    url = plan.base + plan.addresses.urls[document.path]
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
