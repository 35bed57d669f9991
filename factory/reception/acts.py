"""Acts that come online: what the register will hold of each (CGCT L2131-1, R2131-1)."""

from collections.abc import Iterable, Mapping

from factory.archive.chain import Line
from factory.archive.registre import Registre
from factory.content.document import Document
from factory.content.models.acte import Acte
from factory.reception.lookup import Lookup
from factory.reception.sources import SourceFile


def new_acts(
    visible: Iterable[Document],
    registre: Registre,
    digests: Mapping[str, str],
    lookup: Lookup,
    files: Mapping[str, SourceFile],
    moment: str,
) -> list[Line]:
    """A line for each act online now that the register does not hold yet.

    `moment` is the instant from which appeal periods will run. An act whose own file is missing
    waits: it is registered whole or not at all.
    """
    lines = []
    for document in visible:
        if not isinstance(document.meta, Acte) or document.path in registre.actes:
            continue
        pieces = _pieces(document.meta, document.path, lookup, files)
        if pieces is None:
            continue
        lines.append(
            {
                "evenement": "mise en ligne",
                "fichier": document.path,
                "numero": document.meta.numero or "",
                "empreinte": digests[document.path],
                "pieces": pieces,
                "moment": moment,
            }
        )
    return lines


def _pieces(
    acte: Acte, path: str, lookup: Lookup, files: Mapping[str, SourceFile]
) -> dict[str, str] | None:
    named = [acte.fichier] if acte.fichier else []
    named += [annexe.fichier for annexe in acte.annexes]
    pieces = {}
    for target in named:
        found = lookup.find(target, path)
        if found is None or found.path not in files:
            return None
        pieces[found.path] = files[found.path].digest
    return dict(sorted(pieces.items()))
