"""A commune's blobs: write-once files named by the SHA-256 of their bytes.

    build/<commune>/store/ab/cdef…    0444; never modified, removed only by a sweep

Public pages are hard links to them, so a page that somebody wrote over is a blob that changed:
`intact` compares a stamp, `verify` the bytes.
"""

import hashlib
import os
import shutil
from collections.abc import Container, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from factory.ground.digests import digest
from factory.ground.files import CHUNK, replacing, write_new

_SMALL = 1 << 20


@dataclass(frozen=True, slots=True)
class Store:
    root: Path

    def path(self, name: str) -> Path:
        """Where the blob of that digest is, or would be."""
        return self.root / name[:2] / name[2:]

    def put(self, data: bytes) -> str:
        """Keep `data`; its digest. A blob of that name whose size is wrong is written anew."""
        name = digest(data)
        path = f"{self.root}/{name[:2]}/{name[2:]}"
        try:
            if os.stat(path).st_size == len(data):
                return name
        except FileNotFoundError:
            pass
        # Written in one folder, then moved: ext4 puts a new file near its folder's others, and
        # two hundred folders that fill in turn would have it look everywhere.
        temporary = f"{self.root}/.partiel-{os.getpid()}"
        try:
            self._write(temporary, path, data)
        except BaseException:
            with suppress(FileNotFoundError):
                os.unlink(temporary)
            raise
        return name

    def _write(self, temporary: str, path: str, data: bytes) -> None:
        try:
            write_new(temporary, data, 0o444)
        except FileNotFoundError:
            self.root.mkdir(parents=True, exist_ok=True)
            write_new(temporary, data, 0o444)
        try:
            os.replace(temporary, path)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            os.replace(temporary, path)

    def put_file(self, source: Path, name: str, size: int) -> bool:
        """Keep a file whose digest is known to be `name`, without holding it in memory.

        False if its bytes are no longer those: somebody is writing it at this very moment.
        """
        path = self.path(name)
        if path.exists() and path.stat().st_size == size:
            return True
        try:
            if size <= _SMALL:
                data = source.read_bytes()
                return digest(data) == name and bool(self.put(data))
            path.parent.mkdir(parents=True, exist_ok=True)
            with replacing(path, 0o444) as copy:
                with source.open("rb") as whole:
                    shutil.copyfileobj(whole, copy, CHUNK)
                copy.seek(0)
                if hashlib.file_digest(copy, "sha256").hexdigest() != name:
                    raise _Changed
        except (_Changed, FileNotFoundError):
            return False
        return True

    def get(self, name: str) -> bytes | None:
        """The blob's bytes, or None where it is missing or is not what its name says."""
        try:
            data = self.path(name).read_bytes()
        except FileNotFoundError:
            return None
        return data if digest(data) == name else None

    def stamp(self, name: str) -> tuple[int, int, int] | None:
        """Size, modification time (ns) and inode: unequal stamps say that the blob was touched.

        Not the change time: each generation that links a blob moves it.
        """
        try:
            # Asked of every file at every build: a string is four times as quick as a Path.
            found = os.stat(f"{self.root}/{name[:2]}/{name[2:]}")
        except FileNotFoundError:
            return None
        return (found.st_size, found.st_mtime_ns, found.st_ino)

    def discard(self, name: str) -> None:
        """Forget a blob that is no longer what its name says."""
        self.path(name).unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        """Every blob's name, sorted."""
        for folder, names in self._folders():
            yield from (folder + rest for rest in sorted(names) if not rest.startswith("."))

    def sweep(self, kept: Container[str]) -> int:
        """Remove the blobs that nothing names, and unfinished writes; how many went."""
        gone = 0
        for folder, names in self._folders():
            for rest in names:
                if rest.startswith(".partiel-"):
                    (self.root / folder / rest).unlink(missing_ok=True)
                elif folder + rest not in kept and not rest.startswith("."):
                    self.discard(folder + rest)
                    gone += 1
        for partial in self.root.glob(".partiel-*"):
            partial.unlink(missing_ok=True)
        return gone

    def _folders(self) -> Iterator[tuple[str, list[str]]]:
        """Each folder's name, sorted, and the names in it."""
        with suppress(FileNotFoundError):
            for folder in sorted(entry.name for entry in os.scandir(self.root) if entry.is_dir()):
                yield folder, os.listdir(f"{self.root}/{folder}")


class _Changed(Exception):
    """The file being kept is no longer the one that was named."""
