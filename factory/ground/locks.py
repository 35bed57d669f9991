"""A lock that is waited for: who holds it is soon done."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path


@contextmanager
def waited_for(path: Path) -> Iterator[None]:
    """The lock that is `path` (made where it lacks). The system gives it back, come what may."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        flock(handle, LOCK_EX)
        yield
    finally:
        os.close(handle)
