"""Files for machines: feeds, site map, robots, redirections, colours."""

from datetime import date, datetime

from factory.site.views.values import Html, View, When


class FileView(View, frozen=True, kw_only=True):
    """A file whose text is its view: no template has anything to add."""

    texte: str


class RedirectView(View, frozen=True, kw_only=True):
    """A former address: immediate refresh, canonical, link."""

    langue: str
    titre: str
    vers: str
    """Absolute within the site, or a full URL."""
    canonique: str


class FeedEntry(View, frozen=True, kw_only=True):
    id: str
    url: str
    titre: str
    resume: str
    publie: datetime
    maj: datetime
    contenu: Html


class FeedView(View, frozen=True, kw_only=True):
    """An Atom feed; URLs absolute, instants with their offset."""

    titre: str
    url: str
    site: str
    langue: str
    auteur: str
    maj: datetime
    entrees: tuple[FeedEntry, ...]


class SitemapView(View, frozen=True, kw_only=True):
    """sitemap.xml: full URLs and last modification, where the author gave one."""

    urls: tuple[tuple[str, date | None], ...]


class RobotsView(View, frozen=True, kw_only=True):
    plan: str
    exclues: tuple[str, ...] = ()


class CalendarEvent(View, frozen=True, kw_only=True):
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


class CalendarView(View, frozen=True, kw_only=True):
    """An iCalendar file."""

    titre: str
    evenements: tuple[CalendarEvent, ...]


class PaletteView(View, frozen=True, kw_only=True):
    """The stylesheet that holds the commune's colours."""

    couleur: str
    """« #1f5f8b »."""
