"""convention.yaml: the Métropole's own file about its agreement with a commune.

A build does not need it. Its keys follow the articles of the « Convention de mise à disposition de
l'offre de service numérique Usine à Sites »; each docstring says which.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal, Self

from dateutil.relativedelta import relativedelta
from pydantic import Field, model_validator

from factory.ground.binding import Bound
from factory.ground.fields import Entier, Jour, ListeDe, Modele, Montant, Texte, TexteRequis
from factory.ground.problems import Problem, error, warning
from factory.ground.refusal import Refus
from factory.tenants import source
from factory.tenants.commune import Commune
from factory.tenants.fields import Domaine
from factory.tenants.people import Interlocuteur, Personne

FILE = "convention.yaml"
LONGEST_YEARS = 8
"""Art. 7: tacitly renewed each year, for eight years at most."""


class Signataire(Modele):
    """Who signs for one of the parties, and by what authority (head of the convention)."""

    representant: Personne | None = Field(None, description="Qui signe.")
    deliberation: Texte = Field("", description="Numéro de la délibération qui l’y autorise.")
    deliberation_du: Jour | None = Field(None, description="Jour de cette délibération.")


class Parties(Modele):
    metropole: Signataire = Field(Signataire(), description="Pour la Métropole.")
    commune: Signataire = Field(Signataire(), description="Pour la commune.")


class Resiliation(Modele):
    """Art. 9: each year, three months' notice from the registered letter's receipt."""

    recue_le: Jour = Field(description="Jour de réception de la lettre recommandée.")
    par: Texte = Field("", description="Qui résilie : la commune ou la Métropole.")
    motif: Texte = Field("", description="Motif, s’il est donné.")
    effet_le: Jour | None = Field(None, description="Jour où elle prend effet.")


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
    resiliation: Resiliation | None = Field(None, description="Résiliation (article 9).")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.fin and self.notification and self.fin < self.notification:
            raise Refus(
                "dates-de-convention",
                "La fin de la convention précède sa notification.",
                "Corrigez « notification » ou « fin ».",
            )
        return self

    @property
    def terme(self) -> date | None:
        """The last day there may be: the one agreed, or eight years after the notification."""
        if self.fin or not self.notification:
            return self.fin
        return self.notification + relativedelta(years=LONGEST_YEARS, days=-1)


class Contacts(Modele):
    """Art. 4-2, 4.6 and 5."""

    referent: Interlocuteur | None = Field(
        None, description="Référent « Usine à Sites » de la commune (article 4-2)."
    )
    interlocuteur: Interlocuteur | None = Field(
        None, description="Interlocuteur privilégié à la Métropole (article 5)."
    )
    demandeurs: ListeDe[Interlocuteur] = Field(
        (), description="Agents qui peuvent demander l’assistance (article 4.6)."
    )


class Option(Modele):
    """An option of annex 1 that the commune has taken."""

    nom: TexteRequis = Field(description="Nom de l’option, comme dans le tarif.")
    montant: Montant | None = Field(None, ge=0, description="Montant annuel, en euros.")

    @model_validator(mode="before")
    @classmethod
    def _as_name(cls, value: Any) -> Any:
        return {"nom": value} if isinstance(value, str) else value


class Annexe1(Modele):
    """The financial sheet: what the commune owes, in euros a year (art. 6)."""

    population: Entier | None = Field(None, ge=0, description="Population retenue.")
    mise_en_oeuvre: Montant | None = Field(None, ge=0, description="Mise en œuvre (« setup »).")
    part_fixe: Montant | None = Field(None, ge=0, description="Part fixe annuelle.")
    part_population: Montant | None = Field(None, ge=0, description="Part selon la population.")
    options: ListeDe[Option] = Field((), description="Options choisies.")
    devis: Texte = Field("", description="Référence du devis, au-delà de 100 000 habitants.")


class Seuils(Modele):
    """What the legal thresholds are compared with, as someone of the commune confirmed it.

    The population is the total one (CGCT R2151-2). Nothing is deduced: without `confirmee_le` the
    duties that depend on the size are « à confirmer ».
    """

    population: Entier | None = Field(
        None, ge=0, description="Population totale en vigueur, retenue pour les seuils de la loi."
    )
    agents: Entier | None = Field(
        None, ge=0, description="Agents de la commune, en équivalents temps plein."
    )
    confirmee_le: Jour | None = Field(None, description="Jour où ces nombres ont été confirmés.")
    confirmee_par: Texte = Field("", description="Qui les a confirmés, pour la commune.")


Role = Literal["responsable de traitement", "co-responsable de traitement", "sous-traitant"]
Sort = Literal["renvoyer", "détruire", "archiver"]


class Rgpd(Modele):
    """Art. 13: who is responsible for what, over which data."""

    metropole: Role = Field("sous-traitant", description="Rôle de la Métropole (article 13-a).")
    commune: Role = Field("responsable de traitement", description="Rôle de la commune.")
    finalites: ListeDe[Texte] = Field(
        ("Site Internet institutionnel",), description="Finalités du traitement (article 13-b)."
    )
    operations: ListeDe[Texte] = Field((), description="Opérations réalisées (article 13-b).")
    donnees: ListeDe[Texte] = Field((), description="Données traitées (article 13-b).")
    personnes: ListeDe[Texte] = Field((), description="Personnes concernées (article 13-b).")
    sort_des_donnees: ListeDe[Sort] = Field(
        (), description="Au terme : renvoyer, détruire, archiver (article 13-i)."
    )


class Convention(Modele):
    """convention.yaml, whole. No key is required while the convention is being prepared."""

    parties: Parties = Field(Parties(), description="Signataires.")
    dates: Dates = Field(Dates(), description="Signature, entrée en vigueur, fin.")
    contacts: Contacts = Field(Contacts(), description="Référent, interlocuteur, demandeurs.")
    domaines: ListeDe[Domaine] = Field(
        (), description="Noms de domaine auxquels le serveur web répond pour cette commune."
    )
    annexe_1: Annexe1 = Field(Annexe1(), description="Fiche financière.")
    seuils: Seuils = Field(Seuils(), description="Taille de la commune, pour les seuils de la loi.")
    rgpd: Rgpd = Field(Rgpd(), description="Protection des données (article 13).")


def read(data: bytes, file: str = FILE) -> Bound[Convention]:
    """The convention that the bytes of a convention.yaml describe, and what is wrong with them."""
    return source.read(Convention, data, file=file)


def own_host(commune: Commune, convention: Convention, file: str = FILE) -> tuple[Problem, ...]:
    """A problem where the web server would not answer to the name that the pages give."""
    if not convention.domaines or commune.domaine in convention.domaines:
        return ()
    return (
        warning(
            "domaine-non-servi",
            f"Les pages se nomment « {commune.domaine} », absent des domaines de la convention.",
            f"Ajoutez « {commune.domaine} » sous « domaines » de {FILE}, ou corrigez « domaine » "
            "de commune.yaml.",
            file=file,
        ),
    )


def shared_hosts(conventions: Mapping[str, Convention]) -> Iterator[Problem]:
    """A problem for each host that two communes (slugs, sorted) would both answer to."""
    first: dict[str, str] = {}
    for slug in sorted(conventions):
        for host in dict.fromkeys(conventions[slug].domaines):
            owner = first.setdefault(host, slug)
            if owner != slug:
                yield error(
                    "domaine-partage",
                    f"Le domaine « {host} » est déjà celui de « {owner} ».",
                    "Un domaine n’a qu’une commune : retirez-le de l’une des deux conventions.",
                    file=f"{slug}/{FILE}",
                )
