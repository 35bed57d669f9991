"""What one build leaves for the next to know: whether there is anything to do at all.

    build/<commune>/cache/etat.json

The parent reads it before any worker starts. It may be deleted: the commune is then built.
"""

import os
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from factory.build import tree
from factory.build.layout import Layout
from factory.ground.digests import digest_of
from factory.ground.files import write_whole
from factory.ground.problems import Problem
from factory.ground.written import Written, written
from factory.reception.sources import is_trusted, stamp_of, walk

PASSING = frozenset({"fichier-en-cours-d-ecriture", "fichier-modifie", "fichier-panne"})
"""Faults of a moment: the same files may well give another site at the next build."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The last build. `sources` and `public` are stamps; empty says « do not trust »."""

    inputs: str
    """Digest of the settings, the theme and the engine."""
    sources: str
    registre: str
    public: str
    numero: int
    since: datetime
    until: datetime
    problems: tuple[Problem, ...]
    moment: str


_STATE: Written[State] = Written(State)


def read(layout: Layout) -> State | None:
    try:
        return _STATE.read(layout.state.read_bytes())
    except (FileNotFoundError, ValueError):
        return None


def write(layout: Layout, state: State) -> None:
    layout.cache.mkdir(parents=True, exist_ok=True)
    write_whole(layout.state, written(state))


def source_stamps(folder: Path) -> str:
    """The stamps of all that a build of this commune reads; empty where one is too young."""
    now = time.time_ns()
    found: list[tuple[str, tuple[int, ...]]] = []
    faults: list[Problem] = []
    for entry in walk(folder, faults):
        if not is_trusted(entry.stamp, now):
            return ""
        found.append((entry.path, entry.stamp))
    return digest_of((sorted(found), sorted(problem.order for problem in faults)))


def registre_stamps(folder: Path) -> str:
    """The stamps of the register. Only the factory writes it: they are trusted at any age."""
    found = []
    for name in ("actes.jsonl", "adresses.jsonl", "retenus.jsonl", "pieces"):
        try:
            found.append((name, stamp_of(os.stat(folder / "registre" / name))))
        except FileNotFoundError:
            continue
    return digest_of(found)


def public_stamps(layout: Layout) -> str:
    """The stamps of what is online; empty where that is not whole, its manifest included."""
    number = layout.online()
    whole = number and layout.manifest(number).is_file()
    return tree.fingerprint(layout.generation(number)) if whole else ""


def holds(
    state: State, layout: Layout, folder: Path, inputs: str, stamps: str, moment: datetime
) -> bool:
    """Whether the commune's site is, without building it, what a build would give.

    The dates first, then one stat for each file on both sides: nothing is read. `stamps` are the
    sources' today.
    """
    return (
        state.inputs == inputs
        and state.since <= moment < state.until
        and state.numero == layout.online()
        and stamps == state.sources != ""
        and registre_stamps(folder) == state.registre
        and public_stamps(layout) == state.public != ""
    )
