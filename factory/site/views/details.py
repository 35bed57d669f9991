"""What each type of document adds to its page."""

from datetime import date, datetime

from factory.site.views.values import Card, Contact, FileLink, Hours, Link, View, When


class ActualiteDetails(View, frozen=True, kw_only=True):
    categorie: str = ""
    une: bool = False


class Occurrence(View, frozen=True, kw_only=True):
    debut: When
    fin: When | None = None


class EvenementDetails(View, frozen=True, kw_only=True):
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
    calendrier: str = ""
    """URL of its calendar file; empty once all is over."""


class AlerteDetails(View, frozen=True, kw_only=True):
    niveau: str
    debut: When
    fin: When
    lien: Link | None = None


class FicheDetails(View, frozen=True, kw_only=True):
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


class EluDetails(View, frozen=True, kw_only=True):
    prenom: str
    nom: str
    fonction: str
    delegations: tuple[str, ...] = ()
    groupe: str = ""
    mandat_debut: date | None = None
    mandat_fin: date | None = None
    permanence: Hours | None = None


class SeanceDetails(View, frozen=True, kw_only=True):
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


class ActeDetails(View, frozen=True, kw_only=True):
    nature: str
    portee: str = ""
    numero: str = ""
    objet: str = ""
    matiere: str = ""
    """« 7.10 Divers »."""
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
    lieux: tuple[Link, ...] = ()
    """Each with the page of the acts of that street."""
    modifie: tuple[Link, ...] = ()
    abroge: tuple[Link, ...] = ()
    modifie_par: tuple[Link, ...] = ()
    abroge_par: tuple[Link, ...] = ()
    mis_en_ligne: datetime | None = None
    """From the register, never the build's; None before it is there: in a preview."""
    minimum: date | None = None
    """The last day of the two months of publicity."""
    remplacements: tuple[tuple[str, datetime], ...] = ()
    """Why and when a version took the place of another."""
    retrait: tuple[str, str, datetime] | None = None
    """Why, by whose decision and when it was withdrawn."""
    etat: str = ""
    """« Abrogé », « Modifié »… as its card says it."""
    preuve: str = ""
    """The address of its statement of publication."""
    mode: str = ""
    """How the commune publishes its acts: électronique, affichage, papier, or not said."""


class PublicationDetails(View, frozen=True, kw_only=True):
    categorie: str = ""
    numero: str = ""
    periode_du: date | None = None
    periode_au: date | None = None


class DemarcheDetails(View, frozen=True, kw_only=True):
    guichet: Contact | None = None
    public: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()
    formulaires: tuple[FileLink | Link, ...] = ()
    cout: str = ""
    delai: str = ""
    teleservice: str = ""
    rendez_vous: str = ""
    service_public: str = ""


class AvisDetails(View, frozen=True, kw_only=True):
    nature: str
    reference: str = ""
    debut: When | None = None
    date_limite: When | None = None
    ouvert: bool | None = None
    organisme: str = ""
    lien: str = ""


class PageDetails(View, frozen=True, kw_only=True):
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
