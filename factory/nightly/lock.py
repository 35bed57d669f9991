"""One night at a time; the parts of one night may run on several machines."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
from pathlib import Path

from factory.ground.problems import UsageError, error


@contextmanager
def locked(memory: Path, part: tuple[int, int]) -> Iterator[None]:
    """The night's lock: alone where it is made in one part, one of its kind otherwise.

    Raises UsageError where another night has it. The system gives it back when the process ends,
    however it ends.
    """
    memory.mkdir(parents=True, exist_ok=True)
    rank, parts = part
    common = _opened(memory / "nuit.verrou")
    try:
        _take(common, LOCK_EX if parts == 1 else LOCK_SH)
        own = _opened(memory / f"nuit-{rank}-{parts}.verrou")
        try:
            _take(own, LOCK_EX)
            yield
        finally:
            os.close(own)
    finally:
        os.close(common)


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)


def _take(handle: int, kind: int) -> None:
    try:
        flock(handle, kind | LOCK_NB)
    except BlockingIOError:
        raise UsageError(
            error(
                "nuit-en-cours",
                "Une autre nuit est en cours : il n’y en a qu’une à la fois.",
                "Attendez qu’elle se termine ; « usine status » dit où en est chaque commune.",
            )
        ) from None
