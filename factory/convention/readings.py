"""What the convention's text leaves open, as parameters.

Each has a default, by which amounts and days are computed, and each paper that depends on one says
« à confirmer » until someone has written it in the factory's `convention/commun.yaml`.
"""

from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from factory.ground.models.fields import Booleen, Decimal, Modele, Texte


class Lectures(Modele):
    """How the parties read the text. A key that is written is a key that was confirmed."""

    huit_ans: Literal["années civiles", "date à date"] = Field(
        "années civiles", description="Article 7 : huit années civiles, ou huit ans jour pour jour."
    )
    echeances: Literal["jour pour jour", "jour ouvrable suivant"] = Field(
        "jour pour jour",
        description="Article 9 : un délai finit tel jour, ou le jour ouvrable qui suit.",
    )
    setup_prorata: Booleen = Field(
        False, description="Article 6 : la mise en œuvre est réduite au prorata de l’année."
    )
    recurrent_premiere_annee: Booleen = Field(
        True, description="Article 6 : les parts annuelles sont dues l’année de mise en service."
    )
    annee_setup: Literal["procès-verbal", "notification"] = Field(
        "procès-verbal", description="Article 6 : année où la mise en œuvre est due."
    )
    decompte: Literal["jour compris", "jour exclu", "30/360"] = Field(
        "jour compris",
        description="Article 6 : le jour du procès-verbal compte, ou non ; ou mois de 30 jours.",
    )
    arrondi: Literal["colonne", "total"] = Field(
        "colonne", description="Article 6 : arrondi au centime de chaque colonne, ou du total."
    )
    centime: Literal["investissement", "fonctionnement"] = Field(
        "investissement", description="Article 6 : où va le centime impair du partage par moitié."
    )
    montants: Literal["TTC", "HT"] = Field(
        "TTC", description="Annexe 1 : ses montants comprennent la TVA, ou non."
    )
    taux_tva: Decimal | None = Field(None, ge=0, le=100, description="Taux de TVA, en pour cent.")
    bornes: Literal["comprises", "exclues"] = Field(
        "comprises", description="Tarif : la borne d’une strate en fait partie, ou non."
    )
    cent_mille: Literal["grille", "devis"] = Field(
        "grille", description="Article 6 : à 100 000 habitants exactement, la grille ou un devis."
    )
    population: Literal["figée", "annuelle"] = Field(
        "figée", description="Annexe 1 : la population vaut jusqu’à un avenant, ou suit l’année."
    )
    type_population: Literal["municipale", "totale"] = Field(
        "municipale", description="Annexe 1 : population municipale ou totale."
    )
    option_en_cours: Literal["prorata", "année entière", "année suivante"] = Field(
        "prorata", description="Annexe 1 : une option prise en cours d’année."
    )
    derniere_annee: Literal["entière", "prorata"] = Field(
        "entière", description="Article 6 : l’année où la convention finit avant le 31 décembre."
    )
    revision: Literal["prorata", "année entière", "année suivante"] = Field(
        "prorata", description="Article 6 : un avenant qui prend effet en cours d’année."
    )
    imputation: Literal["répartition", "fonctionnement"] = Field(
        "répartition",
        description="Article 6 : répartition entre investissement et fonctionnement, ou non.",
    )
    compte_investissement: Texte = Field("", description="Compte d’imputation en investissement.")
    compte_fonctionnement: Texte = Field("", description="Compte d’imputation en fonctionnement.")

    def open(self, *names: str) -> tuple["Ouverte", ...]:
        """Those of these parameters that nobody has confirmed, in order."""
        fields = type(self).model_fields
        return tuple(
            Ouverte(cle=name, sens=fields[name].description or "", retenu=_shown(self, name))
            for name in names
            if name not in self.model_fields_set
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ouverte:
    """A parameter to confirm: its key, what it decides, and what was used meanwhile."""

    cle: str
    sens: str
    retenu: str

    def __str__(self) -> str:
        return f"{self.sens.rstrip('.')} : {self.retenu} (à confirmer)."


def _shown(lectures: Lectures, name: str) -> str:
    value = getattr(lectures, name)
    if isinstance(value, bool):
        return "oui" if value else "non"
    return str(value)
