"""A piece of news."""

from typing import ClassVar, Literal

from factory.content.models.base import Meta
from factory.ground.models.fields import Booleen, Instant, Texte


class Actualite(Meta):
    DOSSIER: ClassVar[str] = "actualites"

    type: Literal["actualite"] = "actualite"
    date: Instant
    categorie: Texte = ""
    une: Booleen = False
    """On the home page before the others."""
