"""A document's own page."""

import posixpath
from itertools import islice

from factory.content.document import Document
from factory.site import contacts, pictures, profiles
from factory.site.access import inaccessible
from factory.site.bodies import body
from factory.site.cards import cards, summary
from factory.site.details import details, pieces
from factory.site.machines import nodes
from factory.site.menu import breadcrumbs
from factory.site.outputs import Page, file_of
from factory.site.plan import Plan
from factory.site.sections import Section
from factory.site.views import Card, Chrome, DocumentView, Heading, Link

_NEIGHBOURS = 30
_SUMMARY_FROM = 3
"""Headings of level 2 from which a table of contents helps."""


def page(plan: Plan, chrome: Chrome, document: Document) -> Page:
    """The page of a document, or of a folder whose own page it is."""
    meta = document.meta
    url = plan.addresses.urls[document.path]
    folder = posixpath.dirname(document.path).removeprefix("contenu").lstrip("/")
    section = plan.headed.get(document.path) or plan.sections[folder]
    own = details(plan, document)
    picture = pictures.of_document(plan, document)
    view = DocumentView(
        chrome=chrome,
        url=url,
        titre=meta.titre,
        resume=summary(document),
        langue=plan.language(document),
        fil=breadcrumbs(plan, folder, last=url),
        indexer=meta.indexer,
        image=picture,
        donnees=nodes.of_document(plan, document, own, picture),
        type=meta.type,
        chapo=_lead(document),
        corps=body(plan, document),
        sommaire=_contents(document),
        date=meta.date,
        maj=meta.maj,
        documents=pieces(plan, document),
        inaccessibles=inaccessible(plan, document),
        contact=contacts.named(plan, document, meta.contact, "contact"),
        brouillon=document.path not in plan.snapshot.published,
        details=own,
        enfants=_children(plan, section) if section.page == document.path else (),
        voisins=_neighbours(plan, section, document),
        demarches=profiles.formalities(plan, document),
    )
    return Page(path=file_of(url), template=f"{meta.type}.html", view=view, source=document.path)


def _lead(document: Document) -> str:
    """The author's summary, unless the text begins with the very same words."""
    written = document.meta.resume
    return "" if document.body.texte.startswith(written.rstrip(" …")) else written


def _contents(document: Document) -> tuple[Heading, ...]:
    headings = tuple(
        Heading(niveau=h.niveau, id=h.id, texte=h.texte)
        for h in document.body.headings
        if h.niveau in (2, 3)
    )
    return headings if sum(h.niveau == 2 for h in headings) >= _SUMMARY_FROM else ()


def _children(plan: Plan, section: Section) -> tuple[Card, ...]:
    """The pages below a folder's page, its folders first."""
    below: list[Card] = []
    for folder in section.sections:
        child = plan.sections[folder]
        if child.page:
            below += cards(plan, [plan.document(child.page)])
        else:
            below.append(Card(id=folder, url=child.url, type="page", titre=child.titre))
    return (*below, *cards(plan, map(plan.document, section.documents)))


def _neighbours(plan: Plan, section: Section, document: Document) -> tuple[Link, ...]:
    """The other pages of a lasting section."""
    if section.type != "page" or not section.folder or section.page == document.path:
        return ()
    others = (plan.links[path] for path in section.documents if path != document.path)
    return tuple(islice(others, _NEIGHBOURS))
