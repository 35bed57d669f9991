"""A publication: bulletin, canteen menus, DICRIM, budget note…"""

from collections.abc import Iterator
from typing import ClassVar, Literal

from factory.content.models.base import Meta
from factory.content.models.parts import Periode
from factory.content.models.rules import Fault, wrong_order
from factory.ground.models.fields import Texte


class Publication(Meta):
    DOSSIER: ClassVar[str] = "publications"

    type: Literal["publication"] = "publication"
    categorie: Texte = ""
    numero: Texte = ""
    periode: Periode | None = None

    def faults(self) -> Iterator[Fault]:
        yield from super().faults()
        if self.periode and self.periode.reversed:
            yield wrong_order("periode.au", "periode.du")
