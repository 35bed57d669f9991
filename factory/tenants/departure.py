"""What a commune has decided of its data, and what it has received, as letters say it.

Facts only, each with its date and the reference of the letter that bears it: never a person's
name. What follows from them is `factory/destruction/conditions.py`.
"""

from pydantic import Field

from factory.ground.models.fields import Jour, Modele, Texte, TexteRequis
from factory.tenants.privacy import Sort


class InstructionDeDepart(Modele):
    """Art. 13-i: the data are sent back, destroyed or archived as the commune instructs."""

    sort: Sort = Field(description="Ce que la commune demande (article 13-i).")
    date: Jour = Field(description="Jour de l’instruction écrite de la commune.")
    reference: TexteRequis = Field(description="Courrier ou délibération qui la porte, sans nom.")


class Recepisse(Modele):
    """Art. 11: the commune's own data given back in digital form, and their receipt.

    Where the commune has its data archived, the receipt is that of the archives.
    """

    date: Jour = Field(description="Jour où l’export a été reçu.")
    reference: TexteRequis = Field(description="Récépissé ou bordereau de versement, sans nom.")
    empreinte: Texte = Field("", description="Empreinte du site ou de l’export, si le récépissé la porte.")


class Visa(Modele):
    """Code du patrimoine, art. L212-2 and R212-14: no public archive goes without this visa."""

    date: Jour = Field(description="Jour du visa.")
    reference: TexteRequis = Field(description="Référence du visa d’élimination.")
    service: Texte = Field("", description="Archives départementales qui l’ont donné.")


class Depart(Modele):
    """What is known of a departure. Empty until the commune leaves."""

    instruction: InstructionDeDepart | None = Field(
        None, description="Instruction de la commune (article 13-i)."
    )
    recepisse: Recepisse | None = Field(None, description="Réception de l’export (article 11).")
    visa: Visa | None = Field(
        None, description="Visa d’élimination, si la commune ne reprend pas ses données."
    )
