"""What goes into a commune's backup: its folder, and what was online at that moment.

    sources/            the commune's folder, whole: contents, register, convention…
    enligne/manifeste.json   the manifest of the generation that was public
    enligne/pieces/<sha256>  bytes it was made from that the folder no longer holds
    sauvegarde.json     what the backup says of itself: every file with its digest, engine, theme

From these, and from the engine and theme of that day, the site that was online is made again byte
for byte. `sources` is a link to the commune's folder: restic reads the files themselves, where they
are, and knows those it has seen.
"""

import hashlib
import os
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from factory.archive import manifest as manifests
from factory.archive.manifest import Manifest
from factory.build.layout import Layout
from factory.ground.digests import digest
from factory.ground.files import write_whole
from factory.ground.written import Written, written
from factory.reception.sources import Stamp, is_trusted, stamp_of
from factory.tenants.folder import Tenant
from factory.tenants.settings import Settings

SOURCES = "sources"
ONLINE = "enligne"
MANIFEST = f"{ONLINE}/manifeste.json"
PIECES = f"{ONLINE}/pieces"
FICHE = "sauvegarde.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fiche:
    """What a backup says of itself."""

    commune: str
    moment: str
    fichiers: Mapping[str, tuple[int, str]]
    """Each file of the commune's folder: its size in bytes and its SHA-256."""
    generation: int = 0
    """The one that was online; 0 where none was."""
    moteur: str = ""
    theme: str = ""
    reglages: str = ""
    """The digest of the settings that shape a page; they are `usine`."""
    usine: Mapping[str, Any] = field(default_factory=dict)
    """Those settings: the Métropole, the limits, whether files are compressed beforehand."""
    pieces: tuple[str, ...] = ()
    """The digests of `enligne/pieces`."""
    perdues: tuple[str, ...] = ()
    """Sources of the generation online whose bytes were nowhere any more."""
    version: int = 1

    @property
    def octets(self) -> int:
        return sum(size for size, _ in self.fichiers.values())


FICHES: Written[Fiche] = Written(Fiche)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What restic is given: `paths`, relative to `folder`."""

    folder: Path
    paths: tuple[str, ...]
    fiche: Fiche
    digest: str
    stamps: Mapping[str, Stamp]

    def moved(self, tenant: Tenant) -> tuple[str, ...]:
        """The files that changed since this was prepared: what was copied may not be them."""
        now = {path: stamp for path, _, stamp in walk(tenant.folder)}
        return tuple(sorted(p for p in {*self.stamps, *now} if self.stamps.get(p) != now.get(p)))


def prepare(settings: Settings, tenant: Tenant, into: Path, moment: datetime) -> Prepared:
    """Set out the backup of a commune in the folder `into`. Raises `OSError`."""
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    os.symlink(tenant.folder, into / SOURCES)
    known = _known(into)
    found, stamps = inventory(tenant.folder, known)
    _remember(into, stamps, found)
    online = _online(Layout(tenant.output))
    fiche = Fiche(
        commune=tenant.slug,
        moment=moment.isoformat(timespec="seconds"),
        fichiers=found,
        reglages=settings.digest,
        usine=settings.model_dump(mode="json", include=set(SHAPING)),
        **(_set_out(online, tenant, into, found) if online is not None else {}),
    )
    data = written(fiche) + b"\n"
    write_whole(into / FICHE, data)
    top = sorted(entry.name for entry in os.scandir(tenant.folder))
    paths = (*(f"{SOURCES}/{name}" for name in top), FICHE, *((ONLINE,) if online else ()))
    return Prepared(folder=into, paths=paths, fiche=fiche, digest=digest(data), stamps=stamps)


SHAPING = ("metropole", "limites", "precompression")
"""The settings of which `Settings.digest` is made."""


def walk(folder: Path) -> list[tuple[str, Path, Stamp]]:
    """Every regular file of a folder: its name within, its path, its stamp. Sorted."""
    found = []
    for parent, _, files in os.walk(folder):
        for name in files:
            path = Path(parent, name)
            try:
                status = path.lstat()
            except FileNotFoundError:
                continue
            if (status.st_mode & 0o170000) == 0o100000:
                found.append((shown(path.relative_to(folder)), path, stamp_of(status)))
    return sorted(found)


def shown(path: Path) -> str:
    """A path as text, whatever its bytes: JSON has no other."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def inventory(
    folder: Path, known: Mapping[str, tuple[Stamp, str]]
) -> tuple[dict[str, tuple[int, str]], dict[str, Stamp]]:
    """Each file's size and digest, and its stamp; one whose stamp is `known` is not read again."""
    found: dict[str, tuple[int, str]] = {}
    stamps: dict[str, Stamp] = {}
    now = time.time_ns()
    for name, path, stamp in walk(folder):
        seen = known.get(name)
        if seen is not None and tuple(seen[0]) == stamp and is_trusted(stamp, now):
            name_digest = seen[1]
        else:
            try:
                with path.open("rb") as file:
                    name_digest = hashlib.file_digest(file, "sha256").hexdigest()
            except FileNotFoundError:
                continue
        found[name] = (stamp[0], name_digest)
        stamps[name] = stamp
    return found, stamps


_KNOWN: Written[dict[str, tuple[Stamp, str]]] = Written(dict[str, tuple[Stamp, str]])


def _known(into: Path) -> Mapping[str, tuple[Stamp, str]]:
    try:
        return _KNOWN.read(into.with_suffix(".stamps").read_bytes())
    except (FileNotFoundError, ValueError):
        return {}


def _remember(
    into: Path, stamps: Mapping[str, Stamp], found: Mapping[str, tuple[int, str]]
) -> None:
    known = {path: (stamp, found[path][1]) for path, stamp in stamps.items()}
    write_whole(into.with_suffix(".stamps"), written(known))


def _online(layout: Layout) -> tuple[Layout, Manifest] | None:
    number = layout.online()
    manifest = manifests.read(layout.manifest(number)) if number else None
    return (layout, manifest) if manifest is not None else None


def _set_out(
    online: tuple[Layout, Manifest],
    tenant: Tenant,
    into: Path,
    found: Mapping[str, tuple[int, str]],
) -> dict[str, Any]:
    """Write what was online; the fiche's fields that tell it."""
    layout, manifest = online
    pieces = into / PIECES
    pieces.mkdir(parents=True)
    write_whole(into / MANIFEST, written(manifest) + b"\n")
    held = {name for _, name in found.values()}
    paths = {name: path for path, name in published(manifest).items()}
    missing = sorted(paths.keys() - held)
    lost = [name for name in missing if not _copied(layout, name, pieces)]
    return {
        "generation": manifest.numero,
        "moteur": manifest.moteur,
        "theme": manifest.theme,
        "pieces": tuple(name for name in missing if name not in lost),
        "perdues": tuple(sorted(paths[name] for name in lost)),
    }


def published(manifest: Manifest) -> dict[str, str]:
    """Each file that a generation was made from: path → SHA-256. What it copies as it is, too."""
    copied = {
        output.source: output.blob
        for output in manifest.fichiers.values()
        if output.source and not (output.gabarit or output.de or output.empreinte or output.reste)
    }
    return copied | manifest.sources


def _copied(layout: Layout, name: str, to: Path) -> bool:
    data = layout.store.get(name)
    if data is None:
        return False
    write_whole(to / name, data)
    return True
