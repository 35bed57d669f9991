"""Whether an act may leave the site at the day its author wrote (`retirer_le`).

« La durée de publicité ne peut pas être inférieure à deux mois » (CGCT R2131-1); minutes of the
council stay for good (L2121-15); the rest is at the public's disposal « de manière permanente »
(L2131-1). A withdrawal that the law forbids does not take place.
"""

from dataclasses import replace
from datetime import datetime

from factory.content.document import Document
from factory.content.models import Acte, Seance
from factory.ground.clock import Clock
from factory.ground.moment import closing, months_after, opening
from factory.ground.problems import Problem, error, warning

MONTHS = 2


def lawful(
    document: Document, since: datetime | None, clock: Clock
) -> tuple[Document, Problem | None]:
    """The document without a withdrawal that the law forbids, and what is to be said of it.

    `since` is when the act came online, by the register; None where it is not registered yet.
    """
    meta = document.meta
    if meta.retirer_le is None or not isinstance(meta, Acte | Seance):
        return document, None
    line, column = document.places.get("retirer_le", (0, 0))
    where = {"file": document.path, "document": meta.titre, "line": line, "column": column}
    if isinstance(meta, Seance):
        return (_kept(document), _minutes(where)) if meta.pv else (document, None)
    if meta.nature == "procès-verbal":
        return _kept(document), _minutes(where)
    end = closing(meta.retirer_le)
    if since is None and clock.reached(end):
        return document, None  # never online, never withdrawn
    if _too_early(end, since or _announced(meta, clock), clock):
        return _kept(document), _early(where)
    return document, _lasting(where)


def _announced(meta: Acte, clock: Clock) -> datetime | None:
    """When an act that is not online yet will be, where its author says so."""
    start = opening(meta.publier_le) if meta.publier_le is not None else None
    return start if start is not None and not clock.reached(start) else None


def _too_early(end: datetime, since: datetime | None, clock: Clock) -> bool:
    if since is not None:
        return end < months_after(since, MONTHS)
    return clock.reached(months_after(end, -MONTHS))


def _kept(document: Document) -> Document:
    return replace(document, meta=document.meta.model_copy(update={"retirer_le": None}))


def _minutes(where: dict[str, object]) -> Problem:
    return error(
        "proces-verbal-permanent",
        "Un procès-verbal reste en ligne de manière permanente (CGCT, article L2121-15) : "
        "« retirer_le » n’est pas appliqué.",
        "Effacez la ligne « retirer_le ».",
        **where,
    )


def _early(where: dict[str, object]) -> Problem:
    return error(
        "acte-retire-trop-tot",
        "Un acte reste en ligne au moins deux mois (CGCT, article R2131-1) : « retirer_le » vient "
        "avant, il n’est pas appliqué.",
        "Effacez la ligne « retirer_le », ou écrivez une date plus lointaine.",
        **where,
    )


def _lasting(where: dict[str, object]) -> Problem:
    return warning(
        "acte-retire",
        "Avec « retirer_le », cet acte quitte le site, alors que les actes sont mis à la "
        "disposition du public de manière permanente (CGCT, article L2131-1).",
        "Effacez la ligne « retirer_le », sauf si un texte demande ce retrait.",
        **where,
    )
