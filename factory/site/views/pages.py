"""Pages for people."""

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
    View,
    When,
)


class PageView(View, frozen=True, kw_only=True):
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


class DocumentView(PageView, frozen=True, kw_only=True):
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


class HomeView(PageView, frozen=True, kw_only=True):
    corps: Html
    acces_rapides: tuple[Shortcut, ...] = ()
    """« Je veux… »"""
    rubriques: tuple[Link, ...] = ()
    """The menu's entries, where the commune set no shortcuts."""
    profils: tuple[Link, ...] = ()
    """« Je suis… »"""
    une: tuple[Card, ...] = ()
    actualites: tuple[Card, ...] = ()
    agenda: tuple[Card, ...] = ()
    publications: tuple[Card, ...] = ()
    elus: tuple[Card, ...] = ()
    liste_actualites: str = ""
    liste_agenda: str = ""
    liste_elus: str = ""
    """URL of all of them, where there is such a page."""


class ListView(PageView, frozen=True, kw_only=True):
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


class SiteMapNode(View, frozen=True, kw_only=True):
    texte: str
    url: str
    langue: str = ""
    enfants: tuple["SiteMapNode", ...] = ()


class SiteMapView(PageView, frozen=True, kw_only=True):
    """The page « Plan du site »."""

    noeuds: tuple[SiteMapNode, ...]


class NotFoundView(PageView, frozen=True, kw_only=True):
    liens: tuple[Link, ...] = ()


class SearchView(PageView, frozen=True, kw_only=True):
    """The page of the search; the site map stands there for those who cannot use it."""

    noeuds: tuple[SiteMapNode, ...]
    index: str = ""
    """The folder of the index, « /_recherche/0123456789abcdef/ »; empty where there is none."""
    types: tuple[str, ...] = ()
    """The document types that a search may be narrowed to."""
    rubriques: tuple[str, ...] = ()
    """The same for the titles of sections."""
