"""`receive`: from a commune's files, its register and a moment to the snapshot of its site.

A file that no longer loads stays at its last good version. An act that is registered keeps its
registered bytes, whatever became of its file. What is decided here is written into the register
by the parent once the site is online, so that every later build decides the same.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from factory.archive import registre as registers
from factory.archive.registre import Lines, Registre
from factory.content.document import Document, Loaded
from factory.ground.clock import Clock
from factory.ground.digests import digest
from factory.ground.problems import Problem, UsageError, error
from factory.reception.acts import new_acts
from factory.reception.lookup import Lookup
from factory.reception.retained import retained_lines, stays
from factory.reception.snapshot import Snapshot
from factory.reception.sources import CONFIGURATION, SourceFile, Sources
from factory.reception.visibility import is_visible
from factory.tenants import commune as communes
from factory.tenants.commune import Commune

Load = Callable[[str, bytes, str, str], Loaded]
"""(path, bytes, their digest, the site's language) → what loading them gives."""

_LEFT_OUT = " En attendant, cette page n’est pas publiée."


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """The places a reception reads from."""

    folder: Path
    registre: Registre
    load: Load
    drafts: bool = False


def receive(reception: Reception, sources: Sources, clock: Clock) -> Snapshot:
    """The snapshot at the clock's moment, and the lines it adds to the register.

    Raises UsageError where the commune has no `commune.yaml` that reads, today or retained.
    """
    desk = _Desk(reception)
    commune = desk.configuration(sources.files.get(CONFIGURATION))
    documents = desk.documents(sources, commune.langue)
    files = {p: f for p, f in sources.files.items() if not f.is_document and p != CONFIGURATION}
    files |= desk.registered_pieces(files)
    visible = frozenset(
        path for path, doc in documents.items() if is_visible(doc, clock, reception.drafts)
    )
    published = frozenset(path for path in visible if is_visible(documents[path], clock))
    lookup = Lookup([*documents, *files])
    moment = clock.moment.isoformat(timespec="seconds")
    lines: Lines = {}
    if not reception.drafts:
        lines = {
            "actes": new_acts(
                (documents[path] for path in sorted(visible)),
                reception.registre, desk.digests, lookup, files, moment,
            ),
            "retenus": retained_lines(reception.registre, desk.digests, moment),
        }  # fmt: skip
    return Snapshot(
        commune=commune,
        documents=documents,
        visible=visible,
        published=published,
        files=files,
        lookup=lookup,
        registre=registers.extended(reception.registre, lines),
        lines=lines,
        digests=desk.digests,
        problems=(*sources.problems, *desk.problems),
    )


class _Desk:
    """Reads each file once and keeps count of which bytes were retained for it."""

    def __init__(self, reception: Reception) -> None:
        self._from = reception
        self.problems: list[Problem] = list(reception.registre.problems)
        self.digests: dict[str, str] = {}
        self._language = ""

    def configuration(self, file: SourceFile | None) -> Commune:
        fault = _no_configuration() if file is None else _being_written(CONFIGURATION)
        faults: tuple[Problem, ...] = (fault,)
        if file is not None and (data := _bytes(file)) is not None:
            bound = communes.read(data, CONFIGURATION)
            faults = bound.problems
            if bound.value is not None:
                self.digests[CONFIGURATION] = digest(data)
                self.problems += faults
                return bound.value
        kept = self._from.registre.retenus.get(CONFIGURATION, "")
        data = registers.piece(self._from.folder / "registre", kept) if kept else None
        if data is not None:
            bound = communes.read(data, CONFIGURATION)
            if bound.value is not None:
                self.digests[CONFIGURATION] = kept
                self.problems += [stays(fault) for fault in faults]
                return bound.value
        raise UsageError(*self.problems, *faults)

    def documents(self, sources: Sources, language: str) -> dict[str, Document]:
        self._language = language
        documents: dict[str, Document] = {}
        acts = self._from.registre.actes
        for path, file in sources.files.items():
            if not file.is_document:
                continue
            document = self._act(path, file) if path in acts else self._document(file)
            if document is not None:
                documents[path] = document
        for path in acts:
            if path not in sources.files and (document := self._act(path, None)) is not None:
                documents[path] = document
        return dict(sorted(documents.items()))

    def registered_pieces(self, files: dict[str, SourceFile]) -> dict[str, SourceFile]:
        """The files of registered acts, at the bytes that were registered."""
        pieces: dict[str, SourceFile] = {}
        for act in self._from.registre.actes.values():
            for path, name in act.pieces.items():
                if path in files and files[path].digest == name:
                    continue
                real = self._from.folder / "registre" / "pieces" / name
                if not real.is_file():
                    self.problems.append(_lost(path, act.fichier))
                    continue
                pieces[path] = SourceFile(
                    path=path, real=real, size=real.stat().st_size, digest=name
                )
                self.problems.append(
                    _piece_changed(path, act.moment)
                    if path in files
                    else _piece_removed(path, act.moment)
                )
        return pieces

    def _document(self, file: SourceFile) -> Document | None:
        data = _bytes(file)
        if data is None:
            return self._last_good(file.path, (_being_written(file.path),))
        loaded = self._from.load(file.path, data, file.digest, self._language)
        if loaded.document is not None:
            self.digests[file.path] = file.digest
            self.problems += loaded.problems
            return loaded.document
        return self._last_good(file.path, loaded.problems)

    def _last_good(self, path: str, faults: tuple[Problem, ...]) -> Document | None:
        kept = self._from.registre.retenus.get(path, "")
        data = registers.piece(self._from.folder / "registre", kept) if kept else None
        document = (
            self._from.load(path, data, kept, self._language).document if data is not None else None
        )
        if document is None:
            self.problems += [replace(fault, remedy=fault.remedy + _LEFT_OUT) for fault in faults]
            return None
        self.digests[path] = kept
        self.problems += [stays(fault) for fault in faults]
        return document

    def _act(self, path: str, file: SourceFile | None) -> Document | None:
        act = self._from.registre.actes[path]
        data = registers.piece(self._from.folder / "registre", act.empreinte)
        if data is None and file is not None and file.digest == act.empreinte:
            data = _bytes(file)
        if data is None:
            self.problems.append(_lost(path, path))
            return None
        loaded = self._from.load(path, data, act.empreinte, self._language)
        if loaded.document is None:
            self.problems += loaded.problems
            return None
        self.digests[path] = act.empreinte
        title = loaded.document.meta.titre
        if file is None:
            self.problems.append(_act_removed(path, title, act.moment))
        elif file.digest != act.empreinte:
            self.problems.append(_act_changed(path, title, act.moment))
        else:
            self.problems += loaded.problems
        return loaded.document


def _bytes(file: SourceFile) -> bytes | None:
    """The file's bytes; None where they are no longer those that were scanned."""
    try:
        data = file.real.read_bytes()
    except OSError:
        return None
    return data if digest(data) == file.digest else None


def _being_written(path: str) -> Problem:
    return error(
        "fichier-en-cours-d-ecriture",
        "Ce fichier changeait pendant la lecture.",
        "Attendez la fin de la copie : il sera repris à la prochaine publication.",
        file=path,
    )


def _no_configuration() -> Problem:
    return error(
        "commune-sans-configuration",
        "Le fichier commune.yaml manque.",
        "Créez-le avec au moins trois clés : nom, code_insee et domaine "
        "(ou lancez « usine new » pour partir d’un modèle).",
        file=CONFIGURATION,
    )


def _act_changed(path: str, title: str, moment: str) -> Problem:
    return error(
        "acte-modifie",
        f"Cet acte est au registre depuis le {_day(moment)} : son fichier a changé depuis. "
        "La version enregistrée reste en ligne.",
        "Remettez le fichier dans son état d’origine. Pour corriger une erreur matérielle, "
        "demandez un remplacement motivé à la Métropole.",
        file=path,
        document=title,
    )


def _act_removed(path: str, title: str, moment: str) -> Problem:
    return error(
        "acte-supprime",
        f"Cet acte est au registre depuis le {_day(moment)} : son fichier a disparu. "
        "La version enregistrée reste en ligne.",
        "Remettez le fichier à sa place. Un acte ne se retire que par une décision enregistrée.",
        file=path,
        document=title,
    )


def _piece_changed(path: str, moment: str) -> Problem:
    return error(
        "piece-d-acte-modifiee",
        f"Ce fichier appartient à un acte mis en ligne le {_day(moment)} : il a changé depuis. "
        "La version enregistrée reste en ligne.",
        "Remettez le fichier d’origine ; pour une nouvelle version, donnez-lui un autre nom.",
        file=path,
    )


def _piece_removed(path: str, moment: str) -> Problem:
    return error(
        "piece-d-acte-supprimee",
        f"Ce fichier appartient à un acte mis en ligne le {_day(moment)} : il a disparu. "
        "La version enregistrée reste en ligne.",
        "Remettez le fichier à sa place.",
        file=path,
    )


def _lost(path: str, act: str) -> Problem:
    return error(
        "piece-perdue",
        f"Les octets enregistrés de ce fichier (acte {act}) manquent au registre ou sont altérés.",
        "Restaurez le dossier registre/ depuis la dernière sauvegarde.",
        file=path,
    )


def _day(moment: str) -> str:
    year, month, day = moment[:10].split("-")
    return f"{day}/{month}/{year}"
