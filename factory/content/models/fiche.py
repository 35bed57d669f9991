"""An entry of the directory: a place, a service, an association, a shop, a hall to let."""

from typing import ClassVar, Literal

from factory.content.models.base import Meta
from factory.content.models.parts import Accessibilite
from factory.content.models.scalars import Lignes, Mentions, Position
from factory.ground.hours import Fermeture, Horaires
from factory.ground.models.fields import Courriel, ListeDe, Telephone, Texte, Url


class Fiche(Meta):
    DOSSIER: ClassVar[str] = "annuaire"

    type: Literal["fiche"] = "fiche"
    categorie: Texte = ""
    adresse: Lignes = ()
    """Postal, line by line: the page's own address is `permalien` here."""
    position: Position | None = None
    """Latitude and longitude, in degrees."""
    telephone: Telephone = ""
    courriel: Courriel = ""
    site: Url = ""
    horaires: Horaires | None = None
    fermetures: ListeDe[Fermeture] = ()
    services: ListeDe[Texte] = ()
    capacite: Texte = ""
    tarifs: Mentions = ()
    reservation: Texte = ""
    accessibilite: Accessibilite | None = None

    @classmethod
    def written(cls) -> dict[str, str]:
        return {name: name for name in cls.model_fields}
