"""Listings: a folder's documents, in the order and the groups that their type calls for."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime

from msgspec import structs

from factory.content.document import Document
from factory.content.models import Acte, Avis, Evenement, Fiche, Publication, Seance
from factory.ground.moment import closing
from factory.ground.recurrence import sentence
from factory.ground.slugs import slug
from factory.site import agenda
from factory.site.bodies import body
from factory.site.calendars import whole_url
from factory.site.cards import card, cards, chronological
from factory.site.menu import breadcrumbs
from factory.site.outputs import Page, file_of
from factory.site.plan import Plan
from factory.site.sections import Section, page_order, protocol
from factory.site.views import Card, Chrome, Group, Html, Link, ListView, Pagination
from factory.site.words import EMPTY, collation, month

PER_PAGE = 20
_MONTHS = 6
"""How many months of the agenda have a page each."""
_PAGED = frozenset({"actualite", "publication"})


def listing(
    plan: Plan, chrome: Chrome, section: Section, *, feed: str = "", data: tuple[Link, ...] = ()
) -> list[Page]:
    """The pages of a section's listing. The folder's own page stands above the first one."""
    kind = section.type
    documents = [plan.document(path) for path in _all_below(plan, section)]
    if kind == "evenement":
        return _agenda(plan, chrome, section, documents)
    if kind in _GROUPED:
        return [
            _page(
                plan, chrome, section, groups=_GROUPED[kind](plan, documents), feed=feed, data=data
            )
        ]
    if kind in _PAGED or _is_journal(documents):
        documents.sort(key=chronological, reverse=True)
    else:
        documents.sort(key=page_order)
    shown = cards(plan, documents)
    slices = [shown[at : at + PER_PAGE] for at in range(0, len(shown), PER_PAGE)] or [()]
    return [
        _page(
            plan, chrome, section, shown=part, feed=feed, data=data,
            pagination=_pagination(section.url, number, len(slices)),
        )
        for number, part in enumerate(slices, 1)
    ]  # fmt: skip


def _agenda(plan: Plan, chrome: Chrome, section: Section, documents: list[Document]) -> list[Page]:
    """Each event once, under the month of its next date; then a page for each month near, with
    every date in it. Those pages go as time passes: they are kept from search engines."""
    dates = coming(plan, documents)
    near: dict[str, list[agenda.Date]] = {}
    for one in dates:
        near.setdefault(f"{one.debut:%Y-%m}", []).append(one)
    urls = {key: f"{section.url}{key}/" for key in sorted(near)[:_MONTHS]}
    urls = {key: url for key, url in urls.items() if url not in plan.addresses.owners}
    months = tuple(Link(texte=month(near[key][0].debut), url=url) for key, url in urls.items())
    first = _page(plan, chrome, section, groups=_by_month(plan, dates))
    view = structs.replace(first.view, mois=months, calendrier=whole_url(plan))
    first = replace(first, view=view)
    pages = [first]
    for link, (key, url) in zip(months, urls.items(), strict=True):
        view = ListView(
            chrome=chrome,
            url=url,
            titre=f"Agenda de {link.texte.lower()}"
            if link.texte[0] not in "AO"
            else f"Agenda d’{link.texte.lower()}",
            fil=(*breadcrumbs(plan, section.folder),),
            indexer=False,
            type="evenement",
            corps=Html(""),
            cartes=tuple(event_card(plan, one) for one in near[key]),
            mois=months,
        )
        pages.append(Page(path=file_of(url), template="agenda.html", view=view))
    return pages


def _is_journal(documents: Iterable[Document]) -> bool:
    """Whether a folder without a type reads as one: every page dated, none ranked by its author."""
    found = [document.meta for document in documents]
    return bool(found) and all(meta.date and meta.ordre is None for meta in found)


def coming(plan: Plan, documents: Iterable[Document]) -> list[agenda.Date]:
    """The dates to come of all events, soonest first."""
    dates = [one for document in documents for one in plan.dates.get(document.path, ())]
    return sorted(dates, key=lambda one: one.order)


def event_card(plan: Plan, one: agenda.Date) -> Card:
    """One date of an event, and what is said of the others: « Chaque samedi »."""
    meta = one.document.meta
    rule = meta.recurrence if isinstance(meta, Evenement) else None
    said = sentence(rule, meta.debut) if rule and isinstance(meta, Evenement) else ""
    return card(plan, one.document, debut=one.debut, fin=one.fin, recurrence=said)


def _page(
    plan: Plan,
    chrome: Chrome,
    section: Section,
    *,
    shown: tuple[Card, ...] = (),
    groups: tuple[Group, ...] = (),
    pagination: Pagination | None = None,
    feed: str = "",
    data: tuple[Link, ...] = (),
) -> Page:
    number = pagination.page if pagination else 1
    own = plan.document(section.page) if section.page else None
    url = section.url if number == 1 else f"{section.url}page/{number}/"
    view = ListView(
        chrome=chrome,
        url=url,
        titre=section.titre if number == 1 else f"{section.titre}, page {number}",
        resume=own.meta.resume if own and number == 1 else "",
        langue=own.meta.langue if own else "",
        fil=breadcrumbs(plan, section.folder, last=url),
        indexer=own.meta.indexer if own else True,
        type=section.type,
        corps=body(plan, own) if own and number == 1 else Html(""),
        cartes=shown,
        groupes=groups,
        pagination=pagination if pagination and pagination.pages > 1 else None,
        flux=feed,
        donnees_ouvertes=data,
        vide=EMPTY[section.type] if not shown and not groups else "",
    )
    template = _TEMPLATES.get(section.type, "liste.html")
    return Page(path=file_of(url), template=template, view=view, source=section.page)


def _all_below(plan: Plan, section: Section) -> Iterable[str]:
    """A typed folder lists what lies in its subfolders too: they are the author's own order."""
    yield from section.documents
    for folder in section.sections:
        below = plan.sections[folder]
        if below.page:
            yield below.page
        yield from _all_below(plan, below)


