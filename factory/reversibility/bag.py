"""A BagIt bag (RFC 8493), written file by file: nothing is held in memory, and it can be resumed.

    bagit.txt, bag-info.txt, manifest-*.txt, tagmanifest-*.txt
    data/…     what it carries

The same files give the same bytes: no clock, no order of the disk reaches the bag.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from factory.ground.files import replacing, sync, write_whole
from factory.ground.locks import tried

ALGORITHMS = ("sha256", "sha512")
PAYLOAD = "data"
TAGS = f"tagmanifest-{ALGORITHMS[0]}.txt"
"""It lists the lists: its own digest stands for the whole bag."""
_CHUNK = 1 << 20
_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


class Bag:
    """A bag being written in `root`. What an interrupted run left whole is not written again."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._sums: dict[str, tuple[str, ...]] = {}
        self._octets = 0
        self.kept = 0
        """How many files were there already, whole."""
        root.mkdir(parents=True, exist_ok=True)

    @property
    def files(self) -> Mapping[str, str]:
        """The SHA-256 of each file written so far, by its path below `data/`."""
        return {path: sums[0] for path, sums in self._sums.items()}

    def path(self, path: str) -> Path:
        """Where the file of that path is, or will be."""
        return self.root / PAYLOAD / path

    def add(self, path: str, data: bytes) -> None:
        """A file of these bytes."""
        target = self.path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, data)
        self._note(path, tuple(hashlib.new(name, data).hexdigest() for name in ALGORITHMS), data)

    def copy(self, path: str, real: Path, expected: str = "") -> bool:
        """A file as it is on the disk; False where its SHA-256 is not the `expected` one."""
        target = self.path(path)
        if expected and target.is_file():
            sums = sums_of(target)
            if sums[0] == expected:
                self.kept += 1
                return self._noted(path, sums)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with replacing(target) as temporary:
                sums = _copied(real, temporary)
                if expected and sums[0] != expected:
                    raise _Other
        except _Other:
            return False
        return self._noted(path, sums)

    def adopt(self, folder: str) -> None:
        """Every file that was written in that folder of the bag."""
        root = self.path(folder)
        for parent, folders, names in os.walk(root):
            folders.sort()
            for name in sorted(names):
                real = Path(parent, name)
                self._noted(f"{folder}/{real.relative_to(root).as_posix()}", sums_of(real))

    def finish(self, about: Iterable[tuple[str, str]]) -> None:
        """Write what describes the bag; remove what an earlier run left and this one did not."""
        self._tidy()
        oxum = f"{self._octets}.{len(self._sums)}"
        info = "".join(f"{key}: {text}\n" for key, text in (*about, ("Payload-Oxum", oxum)))
        tags = {"bagit.txt": _DECLARATION, "bag-info.txt": info.encode()}
        for rank, name in enumerate(ALGORITHMS):
            tags[f"manifest-{name}.txt"] = lines(
                (sums[rank], f"{PAYLOAD}/{path}") for path, sums in sorted(self._sums.items())
            )
        for name in ALGORITHMS:
            sums = {tag: hashlib.new(name, data).hexdigest() for tag, data in sorted(tags.items())}
            data = lines((one, tag) for tag, one in sums.items())
            write_whole(self.root / f"tagmanifest-{name}.txt", data)
        for tag, data in tags.items():
            write_whole(self.root / tag, data)
        sync(self.root)

    def _tidy(self) -> None:
        """No file but those that were noted, and no empty folder: a bag says all that it holds."""
        for parent, _, names in os.walk(self.root / PAYLOAD, topdown=False):
            for name in names:
                real = Path(parent, name)
                if real.relative_to(self.root / PAYLOAD).as_posix() not in self._sums:
                    real.unlink()
            if not os.listdir(parent):
                os.rmdir(parent)

    def _noted(self, path: str, sums: tuple[str, ...]) -> bool:
        self._octets += self.path(path).stat().st_size
        self._sums[path] = sums
        return True

    def _note(self, path: str, sums: tuple[str, ...], data: bytes) -> None:
        self._octets += len(data)
        self._sums[path] = sums


@contextmanager
def begun(root: Path) -> Iterator[Bag | None]:
    """The bag that is being written in `root`; None where another process writes it."""
    root.mkdir(parents=True, exist_ok=True)
    with tried(root) as free:
        if not free:
            yield None
            return
        yield Bag(root)
        with suppress(OSError):  # nothing was written
            root.rmdir()


def lines(rows: Iterable[tuple[str, str]]) -> bytes:
    """A list of digests, as `sha256sum -c` reads it: digest, two spaces, path; line ends written
    as RFC 8493 §2.1.3 says."""
    return "".join(
        f"{sums}  {path.replace(chr(13), '%0D').replace(chr(10), '%0A')}\n" for sums, path in rows
    ).encode()


def sums_of(real: Path) -> tuple[str, ...]:
    """The file's digest by each of the algorithms."""
    with Path(os.devnull).open("wb") as nothing:
        return _copied(real, nothing)


def _copied(real: Path, target: IO[bytes]) -> tuple[str, ...]:
    """The file's digests, its bytes copied into `target` on the way: they are read once."""
    digests = [hashlib.new(name) for name in ALGORITHMS]
    with real.open("rb") as source:
        while chunk := source.read(_CHUNK):
            for one in digests:
                one.update(chunk)
            target.write(chunk)
    return tuple(one.hexdigest() for one in digests)


class _Other(Exception):
    """The file has other bytes than those that were expected."""
