"""What is read in a commune's own files, beyond what a build already says of them."""

import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from factory.archive import registre as registers
from factory.archive.registre import Registre
from factory.audit import alternatives, privacy, texts
from factory.audit.finding import Finding
from factory.audit.harm import criterion_of
from factory.audit.obligations import Duty, duties, facts
from factory.audit.written import Written
from factory.content.document import Around, Loaded
from factory.content.load import load
from factory.ground.clock import Clock
from factory.ground.problems import Problem, UsageError, notice
from factory.reception.reception import Reception, receive
from factory.reception.snapshot import Snapshot
from factory.reception.sources import Sources, scan
from factory.tenants import convention
from factory.tenants.usine import Metropole

CHECKS = (alternatives.remarks, texts.remarks, privacy.remarks)
_CONVENTION = "convention.yaml"


class Desk:
    """A commune's folder, read once, at a moment. `largest` is the size of one file, in bytes."""

    def __init__(self, folder: Path, largest: int, moment: datetime) -> None:
        self.folder = folder
        self.moment = moment
        self.sources: Sources = scan(folder, {}, time.time_ns(), largest)
        self.registre: Registre = registers.read(folder / "registre")
        reception = Reception(folder=folder, registre=self.registre, load=_load)
        self.snapshot: Snapshot | None = None
        try:
            self.snapshot = receive(reception, self.sources, Clock(moment))
        except UsageError:  # no commune.yaml that reads: the build says it
            return

    def findings(self) -> Iterator[Finding]:
        """What the documents ask to mend, drafts included: better before than after."""
        for problem in self._problems():
            yield Finding(problem=problem, critere=criterion_of(problem.code))

    def duties(self, metropole: Metropole) -> tuple[Duty, ...]:
        """What the law asks the commune to publish, and where it stands."""
        if self.snapshot is None:
            return ()
        file = self.folder / _CONVENTION
        said = convention.read(file.read_bytes(), _CONVENTION).value if file.is_file() else None
        return duties(self.snapshot.commune, said, facts(self.snapshot, metropole, self.moment))

    def _problems(self) -> Iterator[Problem]:
        snapshot = self.snapshot
        for path, document in snapshot.documents.items() if snapshot else ():
            file = self.sources.files.get(path)
            if snapshot is None or file is None or snapshot.digests.get(path) != file.digest:
                continue  # an earlier version stands for it: the build says why
            source = Written(document, file.real.read_bytes().decode("utf-8-sig", "replace"))
            for check in CHECKS:
                yield from check(source)
            yield from _overdue(source, self.moment.date())


def _load(path: str, data: bytes, _: str, around: Around) -> Loaded:
    return load(path, data, around)


def _overdue(source: Written, today: date) -> Iterator[Problem]:
    meta = source.document.meta
    if meta.revoir_le is None or meta.revoir_le >= today:
        return
    who = f" par {meta.responsable}" if meta.responsable else ""
    yield notice(
        "revision-depassee",
        f"Cette page devait être relue le {meta.revoir_le:%d/%m/%Y}{who}.",
        "Relisez-la, corrigez ce qui a changé, puis avancez la date « revoir_le ».",
        **source.key("revoir_le"),
    )
