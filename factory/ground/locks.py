"""Locks that the system gives back when the process ends, however it ends."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path


@contextmanager
def waited_for(path: Path) -> Iterator[None]:
    """The lock that is `path` (made where it lacks): who holds it is soon done."""
    handle = _opened(path, 0o600)
    try:
        flock(handle, LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def tried(path: Path, mode: int = 0o600) -> Iterator[bool]:
    """The lock that is `path`, a folder or a file (made, with `mode`, where it lacks); False where
    another process has it."""
    handle = _opened(path, mode)
    try:
        try:
            flock(handle, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(handle)


def _opened(path: Path, mode: int) -> int:
    if path.is_dir():
        return os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, mode)
