"""What stands in a generation's folder, by the stamps of its files."""

import os
from pathlib import Path

from factory.ground.digests import digest_of

Stamp = tuple[int, int, int]
"""Size, modification time (ns), inode; not the change time, which each new link moves."""
NO_FILE: Stamp = (0, 0, 0)
"""Of a link or a special file: the stamp of no blob."""


def look(root: Path) -> tuple[dict[str, Stamp], list[str]]:
    """Every file below `root` by its path, and every folder, parents first.

    A link or a special file has no stamp of a blob.
    """
    found: dict[str, Stamp] = {}
    folders: list[str] = []
    waiting = [("", str(root))]
    while waiting:
        prefix, folder = waiting.pop()
        try:
            entries = os.scandir(folder)
        except (FileNotFoundError, NotADirectoryError):
            continue
        with entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(prefix + entry.name)
                    waiting.append((f"{prefix}{entry.name}/", entry.path))
                    continue
                if entry.is_file(follow_symlinks=False):
                    status = entry.stat(follow_symlinks=False)
                    stamp = (status.st_size, status.st_mtime_ns, status.st_ino)
                    found[prefix + entry.name] = stamp
                else:
                    found[prefix + entry.name] = NO_FILE
    return found, folders


def stamps(root: Path) -> dict[str, Stamp]:
    """Every file below `root`, by its path."""
    return look(root)[0]


def fingerprint(root: Path) -> str:
    """One digest for a whole tree's stamps; empty where there is no tree."""
    found = stamps(root)
    return digest_of(sorted(found.items())) if found else ""
