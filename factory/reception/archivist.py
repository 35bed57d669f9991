"""The archivist: reads the registered acts, whatever lies in the commune's folder today."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from factory.archive import registre as registers
from factory.archive.acts import RegisteredAct
from factory.archive.registre import Registre
from factory.content.document import Around, Loaded
from factory.ground.digests import digest
from factory.ground.problems import Problem, error
from factory.reception import refusals
from factory.reception.lookup import Lookup
from factory.reception.registered import Standing, follow, is_same_act, order_of, withdrawn
from factory.reception.retained import stays
from factory.reception.sources import SourceFile

Load = Callable[[str, bytes, str, Around], Loaded]
"""(path, bytes, their digest, their site) → what loading them gives."""
Known = Callable[[str, str, Around], Loaded | None]
"""(path, digest of its bytes, their site) → what loading them gave, if it is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archivist:
    """Where the registered bytes are, and how documents are read."""

    folder: Path
    """The commune's register."""
    registre: Registre
    load: Load
    around: Around

    def standing(self, path: str, file: SourceFile | None) -> Standing | Problem:
        """What stands for a registered act before any order; the problem where it is lost."""
        act = self.registre.actes[path]
        if act.retrait is not None:
            return Standing(act=act, document=withdrawn(act), digest="")
        base = self._base(act, file)
        if isinstance(base, Problem):
            return base
        if file is not None and file.digest == act.empreinte:
            return base
        kept = replace(self._followed(base), problems=())
        if file is not None and file.digest in self.registre.effacees:
            said = refusals.erased_file(path, self.registre.effacees[file.digest])
            return replace(kept, problems=(said,))
        if file is None:
            said = refusals.act_removed(path, kept.document.meta.titre, act.moment)
            return replace(kept, problems=(said,))
        return self._changed(file, base, kept)

    def pieces(self, act: RegisteredAct, files: Mapping[str, SourceFile]) -> "Pieces":
        """The files of a registered act, at the bytes that were registered."""
        found: dict[str, SourceFile] = {}
        problems = []
        for path, name in act.pieces.items():
            if path in files and files[path].digest == name:
                continue
            real = self.folder / "pieces" / name
            if not real.is_file():
                problems.append(refusals.piece_lost(path, act.fichier))
                continue
            found[path] = SourceFile(path=path, real=real, size=real.stat().st_size, digest=name)
            said = refusals.piece_changed if path in files else refusals.piece_removed
            problems.append(said(path, act.moment))
        return Pieces(files=found, problems=tuple(problems))

    def followed(
        self, standing: Standing, files: Mapping[str, SourceFile], moment: str
    ) -> Standing:
        """The standing once its order is carried out, or refused."""
        owners = {
            name: act.fichier
            for act in self.registre.actes.values()
            for name in act.digests
            if act.fichier != standing.act.fichier
        }
        return follow(standing, files, Lookup(files), owners, moment)

    def _base(self, act: RegisteredAct, file: SourceFile | None) -> Standing | Problem:
        """The act as it was registered."""
        data = registers.piece(self.folder, act.empreinte)
        if data is None and file is not None and file.digest == act.empreinte:
            data = unchanged(file)
        if data is None:
            return refusals.piece_lost(act.fichier, act.fichier)
        loaded = self.load(act.fichier, data, act.empreinte, self.around)
        if loaded.document is None:
            return loaded.problems[0]
        return Standing(
            act=act, document=loaded.document, digest=act.empreinte, problems=loaded.problems
        )

    def _followed(self, base: Standing) -> Standing:
        """The last version whose keys of follow-up changed, and nothing else."""
        path = base.act.fichier
        name = self.registre.retenus.get(path, "")
        if name in ("", base.digest):
            return base
        data = registers.piece(self.folder, name)
        document = self.load(path, data, name, self.around).document if data is not None else None
        if document is None or not is_same_act(document, base.document):
            return base
        return replace(base, document=document, digest=name)

    def _changed(self, file: SourceFile, base: Standing, kept: Standing) -> Standing:
        data = unchanged(file)
        if data is None:
            return replace(kept, problems=(being_written(file.path),))
        loaded = self.load(file.path, data, file.digest, self.around)
        document = loaded.document
        if document is None:
            said = tuple(stays(p) for p in loaded.problems)
            return replace(kept, problems=said)
        new = replace(base, document=document, digest=file.digest, problems=loaded.problems)
        order = order_of(document, base.act)
        if order is not None:
            return replace(new, order=order, before=kept)
        if is_same_act(document, base.document):
            return new
        said = (refusals.act_changed(file.path, base.document.meta.titre, base.act.moment),)
        return replace(kept, problems=said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    files: Mapping[str, SourceFile]
    problems: tuple[Problem, ...]


def nothing_known(path: str, name: str, around: Around) -> Loaded | None:
    """For a reception that remembers nothing."""
    return None


def unchanged(file: SourceFile) -> bytes | None:
    """The file's bytes; None where they are no longer those that were scanned."""
    try:
        data = file.real.read_bytes()
    except OSError:
        return None
    return data if digest(data) == file.digest else None


def being_written(path: str) -> Problem:
    return error(
        "fichier-en-cours-d-ecriture",
        "Ce fichier changeait pendant la lecture.",
        "Attendez la fin de la copie : il sera repris à la prochaine publication.",
        file=path,
    )
