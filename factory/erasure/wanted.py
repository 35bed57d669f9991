"""What is asked to be erased, settled: names, versions, addresses; or why it is not to be.

A document is known by each name that it had, and by the bytes of each version that was published:
the register tells both, whatever became of its files.
"""

import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from factory.archive import chain
from factory.archive import manifest as manifests
from factory.archive import registre as registers
from factory.archive.manifest import Manifest
from factory.archive.registre import Registre
from factory.build.layout import Layout
from factory.erasure import refusals
from factory.ground.digests import digest
from factory.ground.problems import Problem
from factory.reception.sources import CONFIGURATION, ROOTS
from factory.tenants import convention
from factory.tenants.folder import Tenant

_KEPT = (CONFIGURATION, convention.FILE)
"""The first of them may lose its former versions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What goes. Paths are relative to the commune's folder, NFC."""

    commune: str
    chemins: tuple[str, ...]
    """Every name that these documents have or had."""
    empreintes: tuple[str, ...]
    """SHA-256 of every version that goes, and that is nobody else's."""
    gardees: Mapping[str, str]
    """Where only former versions go: path → SHA-256 of the one that stays."""
    adresses: tuple[str, ...] = ()
    """Where they are online."""
    oublier_adresses: bool = False
    partagees: tuple[str, ...] = ()
    """Other files that have the same bytes: those stay."""
    accompagnent: tuple[str, ...] = ()
    """Files that these documents name, and that no other does: they are not asked for."""

    def holds(self, manifest: Manifest) -> bool:
        """Whether a generation was made from what goes, or may carry what was made from it: the
        search's index of the one before, say, or a picture."""
        if self.oublier_adresses or not manifest.blobs().isdisjoint(self.empreintes):
            return True
        if any(o.reste and not path.startswith("_theme/") for path, o in manifest.fichiers.items()):
            return True
        gone = set(self.chemins) - self.gardees.keys()
        if any(name in gone for name in manifest.sources):
            return True
        if any(output.source in gone for output in manifest.fichiers.values()):
            return True
        return any(manifest.sources.get(p, kept) != kept for p, kept in self.gardees.items())


def settle(
    tenant: Tenant,
    given: Sequence[str],
    *,
    versions: bool = False,
    addresses: bool = False,
    communes: Path,
) -> Wanted | tuple[Problem, ...]:
    """What these paths name. `versions`: their text of today stays, and only it; `addresses`:
    their addresses too are forgotten; `communes` is the folder of all communes.
    """
    desk = _Desk(tenant, communes)
    paths = [desk.path(one) for one in given]
    faults = tuple(problem for path in paths for problem in desk.faults(path, versions=versions))
    return faults or desk.wanted(paths, versions=versions, addresses=addresses)


def files(folder: Path) -> dict[str, Path]:
    """Every file that an agent may have left, hidden ones and drafts of editors included."""
    found = {}
    for root in ROOTS:
        for parent, _, names in os.walk(folder / root):
            for name in names:
                real = Path(parent, name)
                within = real.relative_to(folder).as_posix()
                found[unicodedata.normalize("NFC", within)] = real
    if (folder / CONFIGURATION).is_file():
        found[CONFIGURATION] = folder / CONFIGURATION
    return found


