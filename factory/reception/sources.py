"""A commune's files as they lie in its folder, each with the digest of its bytes.

File stamps (size, mtime, ctime, inode) spare the re-reading of what did not change. They are
compared for inequality, never for order; one younger than two seconds is not trusted, since a
second write within the clock's grain would not show.
"""

import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from factory.ground.problems import Problem, error
from factory.ground.system import why
from factory.ground.visible import is_visible, visible
from factory.ground.written import Written, written

Stamp = tuple[int, int, int, int]
YOUNG = 2_000_000_000
"""Nanoseconds during which a stamp is not trusted."""

_STAMPS: Written[dict[str, tuple[Stamp, str]]] = Written(dict[str, tuple[Stamp, str]])
ROOTS = ("contenu", "medias")
CONFIGURATION = "commune.yaml"
UNREADABLE_NAME = "nom-de-fichier-illisible"
_LEFT_BEHIND = frozenset(
    {"Thumbs.db", "ehthumbs.db", "desktop.ini", "__MACOSX", "Icon\r", "node_modules"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    path: str
    """NFC, with slashes, relative to the commune's folder."""
    real: Path
    size: int
    digest: str

    @property
    def is_document(self) -> bool:
        return is_document(self.path)


def is_document(path: str) -> bool:
    """Whether a file of that path is read as a page."""
    return path.startswith("contenu/") and path.lower().endswith((".md", ".markdown", ".mdx"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    files: dict[str, SourceFile]
    problems: tuple[Problem, ...]
    stamps: dict[str, tuple[Stamp, str]]
    """What to remember for the next scan: path → trusted stamp and digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A directory entry, before its bytes are read."""

    path: str
    real: Path
    stamp: Stamp


def scan(folder: Path, known: dict[str, tuple[Stamp, str]], now_ns: int, largest: int) -> Sources:
    """Every file of the commune, hashed where its stamp is new.

    `largest` is the greatest size of one file, in bytes. Faults (links, special files, twins by
    Unicode form, names that are no text, files too large or unreadable) are problems, and the
    file is left out.
    """
    files: dict[str, SourceFile] = {}
    stamps: dict[str, tuple[Stamp, str]] = {}
    problems: list[Problem] = []
    for found in walk(folder, problems):
        if found.path in files:
            problems.append(twins(found.path))
            continue
        if found.stamp[0] > largest:
            problems.append(too_large(found, largest))
            continue
        seen = known.get(found.path)
        if seen is not None and seen[0] == found.stamp:
            name = seen[1]
        else:
            try:
                with found.real.open("rb") as file:
                    name = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError as fault:
                problems.append(unreadable(found.path, fault))
                continue
        files[found.path] = SourceFile(
            path=found.path, real=found.real, size=found.stamp[0], digest=name
        )
        if is_trusted(found.stamp, now_ns):
            stamps[found.path] = (found.stamp, name)
    return Sources(files=dict(sorted(files.items())), problems=tuple(problems), stamps=stamps)


def is_trusted(stamp: Stamp, now_ns: int) -> bool:
    """Whether the stamp is old enough for an equal one to mean equal bytes."""
    return max(stamp[1], stamp[2]) < now_ns - YOUNG


def walk(folder: Path, problems: list[Problem]) -> Iterator[Found]:
    """The regular files that the site is made from, in no order worth relying on."""
    try:
        yield _found(folder / CONFIGURATION, CONFIGURATION)
    except FileNotFoundError:
        pass
    except OSError as fault:
        problems.append(unreadable(CONFIGURATION, fault))
    waiting = [(folder / root, root) for root in ROOTS]
    while waiting:
        directory, inside = waiting.pop()
        try:
            entries = list(os.scandir(directory))
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as fault:
            problems.append(unreadable(inside, fault))
            continue
        for entry in entries:
            name = unicodedata.normalize("NFC", entry.name)
            path = f"{inside}/{name}"
            if is_scratch(name):
                continue
            fault_found = _refused(entry, path)
            if fault_found:
                problems.append(fault_found)
            elif entry.is_dir(follow_symlinks=False):
                waiting.append((directory / entry.name, path))
            else:
                yield Found(
                    path=path,
                    real=directory / entry.name,
                    stamp=stamp_of(entry.stat(follow_symlinks=False)),
                )


def stamp_of(found: os.stat_result) -> Stamp:
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def encode_stamps(stamps: dict[str, tuple[Stamp, str]]) -> bytes:
    return written(stamps)


def decode_stamps(data: bytes | None) -> dict[str, tuple[Stamp, str]]:
    return _STAMPS.read(data) if data else {}


def _found(real: Path, path: str) -> Found:
    status = real.lstat()
    if not stat.S_ISREG(status.st_mode):
        raise PermissionError("not a regular file")
    return Found(path=path, real=real, stamp=stamp_of(status))


def is_scratch(name: str) -> bool:
    """Hidden files, and what editors, systems and unfinished transfers leave behind."""
    return (
        name.startswith((".", "~$"))
        or name.endswith(("~", ".swp", ".tmp", ".part", ".filepart"))
        or name in _LEFT_BEHIND
    )


def _refused(entry: os.DirEntry[str], path: str) -> Problem | None:
    if not is_visible(path):
        shown = visible(path)
        return error(
            "nom-de-fichier-illisible",
            f"Le nom du fichier « {shown} » n’est pas du texte lisible.",
            "Renommez-le avec des lettres, des chiffres et des tirets.",
            file=shown,
        )
    if entry.is_symlink():
        return error(
            "lien-symbolique",
            "Ce fichier est un raccourci vers un autre endroit : il n’est pas suivi.",
            "Copiez le fichier lui-même à cet endroit.",
            file=path,
        )
    if not (entry.is_dir(follow_symlinks=False) or entry.is_file(follow_symlinks=False)):
        return error(
            "fichier-special",
            "Ce n’est ni un fichier ni un dossier ordinaire.",
            "Supprimez-le.",
            file=path,
        )
    return None


def twins(path: str) -> Problem:
    return error(
        "fichiers-jumeaux",
        "Deux fichiers portent ce même nom, écrit de deux façons que l’œil ne distingue pas.",
        "Gardez-en un seul, ou renommez l’un des deux sans accent.",
        file=path,
    )


def too_large(found: Found, largest: int) -> Problem:
    return error(
        "fichier-trop-lourd",
        f"Ce fichier pèse {found.stamp[0] / 1e6:.0f} Mo ; la limite est de {largest / 1e6:.0f} Mo.",
        "Réduisez-le (qualité, nombre de pages), ou publiez-le en plusieurs parties.",
        file=found.path,
    )


def unreadable(path: str, fault: OSError) -> Problem:
    return error(
        "fichier-inaccessible",
        f"Ce fichier ne peut pas être lu ({why(fault)}).",
        "Vérifiez qu’il s’agit d’un fichier ordinaire et que ses droits permettent de le lire.",
        file=path,
    )
