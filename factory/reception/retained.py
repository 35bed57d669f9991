"""The last good versions: of documents as they are read, of pictures once they are derived.

Whether a picture is good shows only when it is made, after reception: its retained version is
offered (`spares`), and what came of it is noted (`with_pictures`) in the same register.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from factory.archive import registre as registers
from factory.archive.chain import Line
from factory.archive.registre import Registre
from factory.ground.problems import Problem
from factory.reception.snapshot import Snapshot
from factory.reception.sources import SourceFile

_STAYS = " En attendant, la dernière version correcte reste en ligne."


def stays(problem: Problem) -> Problem:
    """The problem of a file whose last good version is shown instead."""
    return replace(problem, remedy=problem.remedy + _STAYS)


def retained_lines(registre: Registre, digests: Mapping[str, str], moment: str) -> list[Line]:
    """The line that says which versions are good today, where that changed."""
    fresh = {p: d for p, d in sorted(digests.items()) if registre.retenus.get(p) != d}
    gone = sorted(p for p in registre.retenus if p not in digests)
    if not fresh and not gone:
        return []
    line: Line = {"moment": moment}
    if fresh:
        line["fichiers"] = fresh
    if gone:
        line["oublies"] = gone
    return [line]


def spares(folder: Path, registre: Registre, snapshot: Snapshot) -> dict[str, SourceFile]:
    """The retained version of each picture whose bytes are others today, by path."""
    found = {}
    for path, name in registre.retenus.items():
        file = snapshot.files.get(path)
        if file is None or file.digest == name:
            continue
        data = registers.piece(folder / "registre", name)
        if data is not None:
            real = folder / "registre" / "pieces" / name
            found[path] = SourceFile(path=path, real=real, size=len(data), digest=name)
    return found


def with_pictures(
    registre: Registre,
    snapshot: Snapshot,
    good: Iterable[str],
    retained: Mapping[str, SourceFile],
    moment: str,
) -> Snapshot:
    """The snapshot with the pictures that could be made, `retained` standing for those in fault."""
    files = {**snapshot.files, **retained}
    digests = {**snapshot.digests, **{path: files[path].digest for path in good}}
    lines = snapshot.lines
    if lines:
        lines = {**lines, "retenus": retained_lines(registre, digests, moment)}
    return replace(
        snapshot,
        files=files,
        digests=digests,
        lines=lines,
        registre=registers.extended(registre, lines) if lines else snapshot.registre,
    )
