"""The system's own backup: all that a bare machine needs beside the communes' repositories.

    usine.yaml          the settings
    theme/              the theme
    convention/         what the conventions have in common, and their ledgers
    memoire/            what the factory remembers: its history, the ledger of erasures
    moteur/factory/     the program, as it runs
    bibliotheques/site-packages/   the Python libraries it runs with
    verrous/            their locks, to install them anew
    usine               a script that runs the program with those libraries
    versions.json       the versions of everything

No key is in it. Its tags name the engine and the theme: the drill finds in it those of any day.
"""

import os
import platform
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import factory
from factory.backup.restic import version
from factory.backup.saving import Job, Progress, Saved, send
from factory.backup.shelter import Shelter
from factory.backup.target import SYSTEM
from factory.build.engine import engine, pagefind
from factory.ground.digests import digest
from factory.ground.files import write_whole
from factory.ground.problems import UsageError
from factory.ground.written import written
from factory.tenants.settings import FILE, Settings
from factory.theme.theme import Theme

LIBRARIES = "bibliotheques/site-packages"
"""By that name, a confined child may read them (`ground/confined/confinement.py`)."""
_PROGRAM = "usine-a-sites"
_LAUNCHER = """#!/bin/sh
# L’usine telle qu’elle a été sauvegardée, avec ses bibliothèques.
ici=$(dirname "$(readlink -f "$0")")
export PYTHONPATH="$ici/moteur:$ici/{libraries}" PYTHONNOUSERSITE=1
exec python3 -c 'from factory.cli import main; main()' "$@"
"""


def back_up_system(
    shelter: Shelter,
    settings: Settings,
    moment: datetime,
    *,
    anew: bool = False,
    progress: Progress | None = None,
) -> Saved:
    """Back up what is no commune's own, in each place; a theme that does not load, as it is."""
    until = shelter.until()
    theme = _digest(settings.theme)
    folder = shelter.scratch("envoi-systeme")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    said = written(versions(theme)) + b"\n"
    write_whole(folder / "versions.json", said)
    paths = ["versions.json", *_set_out(folder, settings)]
    job = Job(
        name=SYSTEM,
        folder=folder,
        paths=tuple(paths),
        tags=(f"moteur={engine()}", f"theme={theme}"),
        moment=moment,
        size=0,
        digest=digest(said),
        left_out=("__pycache__",),
    )
    return send(shelter, job, until, anew=anew, progress=progress)


def _digest(theme: Path) -> str:
    """The theme's digest; empty where it is faulty: no site was made with it."""
    try:
        return Theme.load(theme).digest
    except (UsageError, OSError):
        return ""


def versions(theme: str) -> dict[str, object]:
    """What this factory is made of; `theme` is a digest."""
    return {
        "usine": factory.__version__,
        "moteur": engine(),
        "theme": theme,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "pagefind": pagefind(),
        "restic": version(),
        "bibliotheques": {name: dist.version for name, dist in libraries().items()},
    }


def libraries() -> dict[str, Distribution]:
    """The libraries that the program runs with: those of its lock, and those it asks for."""
    found: dict[str, Distribution] = {}
    waiting = [_PROGRAM, *_locked()]
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in found:
            continue
        try:
            found[name] = dist = distribution(name)
        except PackageNotFoundError:
            continue
        asked = (line for line in dist.requires or () if "extra ==" not in line)
        waiting += [match[0] for line in asked if (match := re.match(r"[\w.-]+", line))]
    return {name: found[name] for name in sorted(found) if name != _PROGRAM}


def _set_out(folder: Path, settings: Settings) -> Iterator[str]:
    """Lay out what is sent, by links to where it is; the paths, relative to `folder`."""
    write_whole(folder / "usine", _LAUNCHER.replace("{libraries}", LIBRARIES).encode(), 0o755)
    yield "usine"
    if (settings.racine / FILE).is_file():
        shutil.copyfile(settings.racine / FILE, folder / FILE)
        yield FILE
    if settings.theme.is_dir():
        yield from _linked(folder, "theme", settings.theme)
    if settings.convention.is_dir():
        yield from _linked(folder, "convention", settings.convention)
    package = Path(factory.__file__).parent
    os.makedirs(folder / "moteur")
    yield from _linked(folder, "moteur/factory", package)
    locks = package.parent / "locks"
    if locks.is_dir():
        yield from _linked(folder, "verrous", locks)
    if settings.memoire.is_dir():
        yield from _remembered(folder, settings.memoire)
    yield from _carried(folder)


def _linked(folder: Path, name: str, to: Path) -> Iterator[str]:
    """A folder by a link: restic follows it on the way to what is in it."""
    os.symlink(to, folder / name)
    for entry in sorted(os.scandir(to), key=lambda one: one.name):
        if entry.name != "__pycache__":
            yield f"{name}/{entry.name}"


def _remembered(folder: Path, memory: Path) -> Iterator[str]:
    """A copy of the memory: a database that is being written is copied by SQLite itself."""
    to = folder / "memoire"
    for path in sorted(memory.rglob("*")):
        target = to / path.relative_to(memory)
        if path.is_symlink() or not path.is_file() or path.name.endswith(("-wal", "-shm")):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix != ".sqlite" or not _copied(path, target):
            shutil.copyfile(path, target)
    if to.is_dir():
        yield "memoire"


def _copied(path: Path, target: Path) -> bool:
    """Whether SQLite could copy it; not a damaged one, put aside, which is sent as it is."""
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
    except sqlite3.DatabaseError:
        return False
    return True


def _carried(folder: Path) -> Iterator[str]:
    """The libraries, where Python has them; scripts and compiled caches are left out."""
    root = ""
    seen: set[str] = set()
    for dist in libraries().values():
        where = str(dist.locate_file(""))
        root = root or where
        if where != root:
            continue
        seen |= {top for file in dist.files or () if (top := file.parts[0]) not in ("..", "/")}
    if root:
        (folder / LIBRARIES).parent.mkdir()
        os.symlink(root, folder / LIBRARIES)
        for name in sorted(seen - {"__pycache__"}):
            if (Path(root) / name).exists() and not name.endswith(".pth"):
                yield f"{LIBRARIES}/{name}"


def _locked() -> Iterator[str]:
    """The names in the lock file, where the program runs from a checkout."""
    lock = Path(factory.__file__).parent.parent / "locks" / "base.txt"
    if lock.is_file():
        for line in lock.read_text("utf-8").splitlines():
            if match := re.match(r"([\w.-]+)==", line):
                yield match[1]
