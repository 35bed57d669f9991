"""The small values that views are made of."""

from datetime import date, datetime
from typing import NewType

import msgspec

Html = NewType("Html", str)
When = date | datetime
"""A day, or a day and an hour where the author gave one (naive, Europe/Paris)."""


class View(msgspec.Struct, frozen=True):
    """A value that templates see.

    A struct is defined forty times as quickly as a frozen dataclass, of which a command would
    define sixty at its start, and made and written quicker: a large site has tens of thousands.
    Another like it but for a field: `msgspec.structs.replace`.
    """


class Link(View, frozen=True, kw_only=True):
    texte: str
    url: str
    langue: str = ""
    """The language of its text, where it is not the site's."""


class Shortcut(View, frozen=True, kw_only=True):
    """A way in from the home page. `icone` is one of the theme's icons, or empty."""

    texte: str
    url: str
    icone: str = ""


class MenuItem(View, frozen=True, kw_only=True):
    texte: str
    url: str
    enfants: tuple["MenuItem", ...] = ()


class Source(View, frozen=True, kw_only=True):
    """One `<source>` of a picture: `srcset` is ready to print."""

    type: str
    srcset: str


class Picture(View, frozen=True, kw_only=True):
    """A picture and its derivatives. `alt` empty says decorative."""

    src: str
    largeur: int
    hauteur: int
    alt: str = ""
    sources: tuple[Source, ...] = ()
    legende: str = ""
    credit: str = ""


class FileLink(View, frozen=True, kw_only=True):
    """A downloadable document: `format` as readers say it (PDF, ODT…), `poids` in bytes."""

    titre: str
    url: str
    format: str
    poids: int
    langue: str = ""


class HoursLine(View, frozen=True, kw_only=True):
    """« Lundi, mardi » and « 8 h 30 – 12 h, 13 h 30 – 17 h »."""

    jours: str
    heures: str


class HoursPeriod(View, frozen=True, kw_only=True):
    """The hours of a stretch of the year. `titre` is empty for the ordinary hours."""

    titre: str
    lignes: tuple[HoursLine, ...]


class Hours(View, frozen=True, kw_only=True):
    periodes: tuple[HoursPeriod, ...]
    fermetures: tuple[str, ...] = ()
    note: str = ""
    osm: str = ""
    """OpenStreetMap's opening_hours syntax."""
    regles: str = ""
    """What the theme's script reckons the state of the day with (ground/hours/rules.py)."""


class Contact(View, frozen=True, kw_only=True):
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


class Card(View, frozen=True, kw_only=True):
    """What a listing may show of a document."""

    id: str
    url: str
    type: str
    titre: str
    resume: str = ""
    langue: str = ""
    """The language of both, where it is not the site's."""
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


class Group(View, frozen=True, kw_only=True):
    """A titled part of a listing: a month of the agenda, a category of the directory…"""

    titre: str
    id: str
    cartes: tuple[Card, ...]


class Pagination(View, frozen=True, kw_only=True):
    page: int
    pages: int
    precedente: str = ""
    suivante: str = ""
    liens: tuple[Link, ...] = ()


class Heading(View, frozen=True, kw_only=True):
    niveau: int
    id: str
    texte: str


class Alert(View, frozen=True, kw_only=True):
    id: str
    niveau: str
    """info, vigilance or urgence."""
    titre: str
    texte: Html
    fin: When
    lien: Link | None = None
