"""The register of acts: what an act's page adds, and the pages of the register itself."""

from datetime import date, datetime

from factory.site.views.pages import PageView
from factory.site.views.values import Card, FileLink, Html, Link, View


class Facet(View, frozen=True, kw_only=True):
    """One way to look the acts up: « Par rue », and a page for each street."""

    titre: str
    valeurs: tuple[tuple[Link, int], ...]
    """Each with its number of acts."""


class Publicity(View, frozen=True, kw_only=True):
    """How the commune's acts are published (CGCT L2131-1, IV). The page claims no more."""

    mode: str
    """électronique, affichage or papier; empty where nobody said."""
    deliberation: date | None = None
    """The day of the deliberation that chose it."""
    numero: str = ""
    lien: str = ""


class RegisterView(PageView, frozen=True, kw_only=True):
    """The register's first page: the latest acts, and the ways to the others."""

    corps: Html
    cartes: tuple[Card, ...]
    publicite: Publicity
    facettes: tuple[Facet, ...] = ()
    donnees_ouvertes: FileLink | None = None
    """The open data file of the deliberations (SCDL)."""
    nombre: int = 0


class Event(View, frozen=True, kw_only=True):
    """A line of the register."""

    nature: str
    """mise en ligne, remplacement or retrait."""
    moment: datetime
    motif: str = ""
    decide_par: str = ""
    decide_le: date | None = None
    precisions: str = ""
    empreinte: str = ""
    """The digest of the version it put aside."""


class Proof(View, frozen=True, kw_only=True):
    """A registered file. `url` is empty for one that is not downloaded: the page's own text."""

    nom: str
    url: str
    poids: int
    empreinte: str


class StatementView(PageView, frozen=True, kw_only=True):
    """The technical statement of an act's publication, and a draft certificate."""

    acte: Link
    adresse: str
    """The act's whole address, with the site's name."""
    nature: str
    numero: str = ""
    objet: str = ""
    date_acte: date | None = None
    auteurs: tuple[str, ...] = ()
    evenements: tuple[Event, ...]
    fichiers: tuple[Proof, ...] = ()
    publicite: Publicity
    minimum: date
    """The last day of the two months of publicity (CGCT R2131-1)."""
    retire: bool = False
    maire: str = ""
    qualite: str = ""
    commune: str
    """« de Port-Calanque », after the mayor's capacity."""
