"""An event of the agenda, once or recurring."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from factory.content.models.base import Meta
from factory.content.models.parts import Accessibilite, Contact
from factory.content.models.rules import Fault, ends_before, fault, wrong_order
from factory.content.models.scalars import ou_dit
from factory.ground.models.fields import Instant, Jour, ListeDe, Texte
from factory.ground.problems import warning
from factory.ground.recurrence import Recurrence, sentence, synchronised

Statut = Literal["confirmé", "annulé", "reporté", "complet"]


class Evenement(Meta):
    DOSSIER: ClassVar[str] = "agenda"

    type: Literal["evenement"] = "evenement"
    debut: Instant
    fin: Instant | None = None
    recurrence: Recurrence | None = None
    """RFC 5545."""
    sauf: ListeDe[Jour] = ()
    """Days of the recurrence on which it does not take place."""
    lieu: Contact | None = None
    organisateur: Contact | None = None
    categorie: Texte = ""
    tarif: Texte = ""
    inscription: Texte = ""
    accessibilite: Accessibilite | None = None
    statut: Annotated[
        Statut, ou_dit({"annulée": "annulé", "reportée": "reporté", "complète": "complet"})
    ] = "confirmé"

    def faults(self) -> Iterator[Fault]:
        yield from super().faults()
        if ends_before(self.debut, self.fin):
            yield wrong_order("fin", "debut")
        if self.recurrence and not synchronised(self.recurrence, self.debut):
            yield fault(
                "debut",
                warning(
                    "debut-hors-recurrence",
                    "La première date (debut) n’est pas l’un des jours de la répétition : "
                    f"{sentence(self.recurrence, self.debut).lower()}.",
                    "Mettez dans « debut » le premier jour où l’événement a lieu.",
                ),
            )
        if self.sauf and not self.recurrence:
            yield fault(
                "sauf",
                warning(
                    "sauf-sans-recurrence",
                    "« sauf » ne sert qu’à un événement qui se répète.",
                    "Ajoutez « recurrence », ou effacez « sauf ».",
                ),
            )
