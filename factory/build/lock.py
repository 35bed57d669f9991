"""A commune's lock: two builds of one commune never interleave."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock

from factory.build.layout import Layout


@contextmanager
def locked(layout: Layout) -> Iterator[bool]:
    """The commune's lock; False where another process has it."""
    layout.root.mkdir(parents=True, exist_ok=True)
    handle = os.open(layout.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            flock(handle, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(handle)
