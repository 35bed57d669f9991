"""`receive`: from a commune's files, its register and a moment to the snapshot of its site.

A file that no longer loads stays at its last good version. An act that is registered keeps its
registered bytes, whatever became of its file. What is decided here is written into the register
by the parent once the site is online, so that every later build decides the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from factory.archive import registre as registers
from factory.archive.registre import Lines, Registre
from factory.content.document import Around, Document
from factory.ground.clock import Clock
from factory.ground.digests import digest
from factory.ground.problems import Problem, UsageError, error, holds_back
from factory.reception.acts import candidates
from factory.reception.archivist import (
    Archivist,
    Known,
    Load,
    being_written,
    nothing_known,
    unchanged,
)
from factory.reception.lookup import Lookup
from factory.reception.personal import Inspect, Suspect, nothing, public_contacts
from factory.reception.personal import held as held_back
from factory.reception.refusals import erased_file
from factory.reception.retained import retained_lines, stays
from factory.reception.settling import settle
from factory.reception.snapshot import Snapshot
from factory.reception.sources import CONFIGURATION, SourceFile, Sources
from factory.reception.visibility import is_visible
from factory.reception.withdrawal import lawful
from factory.tenants import commune as communes
from factory.tenants.commune import Commune

_LEFT_OUT = " En attendant, cette page n’est pas publiée."


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """The places a reception reads from."""

    folder: Path
    registre: Registre
    load: Load
    known: Known = nothing_known
    """What `load` gave before for the same bytes: they are then not read again."""
    inspect: Inspect = nothing
    """Looks through PDFs for personal data."""
    drafts: bool = False


def receive(reception: Reception, sources: Sources, clock: Clock) -> Snapshot:
    """The snapshot at the clock's moment, and the lines it adds to the register.

    Raises UsageError where the commune has no `commune.yaml` that reads, today or retained.
    """
    desk = _Desk(reception)
    commune = desk.configuration(sources.files.get(CONFIGURATION))
    documents = desk.documents(sources, Around(commune.langue, commune.domaine))
    moment = clock.moment.isoformat(timespec="seconds")
    screen = partial(_screened, commune, tuple(documents.values()), reception.inspect)
    settled = settle(desk.archivist, sources.files, desk.files(sources), screen, moment)
    desk.digests |= settled.digests
    documents = dict(sorted({**documents, **settled.documents}.items()))
    problems = desk.problems + settled.problems
    problems += _keep_lawful(documents, reception.registre, clock)
    visible = {path for path, doc in documents.items() if is_visible(doc, clock, reception.drafts)}
    published = {path for path in visible if is_visible(documents[path], clock)}
    lookup = Lookup([*documents, *settled.files])
    good, said = candidates(
        (documents[path] for path in sorted(visible)),
        reception.registre.actes, desk.digests, lookup, settled.files,
    )  # fmt: skip
    said += screen([one.suspect(settled.files, sources.files) for one in good])
    held = {document.path for document, problem in said if holds_back((problem,))}
    registered = {name for act in reception.registre.actes.values() for name in act.pieces}
    withheld = {name for one in good if one.document.path in held for name in one.pieces}
    withheld -= registered
    digests = {path: name for path, name in desk.digests.items() if path not in held}
    acts = [*settled.lines]
    acts += [one.line(digests, moment) for one in good if one.document.path not in held]
    retained = retained_lines(reception.registre, digests, moment)
    lines: Lines = {} if reception.drafts else {"actes": acts, "retenus": retained}
    # A preview shows what is decided, and records nothing.
    shown: Lines = {"actes": settled.lines} if reception.drafts else lines
    return Snapshot(
        commune=commune,
        documents=documents,
        visible=frozenset(visible if reception.drafts else visible - held),
        published=frozenset(published - held),
        files={path: file for path, file in settled.files.items() if path not in withheld},
        lookup=lookup,
        registre=registers.extended(reception.registre, shown),
        lines=lines,
        digests=digests,
        problems=(*sources.problems, *problems, *(problem for _, problem in said)),
    )


def _screened(
    commune: Commune, others: Iterable[Document], inspect: Inspect, suspects: Iterable[Suspect]
) -> list[tuple[Document, Problem]]:
    """What is to be said of acts in which personal data are suspected."""
    asked = list(suspects)
    public = public_contacts(commune, others) if asked else frozenset()
    return list(held_back(asked, public, inspect))


def _keep_lawful(documents: dict[str, Document], registre: Registre, clock: Clock) -> list[Problem]:
    """Take from the documents the withdrawals that the law forbids; what is said of them."""
    said = []
    for path, document in documents.items():
        if document.meta.retirer_le is None:
            continue
        act = registre.actes.get(path)
        since = datetime.fromisoformat(act.moment) if act else None
        documents[path], problem = lawful(document, since, clock)
        said += [problem] if problem else []
    return said


class _Desk:
    """Reads each file once and keeps count of which bytes were retained for it."""

    def __init__(self, reception: Reception) -> None:
        self._from = reception
        self.problems: list[Problem] = list(reception.registre.problems)
        self.digests: dict[str, str] = {}
        self._around = Around()

    def configuration(self, file: SourceFile | None) -> Commune:
        fault = _no_configuration() if file is None else being_written(CONFIGURATION)
        faults: tuple[Problem, ...] = (fault,)
        if file is not None and (data := unchanged(file)) is not None:
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

    def documents(self, sources: Sources, around: Around) -> dict[str, Document]:
        self._around = around
        documents: dict[str, Document] = {}
        acts = self._from.registre.actes
        for path, file in sources.files.items():
            if not file.is_document or path in acts or self._is_erased(file):
                continue
            document = self._document(file)
            if document is not None:
                documents[path] = document
        return documents

    def files(self, sources: Sources) -> dict[str, SourceFile]:
        """What may be shown or downloaded."""
        return {
            path: file
            for path, file in sources.files.items()
            if not file.is_document and path != CONFIGURATION and not self._is_erased(file)
        }

    def _is_erased(self, file: SourceFile) -> bool:
        """Whether the bytes were withdrawn for privacy: nothing may publish them again."""
        moment = self._from.registre.effacees.get(file.digest)
        if moment is not None:
            self.problems.append(erased_file(file.path, moment))
        return moment is not None

    @property
    def archivist(self) -> Archivist:
        return Archivist(
            folder=self._from.folder / "registre",
            registre=self._from.registre,
            load=self._from.load,
            around=self._around,
        )

    def _document(self, file: SourceFile) -> Document | None:
        loaded = self._from.known(file.path, file.digest, self._around)
        if loaded is None:
            data = unchanged(file)
            if data is None:
                return self._last_good(file.path, (being_written(file.path),))
            loaded = self._from.load(file.path, data, file.digest, self._around)
        if loaded.document is not None:
            self.digests[file.path] = file.digest
            self.problems += loaded.problems
            return loaded.document
        return self._last_good(file.path, loaded.problems)

    def _last_good(self, path: str, faults: tuple[Problem, ...]) -> Document | None:
        kept = self._from.registre.retenus.get(path, "")
        data = registers.piece(self._from.folder / "registre", kept) if kept else None
        document = (
            self._from.load(path, data, kept, self._around).document if data is not None else None
        )
        if document is None:
            self.problems += [
                replace(fault, remedy=fault.remedy + _LEFT_OUT) if holds_back((fault,)) else fault
                for fault in faults
            ]
            return None
        self.digests[path] = kept
        self.problems += [stays(fault) for fault in faults]
        return document


def _no_configuration() -> Problem:
    return error(
        "commune-sans-configuration",
        "Le fichier commune.yaml manque.",
        "Créez-le avec au moins trois clés : nom, code_insee et domaine "
        "(ou lancez « usine new » pour partir d’un modèle).",
        file=CONFIGURATION,
    )
