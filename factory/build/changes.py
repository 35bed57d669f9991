"""What a build changes among the addresses that readers know."""

from factory.archive import registre as registers
from factory.build.loading import Loader
from factory.content.document import Around
from factory.reception.addresses import Likeness, Moves, moves
from factory.reception.reception import Reception
from factory.reception.snapshot import Snapshot
from factory.reception.sources import is_document
from factory.site.site import Site


def changes(
    reception: Reception, snapshot: Snapshot, drawn: Site, loader: Loader, moment: str
) -> Moves:
    """The addresses that appeared, moved or went since the register's last line."""
    if reception.drafts:
        return Moves(line=None, removed=(), before=0)
    registre = reception.registre
    likeness = {path: _today(snapshot, path, name) for path, name in snapshot.digests.items()}
    likeness |= {copy.source: Likeness(digest=copy.digest) for copy in drawn.copies}
    missing = set(registre.vivantes.values()) - set(drawn.online.values())
    around = Around(snapshot.commune.langue, snapshot.commune.domaine)
    former = {file: _former(reception, loader, file, around) for file in sorted(missing)}
    return moves(registre, drawn.online, likeness, former, moment)


def _today(snapshot: Snapshot, path: str, name: str) -> Likeness:
    document = snapshot.documents.get(path)
    if document is None:
        return Likeness(digest=name)
    return Likeness(digest=name, type=document.type, titre=document.meta.titre)


def _former(reception: Reception, loader: Loader, file: str, around: Around) -> Likeness:
    """What the register remembers of a file that is no longer there."""
    registre = reception.registre
    name = registre.retenus.get(file, "")
    if not name or not is_document(file):
        return Likeness(digest=registre.empreintes.get(file, ""))
    data = registers.piece(reception.folder / "registre", name)
    document = loader(file, data, name, around).document if data is not None else None
    if document is None:
        return Likeness(digest=name)
    return Likeness(digest=name, type=document.type, titre=document.meta.titre)
