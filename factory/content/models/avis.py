"""A public notice: job, tender, public inquiry, call, sale. Open or closed is computed."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from factory.content.models.base import Meta
from factory.content.models.rules import Fault, ends_before, wrong_order
from factory.ground.models.fields import Instant, Texte, Url


class Avis(Meta):
    DOSSIER: ClassVar[str] = "avis"

    type: Literal["avis"] = "avis"
    nature: Texte
    reference: Texte = ""
    debut: Instant | None = None
    date_limite: Instant | None = None
    organisme: Texte = ""
    lien: Url = ""

    def faults(self) -> Iterator[Fault]:
        yield from super().faults()
        if ends_before(self.debut, self.date_limite):
            yield wrong_order("date_limite", "debut")
