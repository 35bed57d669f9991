"""Views: everything a template sees, and nothing else.

A view is a frozen value. Its digest is part of the page's key, so a template can show nothing
that its page's key does not cover. Dates are given as dates: the theme's helpers put them into
French. `Html` is a fragment that is already sanitised and whose links are already resolved.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType

Html = NewType("Html", str)
When = date | datetime
"""A day, or a day and an hour where the author gave one (naive, Europe/Paris)."""


# -- the small values ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    texte: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuItem:
    texte: str
    url: str
    enfants: tuple["MenuItem", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One `<source>` of a picture: `srcset` is ready to print."""

    type: str
    srcset: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture and its derivatives. `alt` empty says decorative."""

    src: str
    largeur: int
    hauteur: int
    alt: str = ""
    sources: tuple[Source, ...] = ()
    legende: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLink:
    """A downloadable document: `format` as readers say it (PDF, ODT…), `poids` in bytes."""

    titre: str
    url: str
    format: str
    poids: int
    langue: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursLine:
    """« Lundi, mardi » and « 8 h 30 – 12 h, 13 h 30 – 17 h »."""

    jours: str
    heures: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursPeriod:
    """The hours of a stretch of the year. `titre` is empty for the ordinary hours."""

    titre: str
    lignes: tuple[HoursLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    periodes: tuple[HoursPeriod, ...]
    fermetures: tuple[str, ...] = ()
    note: str = ""
    osm: str = ""
    """OpenStreetMap's opening_hours syntax."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    nom: str = ""
    fonction: str = ""
    adresse: tuple[str, ...] = ()
    telephone: str = ""
    """As it is read aloud, « 04 42 00 12 34 »."""
    telephone_lien: str = ""
    """For `tel:`, « +33442001234 »."""
    courriel: str = ""
    site: str = ""
    url: str = ""
    """The page of the directory entry, where there is one."""
    horaires: Hours | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a listing may show of a document."""

    id: str
    url: str
    type: str
    titre: str
    resume: str = ""
    date: When | None = None
    fin: When | None = None
    etiquette: str = ""
    """Category, nature or function: the small word above the title."""
    lieu: str = ""
    statut: str = ""
    """Only where it is not the ordinary one: « Annulé », « Complet », « Clos »…"""
    image: Picture | None = None
    contact: Contact | None = None
    document: FileLink | None = None
    brouillon: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A titled part of a listing: a month of the agenda, a category of the directory…"""

    titre: str
    id: str
    cartes: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pagination:
    page: int
    pages: int
    precedente: str = ""
    suivante: str = ""
    liens: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    niveau: int
    id: str
    texte: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    id: str
    niveau: str
    """info, vigilance or urgence."""
    titre: str
    texte: Html
    fin: When
    lien: Link | None = None


# -- what all pages of a site share ---------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Chrome:
    """The parts of the page that every page of a commune shares."""

    nom: str
    """« Commune de Saint-Exemple »: what the site calls itself."""
    commune: str
    domaine: str
    """Absolute base, « https://saint-exemple.fr », without a final slash."""
    langue: str
    menu: tuple[MenuItem, ...]
    pied: tuple[Link, ...]
    reseaux: tuple[Link, ...]
    contact: Contact
    alertes: tuple[Alert, ...]
    couleurs_css: str
    """URL of the commune's palette."""
    blason: Picture | None = None
    flux: str = ""
    fictive: bool = False
    """A demonstration commune: every page's footer says so."""
    accessibilite: str = "non conforme"
    urgences: tuple[Link, ...] = ()


# -- pages ----------------------------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView(PageView):
    """A document's own page. `details` is what its type adds; the template is the type's name."""

    type: str
    corps: Html
    sommaire: tuple[Heading, ...] = ()
    date: When | None = None
    maj: When | None = None
    documents: tuple[FileLink, ...] = ()
    contact: Contact | None = None
    brouillon: bool = False
    details: "Details | None" = None
    enfants: tuple[Card, ...] = ()
    """The pages below, for a section's own page."""
    voisins: tuple[Link, ...] = ()
    """The other pages of the same section."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView(PageView):
    corps: Html
    acces_rapides: tuple[Link, ...] = ()
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


# -- what each type adds --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ActualiteDetails:
    categorie: str = ""
    une: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    debut: When
    fin: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvenementDetails:
    debut: When
    fin: When | None = None
    occurrences: tuple[Occurrence, ...] = ()
    """The dates to come of a recurring event."""
    recurrence: str = ""
    """In French: « Chaque mardi »."""
    lieu: Contact | None = None
    organisateur: Contact | None = None
    categorie: str = ""
    tarif: str = ""
    inscription: str = ""
    accessibilite: tuple[str, ...] = ()
    statut: str = "confirmé"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlerteDetails:
    niveau: str
    debut: When
    fin: When
    lien: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FicheDetails:
    categorie: str
    contact: Contact
    position: tuple[float, float] | None = None
    """Latitude, longitude, in degrees."""
    services: tuple[str, ...] = ()
    capacite: str = ""
    tarifs: tuple[str, ...] = ()
    reservation: str = ""
    accessibilite: tuple[str, ...] = ()
    acceslibre: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EluDetails:
    prenom: str
    nom: str
    fonction: str
    delegations: tuple[str, ...] = ()
    groupe: str = ""
    mandat_debut: date | None = None
    mandat_fin: date | None = None
    permanence: Hours | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeanceDetails:
    date: When
    assemblee: str
    lieu: str = ""
    convocation: FileLink | None = None
    ordre_du_jour: FileLink | None = None
    liste_deliberations: FileLink | None = None
    pv: FileLink | None = None
    pv_arrete_le: When | None = None
    video: str = ""
    actes: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActeDetails:
    nature: str
    portee: str = ""
    numero: str = ""
    objet: str = ""
    matiere: str = ""
    date_acte: date | None = None
    seance: Link | None = None
    auteurs: tuple[str, ...] = ()
    """« Prénom Nom, maire »."""
    fichier: FileLink | None = None
    empreinte: str = ""
    """SHA-256 of the file."""
    annexes: tuple[FileLink, ...] = ()
    prefecture_id: str = ""
    prefecture_recu_le: date | None = None
    votes: tuple[tuple[str, int], ...] = ()
    effet_du: date | None = None
    effet_au: date | None = None
    lieux: tuple[str, ...] = ()
    modifie: tuple[Link, ...] = ()
    abroge: tuple[Link, ...] = ()
    modifie_par: tuple[Link, ...] = ()
    abroge_par: tuple[Link, ...] = ()
    mis_en_ligne: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationDetails:
    categorie: str = ""
    numero: str = ""
    periode_du: date | None = None
    periode_au: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemarcheDetails:
    guichet: Contact | None = None
    public: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()
    formulaires: tuple[FileLink | Link, ...] = ()
    cout: str = ""
    delai: str = ""
    teleservice: str = ""
    rendez_vous: str = ""
    service_public: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AvisDetails:
    nature: str
    reference: str = ""
    debut: When | None = None
    date_limite: When | None = None
    ouvert: bool | None = None
    organisme: str = ""
    lien: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDetails:
    groupe: str = ""
    """The opposition's space (CGCT L2121-27-1)."""


Details = (
    ActualiteDetails
    | EvenementDetails
    | AlerteDetails
    | FicheDetails
    | EluDetails
    | SeanceDetails
    | ActeDetails
    | PublicationDetails
    | DemarcheDetails
    | AvisDetails
    | PageDetails
)
