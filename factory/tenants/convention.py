"""convention.yaml: the Métropole's own file about its agreement with a commune.

A build does not need it. Its keys follow the articles of the « Convention de mise à disposition de
l'offre de service numérique Usine à Sites »; each docstring says which.
"""

from collections.abc import Iterator, Mapping

from pydantic import Field

from factory.ground.models.binding import Bound
from factory.ground.models.fields import Booleen, Entier, Jour, ListeDe, Modele, Texte
from factory.ground.problems import Problem, error, warning
from factory.tenants import source
from factory.tenants.annex import Annexe1, Avenant, Devis, Recensement
from factory.tenants.commune import Commune
from factory.tenants.departure import Depart
from factory.tenants.fields import Domaine
from factory.tenants.people import Personne
from factory.tenants.privacy import Consentement, Rgpd
from factory.tenants.roles import Contacts
from factory.tenants.term import Dates

FILE = "convention.yaml"


class Signataire(Modele):
    """Who signs for one of the parties, and by what authority (head of the convention)."""

    representant: Personne | None = Field(None, description="Qui signe.")
    deliberation: Texte = Field("", description="Numéro de la délibération qui l’y autorise.")
    deliberation_du: Jour | None = Field(None, description="Jour de cette délibération.")


class Parties(Modele):
    metropole: Signataire = Field(Signataire(), description="Pour la Métropole.")
    commune: Signataire = Field(Signataire(), description="Pour la commune.")


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


class Convention(Modele):
    """convention.yaml, whole. No key is required while the convention is being prepared."""

    fictive: Booleen = Field(False, description="« oui » : convention de démonstration.")
    parties: Parties = Field(Parties(), description="Signataires.")
    dates: Dates = Field(Dates(), description="Signature, entrée en vigueur, fin.")
    contacts: Contacts = Field(Contacts(), description="Qui tient quel rôle, et depuis quand.")
    domaines: ListeDe[Domaine] = Field(
        (), description="Noms de domaine auxquels le serveur web répond pour cette commune."
    )
    annexe_1: Annexe1 = Field(Annexe1(), description="Fiche financière.")
    avenants: ListeDe[Avenant] = Field((), description="Avenants, dans leur ordre.")
    devis: ListeDe[Devis] = Field((), description="Devis, au-delà de 100 000 habitants.")
    populations: ListeDe[Recensement] = Field(
        (), description="Population de chaque année, si elle n’est pas figée."
    )
    seuils: Seuils = Field(Seuils(), description="Taille de la commune, pour les seuils de la loi.")
    consentements: ListeDe[Consentement] = Field(
        (), description="Réutilisations que la commune a expressément accordées (article 3)."
    )
    rgpd: Rgpd = Field(Rgpd(), description="Protection des données (article 13).")
    depart: Depart = Field(
        Depart(), description="Sort des données à la fin (articles 9, 11, 13-i)."
    )


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


def others_host(host: str, owner: str, file: str) -> Problem:
    """A commune.yaml, which agents write, names a host that another commune's convention has."""
    return warning(
        "domaine-d-une-autre",
        f"« {host} » revient à « {owner} » par sa convention : le serveur web n’y répond pas pour "
        "cette commune-ci.",
        f"Corrigez « domaine » de commune.yaml, ou donnez « domaines » dans son {FILE}.",
        file=file,
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
