"""Acts that come online: what the register will hold of each (CGCT L2131-1, R2131-1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from factory.archive.acts import RegisteredAct
from factory.archive.chain import Line
from factory.content.document import Document
from factory.content.models import Acte
from factory.ground.problems import Problem, error
from factory.reception.archivist import unchanged
from factory.reception.lookup import Lookup
from factory.reception.personal import Suspect
from factory.reception.pieces import pieces
from factory.reception.sources import SourceFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An act that nothing holds back yet, and the files it brings."""

    document: Document
    pieces: Mapping[str, str]

    def suspect(
        self, files: Mapping[str, SourceFile], sources: Mapping[str, SourceFile]
    ) -> Suspect:
        return Suspect(
            document=self.document,
            data=unchanged(sources[self.document.path]) or b"",
            files={path: files[path] for path in self.pieces},
        )

    def line(self, digests: Mapping[str, str], moment: str) -> Line:
        """`moment` is the instant from which appeal periods will run."""
        meta = self.document.meta
        assert isinstance(meta, Acte)
        return {
            "evenement": "mise en ligne",
            "fichier": self.document.path,
            "numero": meta.numero,
            "nature": meta.nature,
            "date_acte": meta.date_acte.isoformat() if meta.date_acte else "",
            "empreinte": digests[self.document.path],
            "pieces": dict(self.pieces),
            "moment": moment,
        }


def candidates(
    visible: Iterable[Document],
    registered: Mapping[str, RegisteredAct],
    digests: Mapping[str, str],
    lookup: Lookup,
    files: Mapping[str, SourceFile],
) -> tuple[list[Candidate], list[tuple[Document, Problem]]]:
    """The acts online now that the register does not hold yet, and those that are held back.

    An act is registered whole or not at all, and no act is online that is not registered.
    """
    moved = {act.empreinte: act.fichier for act in registered.values() if act.empreinte}
    good: list[Candidate] = []
    held: list[tuple[Document, Problem]] = []
    for document in visible:
        meta = document.meta
        if not isinstance(meta, Acte) or document.path in registered:
            continue
        found, missing = pieces(document, lookup, files)
        problem = None
        if meta.remplacement or meta.retrait:
            problem = _nothing_to_change(document)
        elif digests[document.path] in moved:
            problem = _registered_elsewhere(document, moved[digests[document.path]])
        elif missing:
            problem = _incomplete(document, missing[0])
        if problem is None:
            good.append(Candidate(document=document, pieces=found))
        else:
            held.append((document, problem))
    return good, held


def _nothing_to_change(document: Document) -> Problem:
    meta = document.meta
    key = "retrait" if isinstance(meta, Acte) and meta.retrait else "remplacement"
    line, column = document.places.get(key, (0, 0))
    return error(
        "ordre-sans-acte",
        f"La clé « {key} » demande de changer un acte du registre, mais celui-ci n’y est pas "
        "encore : il n’est pas mis en ligne.",
        f"Retirez « {key} » pour mettre l’acte en ligne ; si le fichier a changé de nom, "
        "rendez-lui celui qu’il avait.",
        file=document.path,
        document=meta.titre,
        line=line,
        column=column,
    )


def _registered_elsewhere(document: Document, path: str) -> Problem:
    return error(
        "acte-deja-enregistre",
        f"Cet acte est déjà au registre sous le nom {path} : sa date de mise en ligne ne change "
        "pas, il n’est pas publié une seconde fois.",
        "Rendez au fichier le nom et le dossier qu’il avait.",
        file=document.path,
        document=document.meta.titre,
    )


def _incomplete(document: Document, missing: str) -> Problem:
    line, column = document.places.get("fichier", (0, 0))
    return error(
        "acte-incomplet",
        f"Le fichier « {missing} » manque : un acte se publie en entier, celui-ci n’est pas mis en "
        "ligne (CGCT, article R2131-1).",
        "Déposez le fichier à côté de l’acte, ou corrigez son nom.",
        file=document.path,
        document=document.meta.titre,
        line=line,
        column=column,
    )
