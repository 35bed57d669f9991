"""An alert, shown on every page while it lasts."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, ClassVar, Literal

from factory.content.models.base import Meta
from factory.content.models.parts import Lien
from factory.content.models.rules import Fault, ends_before, fault, wrong_order
from factory.content.models.scalars import ou_dit
from factory.ground.models.fields import Instant
from factory.ground.problems import warning

Niveau = Literal["info", "vigilance", "urgence"]

_SAID = {
    "information": "info",
    "urgent": "urgence",
    "vert": "info",
    "jaune": "vigilance",
    "orange": "vigilance",
    "attention": "vigilance",
    "rouge": "urgence",
    "danger": "urgence",
}
"""Among them the colours of Météo-France's vigilance."""


class Alerte(Meta):
    DOSSIER: ClassVar[str] = "alertes"

    type: Literal["alerte"] = "alerte"
    niveau: Annotated[Niveau, ou_dit(_SAID)] = "info"
    debut: Instant
    fin: Instant
    lien: Lien | None = None

    def faults(self) -> Iterator[Fault]:
        """An alert without times is shown all the same: held back, it would warn nobody."""
        yield from super().faults()
        if ends_before(self.debut, self.fin):
            yield wrong_order("fin", "debut")
        for key, value, meaning in (
            ("debut", self.debut, "dès 0 h"),
            ("fin", self.fin, "jusqu’à minuit, à la fin de ce jour"),
        ):
            if not isinstance(value, datetime):
                yield fault(
                    key,
                    warning(
                        "alerte-sans-heure",
                        f"« {key} » n’a pas d’heure : l’alerte est montrée {meaning}.",
                        f"Écrivez l’heure à la minute, par exemple « {value.isoformat()} 18h30 ».",
                    ),
                )
