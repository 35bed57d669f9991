"""What may happen to a convention, as it happened: dates, termination, notice, force majeure.

Facts only. What follows from them on a given day is `factory/convention/life.py`.
"""

from typing import Literal

from pydantic import Field

from factory.ground.models.fields import Jour, ListeDe, Modele, Texte, TexteRequis

Partie = Literal["commune", "métropole"]


class Resiliation(Modele):
    """Art. 9: each year, three months' notice from the registered letter's receipt."""

    recue_le: Jour = Field(description="Jour de réception de la lettre recommandée.")
    par: Texte = Field("", description="Qui résilie : la commune ou la Métropole.")
    motif: Texte = Field("", description="Motif, s’il est donné.")
    effet_le: Jour | None = Field(None, description="Dernier jour, s’il a été convenu.")
    retiree_le: Jour | None = Field(
        None, description="Jour où la lettre a été retirée, d’accord entre les parties."
    )


class MiseEnDemeure(Modele):
    """Art. 9: three months to perform a substantial obligation, else termination by right."""

    recue_le: Jour = Field(description="Jour où l’autre partie l’a reçue.")
    par: Partie | None = Field(None, description="Qui met en demeure.")
    obligation: TexteRequis = Field(description="L’obligation qui n’est pas exécutée.")
    executee_le: Jour | None = Field(None, description="Jour où l’obligation a été exécutée.")
    retiree_le: Jour | None = Field(
        None, description="Jour où la mise en demeure a été retirée par qui l’a faite."
    )


class ForceMajeure(Modele):
    """Art. 9: after six months each party may end the convention by a registered letter."""

    debut: Jour = Field(description="Premier jour de la situation.")
    informee_le: Jour | None = Field(None, description="Jour où l’autre partie en a été informée.")
    cause: Texte = Field("", description="La situation.")
    fin: Jour | None = Field(None, description="Dernier jour de la situation et de ses suites.")
    courrier_envoye_le: Jour | None = Field(
        None, description="Jour d’envoi de la lettre recommandée qui résilie."
    )
    par: Partie | None = Field(None, description="Qui résilie.")


class Dates(Modele):
    """Art. 6, 7 and 9."""

    signature: Jour | None = Field(None, description="Jour de la signature.")
    notification: Jour | None = Field(
        None, description="Jour de la notification : la convention entre en vigueur (article 7)."
    )
    mise_en_service: Jour | None = Field(
        None, description="Jour du procès-verbal de mise en service (article 6, prorata)."
    )
    fin: Jour | None = Field(None, description="Dernier jour, s’il est convenu.")
    fin_convenue_le: Jour | None = Field(
        None, description="Jour où cette fin a été convenue ; sinon, dès la notification."
    )
    resiliation: ListeDe[Resiliation] = Field(
        (), description="Lettres de résiliation (article 9), même retirées."
    )
    mises_en_demeure: ListeDe[MiseEnDemeure] = Field(
        (), description="Mises en demeure (article 9)."
    )
    force_majeure: ListeDe[ForceMajeure] = Field(
        (), description="Situations de force majeure (article 9)."
    )
