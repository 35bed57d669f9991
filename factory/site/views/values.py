"""The small values that views are made of."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType

Html = NewType("Html", str)
When = date | datetime
"""A day, or a day and an hour where the author gave one (naive, Europe/Paris)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    texte: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    """A way in from the home page. `icone` is one of the theme's icons, or empty."""

    texte: str
    url: str
    icone: str = ""


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
    regles: str = ""
    """What the theme's script reckons the state of the day with (ground/hours/rules.py)."""


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
    recurrence: str = ""
    """Of an event that recurs, whose next date this is: « Chaque samedi »."""
    etiquette: str = ""
    """Category, nature or function: the small word above the title."""
    lieu: str = ""
    statut: str = ""
    """Only where it is not the ordinary one: « Annulé », « Complet », « Clos »…"""
    en_cours: bool = False
    """Whether that state is that it is on, or to come: « Ouvert », « En ce moment »."""
    image: Picture | None = None
    contact: Contact | None = None
    document: FileLink | None = None
    delegations: tuple[str, ...] = ()
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