def _pagination(url: str, number: int, pages: int) -> Pagination:
    def at(page: int) -> str:
        return url if page == 1 else f"{url}page/{page}/"

    return Pagination(
        page=number,
        pages=pages,
        precedente=at(number - 1) if number > 1 else "",
        suivante=at(number + 1) if number < pages else "",
        liens=tuple(Link(texte=str(n), url=at(n)) for n in range(1, pages + 1)),
    )


def _by_month(plan: Plan, dates: Iterable[agenda.Date]) -> tuple[Group, ...]:
    """Each event once, under the month of its next date; its own page has the later ones."""
    groups: dict[str, tuple[date, list[Card]]] = {}
    for one in agenda.next_of_each(dates):
        day = one.debut.date() if isinstance(one.debut, datetime) else one.debut
        groups.setdefault(f"{day:%Y-%m}", (day, []))[1].append(event_card(plan, one))
    return tuple(
        Group(titre=month(day), id=f"mois-{key}", cartes=tuple(found))
        for key, (day, found) in sorted(groups.items())
    )


def _by_category(plan: Plan, documents: list[Document]) -> tuple[Group, ...]:
    return _groups(plan, sorted(documents, key=page_order), _category, lambda key: collation(key))


def _by_year(plan: Plan, documents: list[Document]) -> tuple[Group, ...]:
    latest = sorted(documents, key=chronological, reverse=True)
    return _groups(plan, latest, _year, None)


def _by_sitting(plan: Plan, documents: list[Document]) -> tuple[Group, ...]:
    """Sittings to come, the next one first; then those that were, by year, the latest first."""
    held: list[Document] = []
    ahead: list[Document] = []
    for document in sorted(documents, key=chronological):
        date = document.meta.date
        over = date is None or plan.clock.reached(closing(date))
        (held if over else ahead).append(document)
    coming = Group(titre="À venir", id="a-venir", cartes=cards(plan, ahead))
    return (*((coming,) if ahead else ()), *_by_year(plan, held))


def _by_group(plan: Plan, documents: list[Document]) -> tuple[Group, ...]:
    """Members of the council in protocol order; by political group where groups are named."""
    ranked = sorted(documents, key=protocol)
    return _groups(plan, ranked, lambda d: str(getattr(d.meta, "groupe", "")), None)


def _by_state(plan: Plan, documents: list[Document]) -> tuple[Group, ...]:
    """Notices still open first, the soonest to close first; then those that are closed."""
    opened: list[Document] = []
    closed: list[Document] = []
    for document in sorted(documents, key=chronological):
        limit = document.meta.date_limite if isinstance(document.meta, Avis) else None
        over = limit is not None and plan.clock.reached(closing(limit))
        (closed if over else opened).append(document)
    groups = (("En cours", "en-cours", opened), ("Clos", "clos", closed[::-1]))
    return tuple(
        Group(titre=title, id=key, cartes=cards(plan, found))
        for title, key, found in groups
        if found
    )


def _groups(
    plan: Plan,
    documents: Iterable[Document],
    title: Callable[[Document], str],
    order: Callable[[str], str] | None,
) -> tuple[Group, ...]:
    """Documents by title of group; in the order met, or sorted by `order`. Untitled come last."""
    found: dict[str, list[Card]] = {}
    for document in documents:
        found.setdefault(title(document), []).append(card(plan, document))
    titles = list(found)
    if order is not None:
        titles.sort(key=lambda key: (order(key), key))
    titles.sort(key=lambda key: key == "")
    return tuple(
        Group(titre=key or ("Autres" if len(titles) > 1 else ""), id=slug(key or "autres"),
              cartes=tuple(found[key]))
        for key in titles
    )  # fmt: skip


def _category(document: Document) -> str:
    meta = document.meta
    return meta.categorie if isinstance(meta, Fiche | Publication) else ""


def _year(document: Document) -> str:
    when = chronological(document)[0]
    return when[:4] if isinstance(document.meta, Acte | Seance) else ""


_GROUPED: dict[str, Callable[[Plan, list[Document]], tuple[Group, ...]]] = {
    "fiche": _by_category,
    "elu": _by_group,
    "avis": _by_state,
    "acte": _by_year,
    "seance": _by_sitting,
}
_TEMPLATES = {"evenement": "agenda.html", "fiche": "annuaire.html", "elu": "elus.html",
              "acte": "actes.html"}  # fmt: skip
