"""What is left of the disks that a night writes to."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from factory.build.doctor import ENOUGH
from factory.ground.french import sizes
from factory.ground.problems import Problem, warning
from factory.tenants.settings import Settings

FILES = 50_000
"""Files that a disk should still have names (inodes) for: a night of a hundred communes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A disk, by the first folder of ours that is on it."""

    folder: Path
    octets: int
    """Bytes that the factory's account may still write."""
    files: int | None
    """Files it may still make; None where the filesystem does not count them."""


def left(settings: Settings) -> tuple[Room, ...]:
    """Each disk once. A folder that is not there yet, or not of this machine, is left out."""
    disks: dict[int, Room] = {}
    for folder in (
        settings.sortie,
        settings.memoire,
        Path(settings.sauvegardes.depot or settings.sortie),
    ):
        try:
            device, seen = folder.stat().st_dev, os.statvfs(folder)
        except OSError:
            continue
        files = seen.f_favail if seen.f_files else None
        room = Room(folder=folder, octets=seen.f_bavail * seen.f_frsize, files=files)
        disks.setdefault(device, room)
    return tuple(disks.values())


def lacking(rooms: tuple[Room, ...]) -> Iterator[Problem]:
    """A disk that will soon be full, told while there is time to make room."""
    for room in rooms:
        short = []
        if room.octets < ENOUGH:
            short.append(sizes.short(room.octets))
        if room.files is not None and room.files < FILES:
            short.append(f"la place de {room.files} fichiers")
        if short:
            yield warning(
                "disque-presque-plein",
                f"Le disque de « {room.folder} » n’a plus que {' et '.join(short)}.",
                "Faites de la place ou agrandissez-le : plein, il arrête les publications et les "
                "sauvegardes. Les sites en ligne le restent.",
            )
