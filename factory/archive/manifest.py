"""A generation's manifest: what each of its files was made from.

    build/<commune>/manifests/<n>.json

Written before the generation goes online. Another version's manifest is no manifest: the pages
are then made again.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from msgspec import Struct

from factory.ground.files import write_whole
from factory.ground.written import Written, written

VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One file of a generation."""

    blob: str
    taille: int
    cle: str = ""
    """A page's key; empty for what is copied as it is."""
    parts: dict[str, str] = field(default_factory=dict)
    """The digest of each part of the key, and of each field of the view."""
    source: str = ""
    """The file that the page shows, « contenu/actualites/fete.md »."""
    gabarit: str = ""
    empreinte: bool = False
    """Its name holds its digest: the web server may let it be kept for ever."""
    de: str = ""
    """The file this one is a compressed form of."""
    reste: str = ""
    """Of an earlier generation, kept for pages fetched a moment ago: the moment it was replaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    numero: int
    moment: str
    moteur: str
    theme: str
    fichiers: dict[str, Output]
    """By path, « actualites/fete/index.html »."""
    sources: dict[str, str]
    """The snapshot: path → digest of the retained bytes."""
    redirections: dict[str, str] = field(default_factory=dict)
    disparues: tuple[str, ...] = ()
    non_indexes: tuple[str, ...] = ()
    """Addresses of the documents that search engines are asked to leave alone."""
    lignes: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Lines for the register, confirmed once this generation is online."""
    communs: dict[str, str] = field(default_factory=dict)
    """The digest of each part that all pages share: menu, footer, alerts…"""
    complet: bool = True
    relu: str = ""
    """The moment at which other sources were found to give these same files; empty: `moment`."""
    version: int = VERSION

    @property
    def rebuilt_at(self) -> str:
        """The moment at which its sources give its files again."""
        return self.relu or self.moment

    def blobs(self) -> set[str]:
        """Every blob this generation needs, its sources included."""
        return {output.blob for output in self.fichiers.values()} | set(self.sources.values())


class _Named(Struct):
    blob: str


class _Names(Struct):
    fichiers: dict[str, _Named]
    sources: dict[str, str]
    version: int


_NAMES: Written[_Names] = Written(_Names)
_MANIFEST: Written[Manifest] = Written(Manifest)


def read(path: Path) -> Manifest | None:
    """The manifest, or None where it is missing, damaged or of another version."""
    try:
        found = _MANIFEST.read(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    return found if found.version == VERSION else None


def blobs(path: Path) -> set[str] | None:
    """Every blob that the manifest names, in a third of the time it takes to read it whole."""
    try:
        found = _NAMES.read(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    if found.version != VERSION:
        return None
    return {output.blob for output in found.fichiers.values()} | set(found.sources.values())


def write(folder: Path, manifest: Manifest) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / f"{manifest.numero}.json", written(manifest) + b"\n")


def numbers(folder: Path) -> list[int]:
    """The generations that have a manifest, oldest first."""
    if not folder.is_dir():
        return []
    return sorted(int(path.stem) for path in folder.glob("*.json") if path.stem.isdigit())
