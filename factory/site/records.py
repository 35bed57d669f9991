"""Records: what the search knows of each page, taken from its view."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TypeGuard

from factory.site.outputs import Page
from factory.site.plan import Plan
from factory.site.views import (
    Card,
    DocumentView,
    Group,
    Heading,
    HomeView,
    Hours,
    Html,
    Link,
    NotFoundView,
    PageView,
    Pagination,
    Picture,
    SearchView,
    SiteMapView,
)
from factory.site.views.values import View
from factory.site.words import collation

_NOWHERE = (NotFoundView, SearchView, SiteMapView)
"""Pages that lead to the others: to find one of them helps nobody."""
_OTHERS = (Card, Group, Heading, Pagination, Picture)
"""Values that speak of other pages, or say again what the text says."""
OPENING = "Horaires d’ouverture"
"""What one looks for who wants a page with hours: their figures are of no help."""
_SILENT = frozenset({
    "corps", "flux", "format", "empreinte", "id", "niveau", "osm", "statut", "telephone_lien",
    "type", "url", "vide", "voisins",
})  # fmt: skip
"""Fields whose texts are for machines, or told apart."""
_COMMON = frozenset(PageView.__struct_fields__)
_DATES = ("debut", "date", "date_acte")
"""Where a page's details say when what they tell of takes place."""


class Record(View, frozen=True, kw_only=True):
    """A page as the search finds it."""

    url: str
    titre: str
    resume: str = ""
    type: str
    """The document's type: « actualite »… or « page »."""
    rubrique: str = ""
    """The title of the section at the top; empty at the root."""
    date: str = ""
    """The day, « 2026-03-03 », where there is one."""
    mots: tuple[str, ...] = ()
    """What its details add: functions, places, numbers of acts…"""
    corps: Html


def records(plan: Plan, pages: Iterable[Page]) -> tuple[Record, ...]:
    """The record of each page that may be found, by URL.

    Left out: pages that ask not to be indexed, drafts, and all but the first page of a list.
    """
    tops = {s.url: s.titre for s in plan.sections.values() if s.folder and "/" not in s.folder}
    found = [_record(page.view, tops) for page in pages if _may_be_found(page.view)]
    return tuple(sorted(found, key=lambda record: record.url))


def _may_be_found(view: object) -> bool:
    if not isinstance(view, PageView) or isinstance(view, _NOWHERE) or not view.indexer:
        return False
    pagination = getattr(view, "pagination", None)
    later = isinstance(pagination, Pagination) and pagination.page > 1
    return not later and not getattr(view, "brouillon", False)


def _record(view: PageView, tops: Mapping[str, str]) -> Record:
    parts = [getattr(view, name) for name in _told(view) if name not in _COMMON]
    home = isinstance(view, HomeView)
    if home:
        parts += ["Mairie", view.chrome.contact]
    words = dict.fromkeys(word for part in parts for word in _words(part))
    return Record(
        url=view.url,
        titre=view.chrome.nom if home else view.titre,
        resume=view.resume,
        type=view.type if isinstance(view, DocumentView) else "page",
        rubrique=_section(view, tops),
        date=_date(view),
        mots=tuple(words),
        corps=getattr(view, "corps", Html("")),
    )


def _section(view: PageView, tops: Mapping[str, str]) -> str:
    for link in view.fil[1:2]:
        if link.url in tops:
            return tops[link.url]
    return tops.get(view.url, "")


def _date(view: PageView) -> str:
    details = getattr(view, "details", None)
    told = (getattr(details, name, None) for name in _DATES)
    when = next((day for day in told if day is not None), getattr(view, "date", None))
    if when is None:
        return ""
    return (when.date() if isinstance(when, datetime) else when).isoformat()


def types(found: Iterable[Record]) -> tuple[str, ...]:
    """The types that a search may be narrowed to, where there are several."""
    several = tuple(sorted({record.type for record in found}))
    return several if len(several) > 1 else ()


def sections(found: Iterable[Record]) -> tuple[str, ...]:
    """The same for the sections, in French alphabetical order."""
    several = {record.rubrique for record in found if record.rubrique}
    return tuple(sorted(several, key=lambda title: (collation(title), title)))


def _words(value: object) -> Iterator[str]:
    """Every text of a value that a reader sees on the page."""
    if isinstance(value, str):
        if value and not value.startswith(("http://", "https://", "/", "mailto:", "tel:")):
            yield value
    elif _is_line(value):
        yield "".join(piece.texte for piece in value)
    elif isinstance(value, tuple):
        for part in value:
            yield from _words(part)
    elif isinstance(value, Hours):
        yield OPENING
    elif value is not None and not isinstance(value, _OTHERS):
        for name in _told(value):
            yield from _words(getattr(value, name))


def _told(value: object) -> Iterator[str]:
    """The fields whose texts a reader sees; none of what is no view."""
    names: Iterable[str] = getattr(value, "__struct_fields__", ())
    return (name for name in names if name not in _SILENT)


def _is_line(value: object) -> TypeGuard[tuple[Link, ...]]:
    """A sentence in pieces, some of which are links (views/legal.py)."""
    return (
        isinstance(value, tuple)
        and all(isinstance(piece, Link) for piece in value)
        and any(not piece.url for piece in value)
    )
