"""An act of the commune; the rules of its publicity are CGCT L2131-1 and R2131-1."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from factory.content.models.base import Meta
from factory.content.models.nomenclature import matiere_fault
from factory.content.models.ordre import Remplacement, Retrait
from factory.content.models.parts import Part, Periode, Piece
from factory.content.models.rules import Fault, ends_before, fault, wrong_order
from factory.content.models.scalars import ou_dit
from factory.ground.models.fields import CheminFichier, Entier, Jour, ListeDe, Texte
from factory.ground.problems import error, warning

Nature = Literal[
    "délibération", "arrêté", "décision", "budget", "convention", "procès-verbal", "autre"
]
Portee = Literal["réglementaire", "ni réglementaire ni individuel", "individuel"]

_SIGNATORIES = 2
"""Of a délibération: who presided and who kept the record (CGCT L2121-23)."""
_NATURES = {
    "deliberations": "délibération",
    "arrete municipal": "arrêté",
    "arrete du maire": "arrêté",
    "decision du maire": "décision",
    "document budgetaire": "budget",
    "contrat": "convention",
    "proces verbal": "procès-verbal",
    "pv": "procès-verbal",
}
_PORTEES = {
    "individuelle": "individuel",
    "ni réglementaire ni individuelle": "ni réglementaire ni individuel",
    "non réglementaire": "ni réglementaire ni individuel",
}


DonneesPersonnelles = Literal["occultées", "sans objet"]

_OCCULTEES = {"occultee": "occultées", "masquées": "occultées", "sans objet": "sans objet"}


class Auteur(Part):
    """R2131-1: first name, name and capacity, in readable characters."""

    prenom: Texte
    nom: Texte
    qualite: Texte


class Prefecture(Part):
    """What the prefecture acknowledged: its number, and the day it received the act."""

    id: Texte = ""
    recu_le: Jour | None = None


class Votes(Part):
    """Counts of members. `votants`: those who took part (SCDL's VOTE_REEL)."""

    effectif: Entier | None = None
    presents: Entier | None = None
    votants: Entier | None = None
    pour: Entier | None = None
    contre: Entier | None = None
    abstention: Entier | None = None
    non_participation: Entier | None = None

    @property
    def cast(self) -> int:
        return (self.pour or 0) + (self.contre or 0) + (self.abstention or 0)


class Acte(Meta):
    DOSSIER: ClassVar[str] = "actes"

    type: Literal["acte"] = "acte"
    nature: Annotated[Nature, ou_dit(_NATURES)]
    portee: Annotated[Portee | None, ou_dit(_PORTEES)] = None
    publication_motivee: Texte = ""
    """Why an individual act is published all the same."""
    numero: Texte = ""
    objet: Texte = ""
    matiere: Texte = ""
    """A code of the national nomenclature ACTES, « 7.10 »."""
    date_acte: Jour | None = None
    seance: Texte = ""
    """The sitting: its file, its address or its day, as written."""
    auteurs: ListeDe[Auteur] = ()
    fichier: CheminFichier = ""
    annexes: ListeDe[Piece] = ()
    prefecture: Prefecture | None = None
    votes: Votes | None = None
    effet: Periode | None = None
    lieux: ListeDe[Texte] = ()
    modifie: ListeDe[Texte] = ()
    """Acts that this one changes: their files or numbers, as written."""
    abroge: ListeDe[Texte] = ()
    donnees_personnelles: Annotated[DonneesPersonnelles | None, ou_dit(_OCCULTEES)] = None
    """Said by a person who looked: what the factory suspects was hidden, or is no such thing."""
    remplacement: Remplacement | None = None
    """An order: this version takes the place of the registered one."""
    retrait: Retrait | None = None
    """An order: the registered act leaves the site."""

    SUIVI: ClassVar[frozenset[str]] = frozenset(
        {"prefecture", "retirer_le", "redirections", "ordre", "menu", "mots_cles", "responsable",
         "revoir_le", "indexer", "donnees_personnelles", "remplacement", "retrait"}
    )  # fmt: skip
    """Keys that follow an act's life and are no part of it: they may change once it is
    registered."""

    def own_title(self) -> str:
        return self.objet

    def faults(self) -> Iterator[Fault]:
        yield from super().faults()
        yield from matiere_fault(self.matiere)
        yield from self._publicity()
        if self.portee == "individuel" and not self.publication_motivee:
            yield fault(
                "portee",
                error(
                    "acte-individuel",
                    "Un acte individuel est notifié à la personne qu’il concerne : "
                    "il n’est pas publié (CGCT, article L2131-1).",
                    "Retirez ce fichier. Si un texte impose de le publier, dites lequel avec "
                    "la clé « publication_motivee ».",
                ),
            )
        if self.prefecture and ends_before(self.date_acte, self.prefecture.recu_le):
            yield wrong_order("prefecture.recu_le", "date_acte")
        if self.effet and self.effet.reversed:
            yield wrong_order("effet.au", "effet.du")
        if self.votes and self.votes.effectif and self.votes.cast > self.votes.effectif:
            yield fault(
                "votes",
                warning(
                    "votes-incoherents",
                    f"Il y a plus de votes ({self.votes.cast}) que de membres "
                    f"({self.votes.effectif}).",
                    "Vérifiez « effectif », « pour », « contre » et « abstention ».",
                ),
            )

    def _publicity(self) -> Iterator[Fault]:
        """What R2131-1 asks of an act put online."""
        if not self.fichier:
            yield fault(
                "fichier",
                warning(
                    "acte-sans-fichier",
                    "L’acte n’a pas de fichier : seule sa version dans un format non modifiable "
                    "fait foi (CGCT, article R2131-1).",
                    "Ajoutez « fichier: » avec le nom du PDF signé.",
                ),
            )
        if not self.auteurs:
            yield fault(
                "auteurs",
                warning(
                    "acte-sans-auteur",
                    "L’acte ne dit pas le prénom, le nom et la qualité de son auteur "
                    "(CGCT, article R2131-1).",
                    "Ajoutez « auteurs: » avec « prenom », « nom » et « qualite ».",
                ),
            )
        elif self.nature == "délibération" and len(self.auteurs) < _SIGNATORIES:
            yield fault(
                "auteurs",
                warning(
                    "deliberation-un-signataire",
                    "Une délibération est signée par le maire et par le secrétaire de séance : "
                    "il n’y a qu’un auteur ici (CGCT, article L2121-23).",
                    "Ajoutez le second signataire sous « auteurs ».",
                ),
            )
        yield from self._lasting()

    def _lasting(self) -> Iterator[Fault]:
        """R2131-1: « sous un format non modifiable »."""
        if self.fichier and not self.fichier.lower().endswith(".pdf"):
            yield fault(
                "fichier",
                error(
                    "acte-format-modifiable",
                    f"« {self.fichier} » n’est pas un PDF : un acte se publie dans un format non "
                    "modifiable (CGCT, article R2131-1).",
                    "Déposez le PDF signé, et donnez son nom à « fichier ».",
                ),
            )
        for rank, annexe in enumerate(self.annexes):
            if not annexe.fichier.lower().endswith(".pdf"):
                yield fault(
                    f"annexes.{rank}",
                    warning(
                        "annexe-format-modifiable",
                        f"L’annexe « {annexe.fichier} » n’est pas un PDF : un acte se publie en "
                        "entier dans un format non modifiable (CGCT, article R2131-1).",
                        "Déposez l’annexe en PDF.",
                    ),
                )
