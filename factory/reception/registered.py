"""Registered acts: for each, the version that stands, and the decision to record, if any.

What is registered stays, whatever becomes of the files. An order in the act's own front matter
(`remplacement`, `retrait`) is the one way to change it: it is recorded, and serves once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from factory.archive.acts import Decision, RegisteredAct
from factory.archive.chain import Line
from factory.content.body import Body
from factory.content.document import Document
from factory.content.models import Acte
from factory.content.models.ordre import Remplacement, Retrait
from factory.ground.problems import Problem
from factory.reception import refusals
from factory.reception.lookup import Lookup
from factory.reception.pieces import pieces
from factory.reception.sources import SourceFile

ERASING = frozenset({"occultation", "données personnelles"})
"""The reasons for which bytes leave the register too."""


Order = Remplacement | Retrait


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What stands today for one registered act."""

    act: RegisteredAct
    document: Document
    digest: str
    """Of the bytes it was read from; empty for what is made from the register alone."""
    problems: tuple[Problem, ...] = ()
    order: Order | None = None
    """Asked for by the file, and not recorded yet."""
    before: "Standing | None" = None
    """What stands if the order cannot be followed."""
    line: Line | None = None


def order_of(document: Document, act: RegisteredAct | None) -> Order | None:
    """The order that its front matter gives, unless it has already served."""
    meta = document.meta
    served = {decision.order for decision in act.decisions} if act else set()
    orders = (meta.retrait, meta.remplacement) if isinstance(meta, Acte) else ()
    return next((o for o in orders if o is not None and _key(o) not in served), None)


def is_same_act(one: Document, other: Document) -> bool:
    """Whether they differ by nothing but what follows an act's life (`Acte.SUIVI`)."""
    return _act(one) == _act(other)


def follow(
    standing: Standing,
    files: Mapping[str, SourceFile],
    lookup: Lookup,
    owners: Mapping[str, str],
    moment: str,
) -> Standing:
    """The standing once its order is carried out, or the one before and why it is not.

    `owners` tells which other act keeps which bytes: those cannot be erased under it.
    """
    order, act, document = standing.order, standing.act, standing.document
    assert order is not None and standing.before is not None
    path, title = document.path, document.meta.titre
    replaces = isinstance(order, Remplacement)
    brought: dict[str, str] = {}
    said = list(standing.problems)
    if replaces:
        brought, missing = pieces(document, lookup, files)
        if missing:
            refused = refusals.replacement_incomplete(path, title, missing[0])
            return replace(standing.before, problems=(refused,))
    line: Line = {
        "evenement": "remplacement" if replaces else "retrait",
        "fichier": path,
        "numero": (getattr(document.meta, "numero", "") if replaces else "") or act.numero,
        "empreinte": standing.digest if replaces else "",
        "pieces": brought,
        "motif": order.motif,
        "decide_par": order.decide_par,
        "decide_le": order.decide_le.isoformat(),
        "precisions": order.precisions,
        "moment": moment,
    }
    if order.motif in ERASING:
        if replaces and act.pieces and brought == dict(act.pieces):
            said.append(refusals.redaction_partial(path, title))
        old = (act.digests | {standing.before.digest}) - {line["empreinte"], *brought.values(), ""}
        said += [refusals.shared_bytes(path, title, owners[name]) for name in old & set(owners)]
        line["efface"] = sorted(old - set(owners))
    if replaces:
        return replace(standing, problems=tuple(said), line=line)
    return Standing(act=act, document=withdrawn(act), digest="", problems=tuple(said), line=line)


def withdrawn(act: RegisteredAct) -> Document:
    """What its address says of an act that was withdrawn: from the register alone."""
    nature = act.nature or "autre"
    name = nature.capitalize() if nature != "autre" else "Acte"
    number = f" n° {act.numero}" if act.numero else ""
    return Document(
        path=act.fichier,
        meta=Acte.model_validate(
            {
                "nature": nature,
                "numero": act.numero,
                "titre": f"{name}{number} (acte retiré)",
                "date_acte": date.fromisoformat(act.date_acte) if act.date_acte else None,
                "indexer": False,
            }
        ),
        body=Body(html=""),
        places={},
    )


def _key(order: Order) -> tuple[str, ...]:
    event = "remplacement" if isinstance(order, Remplacement) else "retrait"
    return Decision(
        evenement=event, motif=order.motif, decide_par=order.decide_par,
        decide_le=order.decide_le.isoformat(), precisions=order.precisions,
        moment="", empreinte="",
    ).order  # fmt: skip


def _act(document: Document) -> tuple[Any, ...]:
    references = tuple(replace(r, line=0, column=0) for r in document.body.references)
    body = replace(document.body, references=references)
    return (document.meta.model_dump(exclude=set(Acte.SUIVI)), body)
