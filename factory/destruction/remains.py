"""What a run that was cut short left of a commune: in working folders, journals, damaged files."""

import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from factory.ground.problems import Problem
from factory.nightly import journal
from factory.tenants import commune
from factory.tenants.folder import Tenant
from factory.tenants.settings import Settings

_SCRATCH = (".preuve-", ".verification-", ".import-", ".restauration-", "exercice-", "preuve-",
            ".usine-")  # fmt: skip
"""How working folders begin that hold some commune's files, while a proof or a drill is made."""
_GOING = ".detruit-"
"""How those that are being removed are named, with the commune's slug and a full stop."""
_LONGEST = 1 << 20
"""Bytes read of a commune.yaml, to know whose it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemainsPlace:
    """Working folders: those of this commune, which a killed proof, drill or import left there."""

    settings: Settings
    name: str = "Dossiers de travail laissés par un arrêt"

    def list(self, tenant: Tenant) -> tuple[Path, ...]:
        return tuple(sorted(path for root in self._roots(tenant) for path in files_below(root)))

    def destroy(self, tenant: Tenant) -> None:
        for root in tuple(self._roots(tenant)):
            # Named first: killed half-way, what is left of it is still known as this commune's.
            going = root.with_name(f"{_GOING}{tenant.slug}.{secrets.token_hex(4)}")
            root.rename(going)
            shutil.rmtree(going)

    def check(self, tenant: Tenant) -> tuple[Problem, ...]:
        return ()

    def _roots(self, tenant: Tenant) -> Iterator[Path]:
        own = _names(tenant.folder / commune.FILE)
        output = self.settings.sortie
        for folder in (output, output / ".sauvegardes"):
            for entry in _folders(folder):
                mine = entry.name.startswith(f"{_GOING}{tenant.slug}.")
                if mine or (entry.name.startswith(_SCRATCH) and _is_of(entry, tenant.slug, own)):
                    yield entry
        for entry in _folders(self.settings.communes):
            # The first is what `usine new` was writing.
            if entry.name.startswith((f".{tenant.slug}-", f"{_GOING}{tenant.slug}.")):
                yield entry


@dataclass(frozen=True, slots=True, kw_only=True)
class NightsPlace:
    """The journals of nights that the history has not taken in: what was said of the commune."""

    memory: Path
    output: Path
    name: str = "Journaux des nuits inachevées"

    def list(self, tenant: Tenant) -> tuple[Path, ...]:
        roots = journal.roots(self.memory, self.output)
        return tuple(
            sorted(p for root in roots for p in root.glob(f"*/communes/{tenant.slug}.json"))
        )

    def destroy(self, tenant: Tenant) -> None:
        for path in self.list(tenant):
            path.unlink(missing_ok=True)

    def check(self, tenant: Tenant) -> tuple[Problem, ...]:
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DamagedPlace:
    """Histories that were put aside because they are damaged: those that name the commune go."""

    memory: Path
    name: str = "Historiques abîmés, mis de côté"

    def list(self, tenant: Tenant) -> tuple[Path, ...]:
        slug = tenant.slug.encode()
        found = sorted(self.memory.glob("historique-abime-*"))
        return tuple(path for path in found if slug in path.read_bytes())

    def destroy(self, tenant: Tenant) -> None:
        for path in self.list(tenant):
            path.unlink(missing_ok=True)

    def check(self, tenant: Tenant) -> tuple[Problem, ...]:
        return ()


def files_below(folder: Path) -> Iterator[Path]:
    """Files and links below a folder, links not followed."""
    for parent, folders, names in os.walk(folder):
        yield from (Path(parent, name) for name in names)
        yield from (path for name in folders if (path := Path(parent, name)).is_symlink())


def _is_of(folder: Path, slug: str, own: frozenset[str]) -> bool:
    """Whether a working folder holds that commune: a folder of its name, or its commune.yaml."""
    for parent, folders, names in os.walk(folder):
        if slug in folders:
            return True
        if own and commune.FILE in names and _names(Path(parent, commune.FILE)) & own:
            return True
    return False


def _names(file: Path) -> frozenset[str]:
    """The hosts by which a commune.yaml is known as that commune's."""
    try:
        with file.open("rb") as opened:
            known = commune.read(opened.read(_LONGEST)).value
    except OSError:
        return frozenset()
    return frozenset({known.domaine}) if known else frozenset()


def _folders(root: Path) -> Iterator[Path]:
    if root.is_dir():
        yield from (Path(e.path) for e in os.scandir(root) if e.is_dir(follow_symlinks=False))
