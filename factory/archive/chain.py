"""A file of lines that is only ever added to, each holding the digest of the one before.

Lines are canonical JSON (RFC 8785: sorted keys, no white space; our keys are ASCII and our numbers
integers, so Python's sorted compact JSON is canonical). A line that was changed, removed or moved
breaks the chain at the line after it. A last line without its newline is a write that did not
finish: it is not part of the file.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from factory.ground.digests import digest

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Chain:
    lines: tuple[Line, ...] = ()
    last: str = ""
    """Digest of the last line; empty before the first."""
    size: int = 0
    """Bytes that whole lines take; what follows is an unfinished write."""
    broken_at: int = 0
    """The first line (from 1) that does not follow from the one before; 0 where all do."""


def canonical(line: Line) -> bytes:
    return json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def read(path: Path) -> Chain:
    """The file's lines, checked. A missing file is an empty chain."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Chain()
    whole = data[: data.rfind(b"\n") + 1]
    lines: list[Line] = []
    last = ""
    for number, raw in enumerate(whole.splitlines(), 1):
        try:
            line = json.loads(raw)
            follows = line.pop("precedent") == last
        except (ValueError, KeyError, AttributeError, TypeError):
            follows = False
        if not follows:
            return Chain(tuple(lines), last, len(whole), broken_at=number)
        lines.append(line)
        last = digest(raw)
    return Chain(tuple(lines), last, len(whole))


def append(path: Path, chain: Chain, lines: Iterable[Line]) -> None:
    """Add lines after the chain that was read, and wait for the disk. Its folder must exist."""
    last = chain.last
    data = bytearray()
    for line in lines:
        raw = canonical({**line, "precedent": last})
        last = digest(raw)
        data += raw + b"\n"
    if not data:
        return
    with path.open("r+b" if path.exists() else "w+b") as file:
        file.truncate(chain.size)
        file.seek(chain.size)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
