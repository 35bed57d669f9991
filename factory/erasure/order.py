"""An erasure under way, kept in the commune's own folder until it is done.

    tenants/<commune>/.effacement/ordre.json     what was asked, and whether it was noted
    tenants/<commune>/.effacement/fichiers/…     the files, put aside until the site is made again
    tenants/<commune>/.effacement/registre/…     the register as it was, for the same time

Before it is noted in the ledger, all of it can be put back; from then on it is only gone on with.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from factory.archive import forgotten
from factory.erasure import wanted as settled
from factory.erasure.wanted import Wanted
from factory.ground.files import sync, write_whole
from factory.ground.written import Written, written
from factory.reception.sources import ROOTS
from factory.tenants.folder import ERASURE, Tenant

_CHAINS = ("adresses.jsonl", "retenus.jsonl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is being done, since when."""

    wanted: Wanted
    moment: str
    """ISO 8601: documents of that name that are saved later are others."""
    reference: str = ""
    noted: bool = False
    retires: Mapping[str, int] | None = None
    """How much went from each place, for the receipt: a run that is taken up adds to it."""


_ORDER: Written[Order] = Written(Order)


@dataclass(frozen=True, slots=True)
class Desk:
    """The folder of a commune's erasure."""

    tenant: Tenant

    @property
    def folder(self) -> Path:
        return self._file.parent

    @property
    def _file(self) -> Path:
        return self.tenant.folder / ERASURE

    def read(self) -> Order | None:
        """The erasure under way; None where there is none."""
        try:
            return _ORDER.read(self._file.read_bytes())
        except FileNotFoundError:
            return None

    def write(self, order: Order) -> Order:
        self.folder.mkdir(mode=0o700, exist_ok=True)
        write_whole(self._file, written(order), 0o600)
        sync(self.folder)
        return order

    def set_aside(self, order: Order) -> None:
        """Take the files away from the site, and the addresses from the register."""
        wanted = order.wanted
        real = settled.files(self.tenant.folder)
        for path in wanted.chemins:
            if path in real and path not in wanted.gardees:
                self._move(real[path], self._aside(path))
        if wanted.oublier_adresses:
            self._keep_chains()
            gone = set(wanted.chemins) - wanted.gardees.keys()
            forgotten.forget(self._registre, gone)

    def put_back(self, order: Order) -> None:
        """All as it was: nothing was erased."""
        for path in order.wanted.chemins:
            if self._aside(path).exists():
                self._move(self._aside(path), self.tenant.folder / path)
        for name in _CHAINS:
            if (self.folder / "registre" / name).exists():
                self._move(self.folder / "registre" / name, self._registre / name)
        self.close()

    def empty(self) -> int:
        """Remove what was put aside; how many files."""
        count = sum(1 for path in (self.folder / "fichiers").rglob("*") if path.is_file())
        for name in ("fichiers", "registre"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        return count

    def close(self) -> None:
        """Done: nothing is left of it. The order first, so that nobody takes up half of it."""
        self._file.unlink(missing_ok=True)
        shutil.rmtree(self.folder)

    @property
    def _registre(self) -> Path:
        return self.tenant.folder / "registre"

    def _aside(self, path: str) -> Path:
        return self.folder / "fichiers" / path

    def _keep_chains(self) -> None:
        """Copies, made whole before the first line goes; a run that is taken up has them."""
        kept = self.folder / "registre"
        if not kept.exists():
            partial = kept.with_name("registre.partiel")
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir()
            for name in _CHAINS:
                if (self._registre / name).exists():
                    shutil.copyfile(self._registre / name, partial / name)
            partial.rename(kept)

    def _move(self, path: Path, to: Path) -> None:
        to.parent.mkdir(parents=True, exist_ok=True)
        path.rename(to)
        roots = {self.tenant.folder / root for root in ROOTS}
        for parent in path.parents:
            if parent in roots or not any(parent.is_relative_to(root) for root in roots):
                break
            if any(parent.iterdir()):
                break
            parent.rmdir()


def counted(order: Order, place: str, count: int) -> Order:
    """The order, with what went from a place added."""
    known = dict(order.retires or {})
    if count:
        known[place] = known.get(place, 0) + count
    return replace(order, retires=known)
