"""Acts in which personal data are suspected: each is held alone, until a person has looked."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from factory.content.document import Document
from factory.content.models import Acte
from factory.content.personal_data import Suspicion, known, suspicions
from factory.ground.problems import Problem, error, warning
from factory.media.pdf_text import Inspection
from factory.reception.sources import SourceFile
from factory.tenants.commune import Commune

Inspect = Callable[[Sequence[SourceFile]], Mapping[str, Inspection]]
"""Files → what looking through each one gave, by digest."""

_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """An act about to be registered: its own bytes, and its files by path."""

    document: Document
    data: bytes
    files: Mapping[str, SourceFile]


def nothing(files: Sequence[SourceFile]) -> Mapping[str, Inspection]:
    """An inspection that sees nothing: where no child can be started."""
    return {}


def held(
    suspects: Iterable[Suspect], public: frozenset[str], inspect: Inspect
) -> Iterator[tuple[Document, Problem]]:
    """What is to be said of each act: an error holds it, a warning does not.

    `public` are the digests of telephones and mailboxes that the commune itself publishes.
    """
    asked = [s for s in suspects if getattr(s.document.meta, "donnees_personnelles", None) is None]
    pdfs = {f.digest: f for s in asked for f in s.files.values() if f.path.lower().endswith(".pdf")}
    inspected = inspect(list(pdfs.values()))
    for suspect in asked:
        found = [
            (f"ligne {one.rang}", one)
            for rank, line in enumerate(suspect.data.decode("utf-8", "replace").splitlines(), 1)
            for one in suspicions(line, rank)
        ]
        for path, file in suspect.files.items():
            inspection = inspected.get(file.digest)
            if inspection is None:
                continue
            name = path.rpartition("/")[2]
            found += [(f"« {name} », page {s.rang}", s) for s in inspection.suspicions]
            if not inspection.lue:
                yield suspect.document, _unread(suspect.document, path)
        kept = [(place, one) for place, one in found if one.empreinte not in public]
        if kept:
            yield suspect.document, _suspected(suspect.document, kept)


def public_contacts(commune: Commune, documents: Iterable[Document]) -> frozenset[str]:
    """The telephones and mailboxes that the commune gives in its settings and on its pages."""
    values: list[BaseModel] = [commune]
    values += [document.meta for document in documents if not isinstance(document.meta, Acte)]
    return frozenset(known(text) for value in values for text in _contacts(value))


def _contacts(value: object) -> Iterator[str]:
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            part = getattr(value, name)
            if name in ("telephone", "courriel") and isinstance(part, str):
                yield part
            else:
                yield from _contacts(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from _contacts(part)


def _suspected(document: Document, found: Sequence[tuple[str, Suspicion]]) -> Problem:
    shown = list(dict.fromkeys(f"{s.nature}, {s.masque} ({place})" for place, s in found))
    more = f", et {len(shown) - _SHOWN} autres" if len(shown) > _SHOWN else ""
    return error(
        "donnees-personnelles",
        f"Cet acte semble contenir {' ; '.join(shown[:_SHOWN])}{more} : il n’est pas mis en ligne "
        "(code des relations entre le public et l’administration, article L312-1-2).",
        "Masquez ces données dans le texte et dans le PDF, puis ajoutez « donnees_personnelles: "
        "occultées ». Si ce ne sont pas les données d’une personne privée, ajoutez « "
        "donnees_personnelles: sans objet ».",
        file=document.path,
        document=document.meta.titre,
    )


def _unread(document: Document, path: str) -> Problem:
    return warning(
        "pdf-non-inspecte",
        f"Le texte de « {path.rpartition('/')[2]} » n’a pas pu être lu en entier : l’usine n’y a "
        "pas cherché de données personnelles.",
        "Relisez-le, puis ajoutez « donnees_personnelles: sans objet » ou « occultées ».",
        file=document.path,
        document=document.meta.titre,
    )
