"""Settling: which version of each registered act this site shows, and what is to be recorded."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from factory.archive.acts import RegisteredAct
from factory.archive.chain import Line
from factory.content.document import Document
from factory.ground.problems import Problem, Severity
from factory.reception.archivist import Archivist, unchanged
from factory.reception.personal import Suspect
from factory.reception.registered import ERASING, Standing
from factory.reception.sources import SourceFile

Screen = Callable[[Iterable[Suspect]], Iterable[tuple[Document, Problem]]]
"""What looking for personal data says of some acts."""


@dataclass(slots=True, kw_only=True)
class Settled:
    documents: dict[str, Document] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    """Of the bytes each was read from; none for what is made from the register alone."""
    files: dict[str, SourceFile]
    lines: list[Line] = field(default_factory=list)
    """Decisions to record."""
    problems: list[Problem] = field(default_factory=list)


def settle(
    archivist: Archivist,
    found: Mapping[str, SourceFile],
    files: Mapping[str, SourceFile],
    screen: Screen,
    moment: str,
) -> Settled:
    """`found` is all that lies in the commune's folder; `files` what of it may be published."""
    settled = Settled(files=dict(files))
    standings: dict[str, Standing] = {}
    for path in sorted(archivist.registre.actes):
        standing = archivist.standing(path, found.get(path))
        if isinstance(standing, Problem):
            settled.problems.append(standing)
            continue
        standings[path] = standing
        if standing.order is None:
            _shelve(archivist, settled, standing.act)
    ordered = [path for path, standing in standings.items() if standing.order is not None]
    followed = {p: archivist.followed(standings[p], settled.files, moment) for p in ordered}
    for path, refusal in _suspected(followed, found, settled.files, screen).items():
        before = standings[path].before
        assert before is not None
        followed[path] = replace(before, problems=(refusal,))
    for path, standing in followed.items():
        standings[path] = standing
        if standing.line is None:
            _shelve(archivist, settled, standing.act)
        else:
            settled.lines.append(standing.line)
    for path, standing in standings.items():
        settled.documents[path] = standing.document
        settled.problems += standing.problems
        if standing.digest:
            settled.digests[path] = standing.digest
    return settled


def _shelve(archivist: Archivist, settled: Settled, act: RegisteredAct) -> None:
    """The act's files, at the bytes that were registered."""
    pieces = archivist.pieces(act, settled.files)
    settled.files |= pieces.files
    settled.problems += pieces.problems


def _suspected(
    followed: Mapping[str, Standing],
    found: Mapping[str, SourceFile],
    files: Mapping[str, SourceFile],
    screen: Screen,
) -> dict[str, Problem]:
    """The replacements that would put personal data online."""
    suspects = []
    for path, standing in followed.items():
        if standing.line is None or not standing.digest or standing.line["motif"] in ERASING:
            continue
        brought = {name: files[name] for name in standing.line["pieces"]}
        data = unchanged(found[path]) or b""
        suspects.append(Suspect(document=standing.document, data=data, files=brought))
    said = screen(suspects) if suspects else ()
    return {d.path: problem for d, problem in said if problem.severity is Severity.ERREUR}
