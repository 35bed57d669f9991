"""The snapshot: the bytes that stand for each file at this moment."""

from collections.abc import Mapping
from dataclasses import dataclass

from factory.archive.acts import RegisteredAct
from factory.archive.registre import Lines, Registre
from factory.content.document import Document
from factory.ground.problems import Problem
from factory.reception.lookup import Lookup
from factory.reception.sources import SourceFile
from factory.tenants.commune import Commune


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What a site is made from. Every build of it, anywhere, gives the same bytes."""

    commune: Commune
    documents: Mapping[str, Document]
    """Every document that has a good version, visible or not, by path."""
    visible: frozenset[str]
    """The documents that this site shows at this moment."""
    published: frozenset[str]
    """Those of them that readers see: in a preview, drafts are shown and not published."""
    files: Mapping[str, SourceFile]
    """Pictures and documents to download, with the bytes retained for each."""
    lookup: Lookup
    registre: Registre
    """As it will be once `lines` are confirmed."""
    lines: Lines
    digests: Mapping[str, str]
    """The retained bytes of each document, of commune.yaml and of each picture shown."""
    problems: tuple[Problem, ...]

    def act(self, path: str) -> RegisteredAct | None:
        return self.registre.actes.get(path)
