"""`convention/commun.yaml`: what is the same for all the conventions.

Beside it: `tarif.yaml`, the price list that annexes 1 are proposed from; `depenses.csv`, the
expense ledger; `demandes.csv`, the help desk's requests; `evolutions.csv`, the committee's list,
which the factory writes. The folder is the Métropole's.
"""

from decimal import Decimal as Number
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from factory.convention.readings import Lectures
from factory.ground.models.fields import Entier, Jour, ListeDe, Modele, Montant, Texte, TexteRequis
from factory.ground.refusal import Refus

FILE = "commun.yaml"
TARIF = "tarif.yaml"
LEDGER = "depenses.csv"
REQUESTS = "demandes.csv"
EVOLUTIONS = "evolutions.csv"


def _share(value: Any) -> str:
    """« 1/3 », « 25 % », « 0,25 »: a share of one, kept as its exact fraction's text."""
    text = str(value).replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    try:
        if text.endswith("%"):
            share = Fraction(Number(text[:-1].replace(",", "."))) / 100
        else:
            share = Fraction(text.replace(",", "."))
    except (ArithmeticError, ValueError):
        share = Fraction(-1)
    if 0 <= share <= 1:
        return str(share)
    raise Refus(
        "part-illisible",
        f"« {value} » n’est pas une part.",
        "Écrivez une part de 1 : 1/3, 25 % ou 0,25.",
    )


Part = Annotated[str, BeforeValidator(_share), Field(examples=["1/3"])]


class Etude(Modele):
    """Art. 4.3: what comes before an order."""

    date: Jour | None = Field(None, description="Jour de l’étude.")
    description: Texte = Field("", description="Prestations à réaliser.")
    planning: Texte = Field("", description="Planning prévisionnel.")
    devis: Montant | None = Field(None, ge=0, description="Montant du devis, en euros.")


class Participation(Modele):
    """A commune's part in an operation (art. 4.3): its order, and its share of the cost."""

    commune: TexteRequis = Field(description="Dossier de la commune.")
    part: Part | None = Field(None, description="Sa part du coût, selon la clé des communes.")
    commande_le: Jour | None = Field(None, description="Jour de la commande.")
    commande_par: Texte = Field("", description="Représentant ou référent qui commande.")
    titre: Texte = Field("", description="Numéro du titre de recette.")
    titre_le: Jour | None = Field(None, description="Jour du titre de recette.")


class Operation(Modele):
    """Art. 4.3 and 6: a specific request, refunded whole once both parties saw it done."""

    numero: TexteRequis = Field(description="Numéro de l’opération.")
    objet: TexteRequis = Field(description="Ce qui est demandé.")
    etude: Etude = Field(Etude(), description="Étude préalable (article 4.3).")
    constat_le: Jour | None = Field(
        None, description="Jour où les deux parties ont constaté la réalisation (article 4.5)."
    )
    cout: Montant | None = Field(None, ge=0, description="Coût engagé par la Métropole, en euros.")
    communes: ListeDe[Participation] = Field((), description="Communes qui la demandent.")

    @model_validator(mode="after")
    def _whole(self) -> "Operation":
        shares = [one.part for one in self.communes]
        names = [one.commune for one in self.communes]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice:
            raise Refus(
                "participation-double",
                f"L’opération {self.numero} compte deux fois la commune « {twice} ».",
                "Gardez une ligne par commune, avec sa « part » entière (article 4.3).",
            )
        if len(shares) > 1 and any(share is None for share in shares):
            raise Refus(
                "cle-de-repartition-absente",
                f"L’opération {self.numero} est demandée par plusieurs communes sans clé de "
                "répartition.",
                "Écrivez la « part » de chacune, telle que les communes l’ont communiquée à la "
                "Métropole (article 4.3). L’usine n’en choisit pas.",
            )
        written = [Fraction(share) for share in shares if share is not None]
        if written and sum(written) != 1:
            raise Refus(
                "cle-de-repartition-fausse",
                f"Les parts de l’opération {self.numero} font {sum(written)}, et non 1.",
                "Corrigez les « part » : 1/3, 1/3 et 1/3, ou 25 % et 75 % (article 4.3).",
            )
        return self


class Decision(Modele):
    """What the committee decided on a request for evolution (art. 4.6 and 10)."""

    objet: TexteRequis = Field(description="Demande d’évolution.")
    demande: Texte = Field("", description="Numéro de la demande au service d’assistance.")
    commune: Texte = Field("", description="Commune qui l’a demandée.")
    avis: Texte = Field("", description="Décision : retenue, différée, écartée, et pourquoi.")
    annee: Entier | None = Field(None, description="Année où elle sera engagée.")


class Comite(Modele):
    """The yearly committee (art. 4.5 and 10): its day, what it decided, what it requires next."""

    annee: Entier = Field(description="Année du bilan examiné.")
    date: Jour | None = Field(None, description="Jour de la réunion.")
    presentes: ListeDe[Texte] = Field(
        (), description="Communes représentées, par leur correspondant (article 5)."
    )
    prerequis: ListeDe[Texte] = Field(
        (), description="Prérequis des postes pour l’année suivante : navigateurs, systèmes."
    )
    decisions: ListeDe[Decision] = Field((), description="Décisions sur les demandes d’évolution.")


class Metropole(Modele):
    """The Métropole as a user of what it shares (art. 6: « communes et besoins propres »)."""

    part: Part | None = Field(None, description="Sa part des coûts : 10 %, 1/8.")
    sites: ListeDe[TexteRequis] = Field(
        (), description="Noms de domaine de ses propres sites, suivis par la sonde."
    )


class Commun(Modele):
    """commun.yaml, whole. Every key has a default."""

    lectures: Lectures = Field(Lectures(), description="Ce que le texte laisse ouvert.")
    metropole: Metropole = Field(Metropole(), description="La Métropole, utilisatrice.")
    cle_des_couts: Literal["sites", "population"] | None = Field(
        None, description="Clé des coûts partagés, telle que le comité l’a arrêtée."
    )
    operations: ListeDe[Operation] = Field((), description="Opérations spécifiques (article 4.3).")
    comites: ListeDe[Comite] = Field((), description="Comités de pilotage (articles 4.5 et 10).")
