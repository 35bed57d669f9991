"""What happens to a convention and is written one line after the other: which facts, and where.

A fact is known by one or two of its keys; the others are completed as they come to be known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from factory.convention.common import Comite, Decision
from factory.ground.dates import in_words, plain
from factory.ground.models import shapes
from factory.ground.models.refusal_text import described
from factory.ground.refusal import Refus
from factory.tenants.privacy import Consentement, DemandePersonne, Instruction, Violation
from factory.tenants.term import ForceMajeure, MiseEnDemeure, Resiliation


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of fact: its list in the file, and the key by which one of them is known."""

    name: str
    title: str
    model: type[BaseModel]
    where: tuple[str, ...]
    known_by: str
    article: str

    @property
    def fields(self) -> tuple[str, ...]:
        """What may be told of it on a command line: no group of keys."""
        return tuple(
            name for name in self.model.model_fields
            if (shape := shapes.of(shapes.annotation(self.model, name))).model is None
            and (shape.item is None or shapes.of(shape.item).model is None)
        )  # fmt: skip


COMMITTEE = Kind(
    name="comite", title="Comité de pilotage", model=Comite, where=("comites",),
    known_by="annee", article="articles 4.5 et 10",
)  # fmt: skip
DECISION = Kind(
    name="decision", title="Décision du comité", model=Decision, where=("decisions",),
    known_by="demande", article="articles 4.6 et 10",
)  # fmt: skip
KINDS = (
    Kind(
        name="lettre", title="Lettre de résiliation", model=Resiliation,
        where=("dates", "resiliation"), known_by="recue_le", article="article 9",
    ),
    Kind(
        name="mise-en-demeure", title="Mise en demeure", model=MiseEnDemeure,
        where=("dates", "mises_en_demeure"), known_by="recue_le", article="article 9",
    ),
    Kind(
        name="force-majeure", title="Force majeure", model=ForceMajeure,
        where=("dates", "force_majeure"), known_by="debut", article="article 9",
    ),
    Kind(
        name="instruction", title="Instruction de la commune", model=Instruction,
        where=("rgpd", "instructions"), known_by="reference", article="article 13-k, 2",
    ),
    Kind(
        name="violation", title="Violation de données", model=Violation,
        where=("rgpd", "violations"), known_by="nature", article="article 13-f",
    ),
    Kind(
        name="demande", title="Demande d’une personne", model=DemandePersonne,
        where=("rgpd", "demandes"), known_by="reference", article="article 13-e",
    ),
    Kind(
        name="consentement", title="Accord de réutilisation", model=Consentement,
        where=("consentements",), known_by="acte", article="article 3",
    ),
)  # fmt: skip
"""Those of a commune's convention.yaml."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A value that was told: as the file will write it, and as it is compared."""

    text: str
    value: Any


def told(model: type[BaseModel], name: str, text: str) -> Told:
    """A value for a key, or for one item of it where it is a list. Raises Refus."""
    annotation = shapes.annotation(model, name)
    shape = shapes.of(annotation)
    annotation = annotation if shape.item is None else shape.item
    text = " ".join(text.split())
    text = next((one for one in shape.choices if plain(one) == plain(text)), text)
    try:
        value = TypeAdapter(annotation).validate_python(text)
    except ValidationError as caught:
        [detail, *_] = caught.errors(include_url=False)
        cause = detail.get("ctx", {}).get("error")
        if isinstance(cause, Refus):
            raise cause from None
        raise Refus(*described(model, (name,), detail)) from None
    if value in ("", None):
        raise Refus(*described(model, (name,), {"type": "missing", "input": text}))
    return Told(text=_as_written(value, text), value=value)


def _as_written(value: Any, text: str) -> str:
    """Days in words, as the files write them: « 3 mars 2027 à 18h30 »."""
    if hasattr(value, "hour"):
        return f"{in_words(value)} à {value.hour}h{value.minute:02}"
    return in_words(value) if hasattr(value, "month") else text


def same(one: Any, other: Any) -> bool:
    """Whether two values say the same: case, accents and spaces aside."""
    if isinstance(one, str) and isinstance(other, str):
        return plain(one) == plain(other)
    return bool(one == other)


def among(kept: Sequence[BaseModel], kind: Kind, key: Any) -> int | None:
    """The rank of the fact that a key's value names; None where it is not there yet."""
    for rank, one in enumerate(kept):
        if same(getattr(one, kind.known_by), key):
            return rank
    return None
