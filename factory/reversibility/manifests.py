"""A bag's lists of digests, read back (RFC 8493 §2.1.3)."""

import re
from pathlib import Path

Sums = dict[str, str]
"""Of one file: algorithm → digest."""

_LINE = re.compile(r"([0-9A-Fa-f]{64}|[0-9A-Fa-f]{128}) [ *](.+)")


def read_sums(file: Path) -> dict[str, str] | None:
    """Path → digest, in lower case; None where a line is no such line, or a path comes twice."""
    found: dict[str, str] = {}
    try:
        lines = file.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return None
    for line in lines:
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.rstrip("\r"))
        if match is None:
            return None
        path = match[2].replace("%0D", "\r").replace("%0A", "\n")
        path = path.removeprefix("./")
        if path in found:
            return None
        found[path] = match[1].lower()
    return found
