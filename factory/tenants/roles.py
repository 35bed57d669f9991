"""Who holds which office under the convention, from when to when: the history is kept."""

from collections.abc import Sequence
from datetime import date

from pydantic import Field

from factory.ground.models.fields import Jour, ListeDe, Modele, Texte
from factory.tenants.people import Interlocuteur


class Titulaire(Interlocuteur):
    """Someone in an office; without dates, since the beginning and still."""

    prenom: Texte = Field("", description="Prénom.")
    du: Jour | None = Field(None, description="Premier jour dans ce rôle.")
    au: Jour | None = Field(None, description="Dernier jour dans ce rôle.")
    acte: Texte = Field("", description="Acte ou courrier de désignation.")

    @property
    def nom_complet(self) -> str:
        return f"{self.prenom} {self.nom}".strip() or self.courriel

    def en_poste(self, day: date) -> bool:
        """Whether this person held the office on that day."""
        return (self.du is None or self.du <= day) and (self.au is None or day <= self.au)


class Contacts(Modele):
    """Art. 4-2, 4.6, 5, 10 and 13. Each office keeps all those who held it."""

    referent: ListeDe[Titulaire] = Field(
        (), description="Référent « Usine à Sites » de la commune (article 4-2)."
    )
    correspondant: ListeDe[Titulaire] = Field(
        (), description="Correspondant unique de la commune (article 5)."
    )
    representant: ListeDe[Titulaire] = Field(
        (), description="Représentant de la commune, qui valide toute demande (article 10)."
    )
    interlocuteur: ListeDe[Titulaire] = Field(
        (), description="Interlocuteur privilégié à la Métropole (article 5)."
    )
    dpo_commune: ListeDe[Titulaire] = Field(
        (), description="Délégué à la protection des données de la commune (article 13)."
    )
    dpo_metropole: ListeDe[Titulaire] = Field(
        (), description="Délégué à la protection des données de la Métropole (article 13)."
    )
    demandeurs: ListeDe[Titulaire] = Field(
        (), description="Agents qui peuvent demander l’assistance (article 4.6)."
    )


OFFICES: tuple[tuple[str, str, str], ...] = (
    ("referent", "Référent « Usine à Sites »", "article 4-2"),
    ("correspondant", "Correspondant unique de la commune", "article 5"),
    ("representant", "Représentant qui valide les demandes", "article 10"),
    ("interlocuteur", "Interlocuteur privilégié à la Métropole", "article 5"),
    ("dpo_commune", "Délégué à la protection des données de la commune", "article 13"),
    ("dpo_metropole", "Délégué à la protection des données de la Métropole", "article 13"),
)
"""Key of `contacts`, its name, and the article that asks for it."""


def holder(titulaires: Sequence[Titulaire], day: date) -> Titulaire | None:
    """Who holds an office on a day; of two at once, the one who came last."""
    holding = [one for one in titulaires if one.en_poste(day)]
    return max(holding, key=lambda one: one.du or date.min, default=None)
