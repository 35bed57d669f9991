"""Files for machines: feeds, site map, robots, redirections, colours."""

from dataclasses import dataclass
from datetime import date, datetime

from factory.site.views.values import Html


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
class PaletteView:
    """The stylesheet that holds the commune's colours."""

    couleur: str
    """« #1f5f8b »."""