class _Desk:
    """What is known of a commune's documents, read once."""

    def __init__(self, tenant: Tenant, communes: Path) -> None:
        self.tenant = tenant
        self.communes = communes
        self.files = files(tenant.folder)
        self.registre: Registre = registers.read(tenant.folder / "registre")
        layout = Layout(tenant.output)
        read = (manifests.read(layout.manifest(n)) for n in manifests.numbers(layout.manifests))
        self.manifests = [manifest for manifest in read if manifest is not None]
        self.online = manifests.read(layout.manifest(layout.online()))
        self.versions = published_versions(tenant.folder / "registre", self.manifests)

    def path(self, given: str) -> str:
        """The path within the commune's folder, whether it was given so or from elsewhere."""
        real = Path(given)
        root, resolved = self.tenant.folder.resolve(), real.resolve()
        if not (self.tenant.folder / real).exists() or real.is_absolute():
            real = resolved.relative_to(root) if resolved.is_relative_to(root) else real
        return unicodedata.normalize("NFC", os.path.normpath(real.as_posix()))

    def faults(self, path: str, *, versions: bool) -> Iterator[Problem]:
        other = self._other(path)
        owner = self._act(path)
        if other:
            yield refusals.elsewhere(path, other, self.tenant.slug)
        elif owner:
            withdrawn = self.registre.actes[owner].retrait is not None
            yield refusals.act(path, owner, withdrawn=withdrawn)
        elif path.startswith("registre/") or path in _KEPT[versions:]:
            yield refusals.not_a_document(path)
        elif (self.tenant.folder / path).is_dir():
            yield refusals.folder(path)
        elif path not in self.files and path not in self.versions:
            yield refusals.unknown(path, (*self.files, *self.versions))
        elif versions and path not in self.files:
            yield refusals.missing_today(path)

    def _other(self, path: str) -> str:
        """The commune whose file this is, where it is another's."""
        for real in (Path(path), self.tenant.folder / path, self.communes / path):
            try:
                within = real.resolve().relative_to(self.communes.resolve())
            except ValueError:
                continue
            if real.exists() and within.parts and within.parts[0] != self.tenant.slug:
                return within.parts[0]
        return ""

    def _act(self, path: str) -> str:
        """The registered act that this file is, or that it accompanies."""
        acts = self.registre.actes
        if path in acts:
            return path
        owners = (act.fichier for act in acts.values() if path in act.pieces)
        return next(owners, "")

    def wanted(self, paths: Iterable[str], *, versions: bool, addresses: bool) -> Wanted:
        asked = sorted({name for path in paths for name in (path, *self._former(path))})
        today = {path: _digest(self.files[path]) for path in asked if path in self.files}
        kept = today if versions else {}
        gone = {name for path in asked for name in self.versions.get(path, ())}
        gone = (gone | set(today.values())) - set(kept.values()) - self._made_of(kept)
        others = self._others(set(asked))
        shared = tuple(sorted(path for path, name in others.items() if name in gone))
        return Wanted(
            commune=self.tenant.slug,
            chemins=tuple(asked),
            empreintes=tuple(sorted(gone - set(others.values()))),
            gardees=kept,
            adresses=tuple(sorted(_addresses(self.online, set(asked)))),
            oublier_adresses=addresses,
            partagees=shared,
            accompagnent=() if versions else self._beside(asked),
        )

    def _former(self, path: str) -> set[str]:
        """The names that the file had before this one."""
        found: set[str] = set()
        waiting = [path]
        while waiting:
            new = waiting.pop()
            olds = {old for old, to in self.registre.renommes.items() if to == new} - found
            found |= olds
            waiting += olds
        return found - self.files.keys()

    def _made_of(self, kept: Mapping[str, str]) -> set[str]:
        """What is online of the versions that stay: a drawing, say, is published made safe."""
        if self.online is None:
            return set()
        good = {path for path, name in kept.items() if self.online.sources.get(path) == name}
        return {one.blob for one in self.online.fichiers.values() if one.source in good}

    def _others(self, asked: set[str]) -> dict[str, str]:
        """Every other file, and every act, with its bytes' digest: what is theirs stays."""
        found = {path: _digest(real) for path, real in self.files.items() if path not in asked}
        for act in self.registre.actes.values():
            found |= {f"{act.fichier} ({rank})": name for rank, name in enumerate(act.digests)}
        return found

    def _beside(self, asked: Iterable[str]) -> tuple[str, ...]:
        """Pictures and files that only these documents name."""
        chosen = set(asked)
        pages = {path: real for path, real in self.files.items() if path.endswith(".md")}
        said = {path: real.read_bytes() for path, real in pages.items()}
        ours = b"\n".join(data for path, data in said.items() if path in chosen)
        theirs = b"\n".join(data for path, data in said.items() if path not in chosen)
        names = {p: p.rpartition("/")[2].encode() for p in self.files if p not in said}
        return tuple(
            sorted(
                path
                for path, name in names.items()
                if path not in chosen and name in ours and name not in theirs
            )
        )


def published_versions(registre: Path, made: Iterable[Manifest]) -> dict[str, set[str]]:
    """Each file that was ever published, with the digests of all that it was."""
    found: dict[str, set[str]] = {}
    for line in chain.read(registre / "retenus.jsonl").lines:
        for path, name in line.get("fichiers", {}).items():
            found.setdefault(path, set()).add(name)
    for line in chain.read(registre / "adresses.jsonl").lines:
        for path in line.get("apparues", {}).values():
            found.setdefault(path, set())
        for path, name in line.get("empreintes", {}).items():
            found.setdefault(path, set()).add(name)
    for manifest in made:
        for path, name in manifest.sources.items():
            found.setdefault(path, set()).add(name)
        for output in manifest.fichiers.values():
            if output.source and not (output.gabarit or output.de or output.empreinte):
                found.setdefault(output.source, set()).add(output.blob)
    return found


def _addresses(online: Manifest | None, paths: set[str]) -> Iterator[str]:
    for path, output in (online.fichiers if online else {}).items():
        if output.source in paths and not (output.de or output.reste or output.empreinte):
            yield "/" + path.removesuffix("index.html")


def _digest(path: Path) -> str:
    return digest(path.read_bytes())
