"""A member of the council."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from factory.content.models.base import Meta
from factory.content.models.parts import Mandat
from factory.content.models.rules import Fault, ends_before, wrong_order
from factory.ground.hours import Horaires
from factory.ground.models.fields import ListeDe, Texte


class Elu(Meta):
    DOSSIER: ClassVar[str] = "elus"

    type: Literal["elu"] = "elu"
    prenom: Texte
    nom: Texte
    fonction: Texte
    delegations: ListeDe[Texte] = ()
    groupe: Texte = ""
    mandat: Mandat | None = None
    permanence: Horaires | None = None

    def own_title(self) -> str:
        return f"{self.prenom} {self.nom}"

    def faults(self) -> Iterator[Fault]:
        yield from super().faults()
        if self.mandat and ends_before(self.mandat.debut, self.mandat.fin):
            yield wrong_order("mandat.fin", "mandat.debut")
