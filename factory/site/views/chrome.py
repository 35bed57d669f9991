"""What all the pages of a site share."""

from factory.site.views.values import Alert, Contact, Link, MenuItem, Picture, View


class Chrome(View, frozen=True, kw_only=True):
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
    icone: str = ""
    """URL of the tab's icon."""
    icone_apple: str = ""
    vignette: str = ""
    """URL of the arms, square and in PNG: for a page that has no picture to share."""
    manifeste: str = ""
    fictive: bool = False
    """A demonstration commune: every page's footer says so."""
    accessibilite: str = "non conforme"
    """The state that follows from the audit: « Accessibilité : non conforme » on every page."""
    acces: Contact = Contact()
    """Whom to ask for an accessible version of a document."""
    urgences: tuple[Contact, ...] = ()
    """Who answers, and at what number."""
