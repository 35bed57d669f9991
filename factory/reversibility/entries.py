"""What a bag says that it holds, before a byte of it is read."""

import os
import re
import stat
import unicodedata
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from factory.ground.problems import Problem
from factory.reversibility import hostile

_LONGEST = 255
"""Bytes of one name, as Linux takes them."""
_DEEPEST = 40
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Others may ask for gigabytes of memory before they give a byte."""
_CONTROLS = frozenset({"Cc", "Cs", "Zl", "Zp"})
_TURNED = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""What writes part of a name backwards: « fdp.exe » would be shown « exe.pdf » (UAX 9, §2)."""
_ESCAPED = re.compile("%0[AD]", re.I)
"""How the lists of digests write a line end (RFC 8493 §2.1.3): read back, it is another name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One file: its path, its size in bytes, unpacked and packed, and how to read it."""

    path: str
    size: int
    packed: int
    open: Callable[[], IO[bytes]]


Found = tuple[list[Entry], Problem | None]


def of_folder(root: Path) -> Found:
    """The files of a folder. A link or a special file is refused, and none is followed."""
    found: list[Entry] = []
    waiting = [(root, "")]
    while waiting:
        folder, inside = waiting.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                path = inside + entry.name
                mode = entry.stat(follow_symlinks=False).st_mode
                if stat.S_ISDIR(mode):
                    waiting.append((Path(entry.path), f"{path}/"))
                elif not stat.S_ISREG(mode):
                    return [], hostile.link(_shown(path))
                else:
                    size = entry.stat(follow_symlinks=False).st_size
                    real = Path(entry.path)
                    reading = _opener(real)
                    found.append(Entry(path=path, size=size, packed=size, open=reading))
    return found, None


def _opener(real: Path) -> Callable[[], IO[bytes]]:
    def opened() -> IO[bytes]:
        # What was a file a moment ago may be a link by now.
        return os.fdopen(os.open(real, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb")

    return opened


def of_zip(archive: zipfile.ZipFile) -> Found:
    """The files of a zip. Links, encrypted files, and files that share bytes are refused."""
    found: list[Entry] = []
    for info in archive.infolist():
        mode = info.external_attr >> 16
        if info.is_dir():
            continue
        if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            return [], hostile.link(_shown(info.filename))
        if info.flag_bits & 1:
            return [], hostile.encrypted(_shown(info.filename))
        if info.compress_type not in _PACKINGS:
            return [], hostile.packing(_shown(info.filename))
        found.append(
            Entry(
                path=info.filename,
                size=info.file_size,
                packed=info.compress_size,
                open=lambda info=info: archive.open(info),  # type: ignore[misc]
            )
        )
    ends = 0
    for info in sorted(archive.infolist(), key=lambda one: one.header_offset):
        if info.header_offset < ends:
            return [], hostile.overlap(_shown(info.filename))
        ends = info.header_offset + 30 + info.compress_size
    return found, None


def names_fault(paths: Iterable[str]) -> Problem | None:
    """What is wrong with the names: ways out, twins by case or Unicode form, unreadable ones.

    Any language, joined emoji and no-break spaces are names like others.
    """
    seen: dict[str, str] = {}
    files: set[str] = set()
    folders: set[str] = set()
    for path in paths:
        parts = path.split("/")
        if "\\" in path:
            return hostile.backslash(_shown(path))
        if path.startswith("/") or any(part in ("", ".", "..") for part in parts):
            return hostile.way_out(_shown(path))
        if not _is_text(path):
            return hostile.unprintable(_shown(path))
        if len(parts) > _DEEPEST or any(len(part.encode()) > _LONGEST for part in parts):
            return hostile.too_long(_shown(path))
        for depth in range(1, len(parts) + 1):
            written = "/".join(parts[:depth])
            folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", written).casefold())
            if seen.setdefault(folded, written) != written:
                return hostile.twins(seen[folded], written)
        if path in files:
            return hostile.twins(path, path)
        files.add(path)
        folders.update("/".join(parts[:depth]) for depth in range(1, len(parts)))
    both = files & folders
    return hostile.twins(next(iter(both)), next(iter(both))) if both else None


def _is_text(path: str) -> bool:
    if path.isascii() and path.isprintable():
        return not _ESCAPED.search(path)
    return not (
        _ESCAPED.search(path)
        or _TURNED.intersection(path)
        or any(unicodedata.category(letter) in _CONTROLS for letter in path)
    )


def _shown(path: str) -> str:
    text = path.encode("utf-8", "replace").decode()
    return "".join(letter if letter.isprintable() else "�" for letter in text)[:200]
