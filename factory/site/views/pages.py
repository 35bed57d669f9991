"""Pages for people."""

from dataclasses import dataclass

from factory.site.views.chrome import Chrome
from factory.site.views.details import Details
from factory.site.views.values import (
    Card,
    Contact,
    FileLink,
    Group,
    Heading,
    Html,
    Link,
    Pagination,
    Picture,
    Shortcut,
    When,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """What every HTML page has. `url` is absolute within the site, « /actualites/fete/ »."""

    chrome: Chrome
    url: str
    titre: str
    resume: str = ""
    langue: str = ""
    """Only where it differs from the site's."""
    fil: tuple[Link, ...] = ()
    indexer: bool = True
    image: Picture | None = None
    donnees: str = ""
    """What the page's subject is to machines: nodes of schema.org as JSON, not yet in a graph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView(PageView):
    """A document's own page. `details` is what its type adds; the template is the type's name."""

    type: str
    chapo: str = ""
    """What the author wrote as a summary, shown above the text; `resume` is never empty."""
    corps: Html
    sommaire: tuple[Heading, ...] = ()
    date: When | None = None
    maj: When | None = None
    documents: tuple[FileLink, ...] = ()
    inaccessibles: tuple[str, ...] = ()
    """The titles of the documents that it links to and that a screen reader cannot read well."""
    contact: Contact | None = None
    brouillon: bool = False
    details: Details | None = None
    enfants: tuple[Card, ...] = ()
    """The pages below, for a section's own page."""
    voisins: tuple[Link, ...] = ()
    """The other pages of the same section."""
    demarches: tuple[Card, ...] = ()
    """On a page « Je suis… »: the formalities for that reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView(PageView):
    corps: Html
    acces_rapides: tuple[Shortcut, ...] = ()
    """« Je veux… »"""
    profils: tuple[Link, ...] = ()
    """« Je suis… »"""
    une: tuple[Card, ...] = ()
    actualites: tuple[Card, ...] = ()
    agenda: tuple[Card, ...] = ()
    publications: tuple[Card, ...] = ()
    elus: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView(PageView):
    """A listing: cards, or groups of cards, of documents of one type ("page" for a section)."""

    type: str
    corps: Html
    cartes: tuple[Card, ...] = ()
    groupes: tuple[Group, ...] = ()
    pagination: Pagination | None = None
    flux: str = ""
    mois: tuple[Link, ...] = ()
    """The agenda's months."""
    calendrier: str = ""
    """URL of the whole agenda as a calendar file."""
    donnees_ouvertes: tuple[Link, ...] = ()
    """The same as files to take away."""
    vide: str = ""
    """What to say when there is nothing to list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteMapNode:
    texte: str
    url: str
    enfants: tuple["SiteMapNode", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteMapView(PageView):
    """The page « Plan du site »."""

    noeuds: tuple[SiteMapNode, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFoundView(PageView):
    liens: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchView(PageView):
    """The page of the search; the site map stands there for those who cannot use it."""

    noeuds: tuple[SiteMapNode, ...]
    index: str = ""
    """The folder of the index, « /_recherche/0123456789abcdef/ »; empty where there is none."""
    types: tuple[str, ...] = ()
    """The document types that a search may be narrowed to."""
    rubriques: tuple[str, ...] = ()
    """The same for the titles of sections."""
