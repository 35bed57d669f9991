"""Files written whole or not at all, and a filesystem told to keep them."""

import ctypes
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedRandom
from pathlib import Path

CHUNK = 1 << 20
"""Bytes copied at once."""

_libc = ctypes.CDLL(None, use_errno=True)


def write_whole(path: str | Path, data: bytes, mode: int = 0o644) -> None:
    """Write `data` at `path`: a reader sees the old file or the new one, never a part."""
    folder, name = os.path.split(path)
    temporary = f"{folder or '.'}/.partiel-{os.getpid()}-{name}"
    try:
        write_new(temporary, data, mode)
        os.replace(temporary, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(temporary)
        raise


def write_new(path: str, data: bytes, mode: int) -> None:
    """Write `data` in a new file; what a process that died left at `path` makes room for it."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    try:
        handle = os.open(path, flags, mode)
    except FileExistsError:
        os.unlink(path)
        handle = os.open(path, flags, mode)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(handle, view) :]
    finally:
        os.close(handle)


@contextmanager
def replacing(path: Path, mode: int = 0o644) -> Iterator[BufferedRandom]:
    """A new file beside `path`, open to be written and read; it takes its place if all goes well.

    Its mode is given where it is opened: a confined child could not change it afterwards.
    """
    temporary = path.with_name(f".partiel-{secrets.token_hex(6)}")
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    try:
        with open(os.open(temporary, flags, mode), "w+b") as file:
            yield file
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def sync(folder: Path) -> None:
    """Wait until all that was written on the folder's filesystem is on the disk (syncfs)."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if _libc.syncfs(handle) != 0:
            raise OSError(ctypes.get_errno(), f"syncfs: {folder}")
    finally:
        os.close(handle)


def link_or_copy(source: str | Path, target: str | Path) -> None:
    """A hard link to `source`, or a copy where the filesystem refuses one more link."""
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:
        # EMLINK (ext4 allows 65,000 links), EXDEV, EPERM: a copy serves as well.
        with replacing(Path(target), 0o444) as copy, open(source, "rb") as whole:
            shutil.copyfileobj(whole, copy, CHUNK)
