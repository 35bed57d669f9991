"""Annex 1 of the convention, what may replace it, and its options: euros, days, inhabitants.

The amounts due are those written here (art. 6); the price list of the factory only proposes one.
"""

from datetime import date
from typing import Any, Literal

from pydantic import Field, model_validator

from factory.ground.models.fields import Entier, Jour, ListeDe, Modele, Montant, Texte, TexteRequis

QUOTE_ABOVE = 100_000
"""Inhabitants above which a quotation takes the place of the grid (art. 6)."""


class Population(Modele):
    """The population that the fees count: how many, which count, of which year."""

    nombre: Entier = Field(ge=0, description="Nombre d’habitants.")
    type: Literal["municipale", "totale"] | None = Field(
        None, description="Population municipale ou totale (INSEE)."
    )
    millesime: Entier | None = Field(None, description="Année de référence de l’INSEE.")

    @model_validator(mode="before")
    @classmethod
    def _as_number(cls, value: Any) -> Any:
        return value if isinstance(value, dict | Population) else {"nombre": value}


class Recensement(Population):
    """The population of a year, where the fees follow it from year to year."""

    annee: Entier = Field(description="Année où ce nombre s’applique.")


class Option(Modele):
    """An option of annex 1 that the commune has taken."""

    nom: TexteRequis = Field(description="Nom de l’option, comme dans le tarif.")
    montant: Montant | None = Field(None, ge=0, description="Montant annuel, en euros.")
    depuis: Jour | None = Field(None, description="Premier jour, si elle est prise en cours.")
    jusqu_au: Jour | None = Field(None, description="Dernier jour, si elle est abandonnée.")

    @model_validator(mode="before")
    @classmethod
    def _as_name(cls, value: Any) -> Any:
        return {"nom": value} if isinstance(value, str) else value


class Grille(Modele):
    """The columns of the financial sheet; each amount in euros, `proportionnel` by inhabitant."""

    setup: Montant | None = Field(None, ge=0, description="Mise en œuvre (« setup »), une fois.")
    fixe: Montant | None = Field(None, ge=0, description="Coût fixe annuel.")
    proportionnel: Montant | None = Field(
        None, ge=0, description="Coût annuel par habitant, en euros."
    )
    options: ListeDe[Option] = Field((), description="Options choisies.")


class Annexe1(Grille):
    """The financial sheet: what the commune owes (art. 6)."""

    version: Texte = Field("", description="Version de la fiche financière.")
    date: Jour | None = Field(None, description="Jour de cette version.")
    strate: Texte = Field("", description="Strate de population, comme dans le tarif.")
    population: Population | None = Field(None, description="Population retenue.")


class Devis(Grille):
    """The quotation that takes the place of the grid above 100,000 inhabitants (art. 6)."""

    reference: TexteRequis = Field(description="Référence du devis.")
    date: Jour | None = Field(None, description="Jour du devis.")
    accepte_le: Jour | None = Field(None, description="Jour où la commune l’a accepté.")


class Avenant(Modele):
    """An amendment. It binds once notified; until then its annex 1 is a simulation (art. 6)."""

    numero: TexteRequis = Field(description="Numéro de l’avenant.")
    objet: Texte = Field("", description="Ce qu’il change.")
    deliberation: Texte = Field("", description="Délibération de la commune.")
    deliberation_du: Jour | None = Field(None, description="Jour de cette délibération.")
    notifie_le: Jour | None = Field(None, description="Jour de sa notification.")
    effet: Jour | None = Field(None, description="Premier jour de la nouvelle annexe 1.")
    annexe_1: Annexe1 | None = Field(None, description="La fiche financière révisée.")

    @property
    def debut(self) -> date | None:
        """The first day it applies, once notified: its own, else that of its notification."""
        return (self.effet or self.notifie_le) if self.notifie_le else None
