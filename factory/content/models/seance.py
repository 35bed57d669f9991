"""A sitting of the council, or of another assembly."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from factory.content.models.base import Meta
from factory.content.models.parts import Piece
from factory.content.models.rules import Fault, ends_before, wrong_order
from factory.content.models.scalars import InstantPrecis
from factory.ground.models.fields import Jour, Texte, Url


class Seance(Meta):
    DOSSIER: ClassVar[str] = "seances"

    type: Literal["seance"] = "seance"
    date: InstantPrecis
    assemblee: Texte = "conseil municipal"
    lieu: Texte = ""
    convocation: Piece | None = None
    ordre_du_jour: Piece | None = None
    liste_deliberations: Piece | None = None
    pv: Piece | None = None
    pv_arrete_le: Jour | None = None
    """The minutes go online within the week after that day (CGCT L2121-15)."""
    video: Url = ""

    def faults(self) -> Iterator[Fault]:
        yield from super().faults()
        if ends_before(self.date, self.pv_arrete_le):
            yield wrong_order("pv_arrete_le", "date")
