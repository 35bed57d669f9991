"""The files of the factory's log: added to by nights, and rewritten when words must go from them.

usine.jsonl, and what its rotations left beside it: usine.jsonl.1, usine.jsonl.2.gz
"""

import gzip
import json
import os
import zlib
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from fcntl import LOCK_EX, flock
from pathlib import Path

from factory.ground.files import write_whole
from factory.ground.locks import waited_for


class Unread(OSError):
    """A file of the log that is damaged, or compressed in a way that is not known here."""


def add(log: Path, line: bytes) -> None:
    """Write a line at the end. Raises `OSError`."""
    while True:
        with log.open("ab") as file, suppress(FileNotFoundError):
            flock(file, LOCK_EX)
            # Rotated or rewritten while this waited, the log is another file by now.
            if os.path.samestat(os.fstat(file.fileno()), log.stat()):
                file.write(line)
                return


def files(log: Path) -> tuple[Path, ...]:
    """The log and its rotations, as logrotate names them."""
    return tuple(sorted(path for path in log.parent.glob(f"{log.name}*") if path.is_file()))


def lines(path: Path) -> list[bytes]:
    """Each with its end. Raises `Unread`, or another `OSError`."""
    data = path.read_bytes()
    if path.suffix == ".gz":
        try:
            data = gzip.decompress(data)
        except (OSError, EOFError, zlib.error) as fault:
            raise Unread(str(fault)) from None
    elif path.suffix in (".bz2", ".xz", ".zst"):
        raise Unread(path.suffix)
    return data.splitlines(keepends=True)


def rewrite(path: Path, each: Callable[[bytes], bytes]) -> int:
    """Put `each(line)` in the place of each line; how many changed. A line that is empty goes.

    Raises `Unread`, or another `OSError`.
    """
    with waited_for(path):
        before = lines(path)
        after = [each(line) for line in before]
        if changed := sum(1 for old, new in zip(before, after, strict=True) if old != new):
            data = b"".join(after)
            data = gzip.compress(data, mtime=0) if path.suffix == ".gz" else data
            write_whole(path, data, path.stat().st_mode & 0o777)
        return changed


def expire(log: Path, before: datetime) -> None:
    """Let the lines go that are older than that; a rotation that has no other goes whole.

    Lines are in the order of time: a file whose first one stays is left as it is. Raises `OSError`.
    """
    for path in files(log):
        with suppress(Unread):
            if not any(_moment(line, before) < before for line in lines(path)[:1]):
                continue
            rewrite(path, lambda line: line if _moment(line, before) >= before else b"")
            if path != log and not lines(path):
                path.unlink()


def _moment(line: bytes, otherwise: datetime) -> datetime:
    """When it was written; `otherwise` where it does not say."""
    try:
        return datetime.fromisoformat(json.loads(line)["moment"])
    except (ValueError, KeyError, TypeError):
        return otherwise
