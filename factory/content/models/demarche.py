"""A formality: where to go, with what, at what cost."""

from typing import ClassVar, Literal

from factory.content.models.base import Meta
from factory.content.models.parts import Contact, Formulaire
from factory.content.models.scalars import FicheServicePublic
from factory.ground.models.fields import ListeDe, Texte, Url


class Demarche(Meta):
    DOSSIER: ClassVar[str] = "demarches"

    type: Literal["demarche"] = "demarche"
    guichet: Contact | None = None
    """The entry of the directory to go to."""
    public: ListeDe[Texte] = ()
    """Whom it is for."""
    pieces: ListeDe[Texte] = ()
    """What to bring."""
    formulaires: ListeDe[Formulaire] = ()
    cout: Texte = ""
    delai: Texte = ""
    teleservice: Url = ""
    rendez_vous: Texte = ""
    """How to make an appointment: a sentence, a telephone number or an address."""
    service_public: FicheServicePublic = ""
    """The sheet of service-public.fr, « F1342 »."""
