"""Files for machines: feeds, site map, robots, redirections, colours."""

from dataclasses import dataclass
from datetime import date, datetime

from factory.site.views.values import Html, When


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """A file whose text is its view: no template has anything to add."""

    texte: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectView:
    """A former address: immediate refresh, canonical, link."""

    langue: str
    titre: str
    vers: str
    """Absolute within the site, or a full URL."""
    canonique: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    id: str
    url: str
    titre: str
    resume: str
    publie: datetime
    maj: datetime
    contenu: Html


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedView:
    """An Atom feed; URLs absolute, instants with their offset."""

    titre: str
    url: str
    site: str
    langue: str
    auteur: str
    maj: datetime
    entrees: tuple[FeedEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapView:
    """sitemap.xml: full URLs and last modification, where the author gave one."""

    urls: tuple[tuple[str, date | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsView:
    plan: str
    exclues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """An event as a calendar reads it. `recurrence` is an RRULE; `maj` an instant (DTSTAMP)."""

    id: str
    url: str
    titre: str
    debut: When
    maj: datetime
    resume: str = ""
    fin: When | None = None
    recurrence: str = ""
    sauf: tuple[date, ...] = ()
    lieu: str = ""
    annule: bool = False
    reporte: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarView:
    """An iCalendar file."""

    titre: str
    evenements: tuple[CalendarEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaletteView:
    """The stylesheet that holds the commune's colours."""

    couleur: str
    """« #1f5f8b »."""
