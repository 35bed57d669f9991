"""A finding: a problem, the RGAA criterion it comes under, the pages where it shows, its harm."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from factory.audit.harm import Harm, criterion_of, harm_of
from factory.ground.french.counts import counted
from factory.ground.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    problem: Problem
    critere: str = ""
    """Its number in the RGAA, « 6.1 »; empty where no criterion speaks of it."""
    pages: tuple[str, ...] = ()
    """Addresses of the site's pages where it was met; empty for what was read in the sources."""

    @property
    def harm(self) -> Harm:
        return harm_of(self.problem)

    @property
    def order(self) -> tuple[Any, ...]:
        """What harms most first; then what shows on most pages."""
        return (self.harm, -len(self.pages), self.problem.order)

    def as_json(self) -> dict[str, Any]:
        return {
            **self.problem.as_json(),
            "critere": self.critere,
            "prejudice": int(self.harm),
            "pages": list(self.pages),
        }

    def __str__(self) -> str:
        lines = [str(self.problem)]
        if self.pages:
            more = len(self.pages) - 1
            others = f" et {counted(more, 'autre')}" if more else ""
            lines.append(f"    page{'s' if more else ''} : {self.pages[0]}{others}")
        return "\n".join(lines)


def of_build(problem: Problem) -> Finding:
    """What a build already says, with the criterion it comes under."""
    return Finding(problem=problem, critere=criterion_of(problem.code))


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each once, the same problem on several pages gathered; what harms most first."""
    met: dict[tuple[Problem, str], dict[str, None]] = {}
    for found in findings:
        met.setdefault((found.problem, found.critere), {}).update(dict.fromkeys(found.pages))
    gathered = (
        Finding(problem=problem, critere=critere, pages=tuple(sorted(pages)))
        for (problem, critere), pages in met.items()
    )
    return tuple(sorted(gathered, key=lambda found: found.order))


_SAID_OF_SOURCES = {
    "page-mal-structuree": ("niveau-de-titre-saute", "titre-vide"),
    "ancre-rompue": ("ancre-absente", "ancre-introuvable"),
    "lien-rompu": ("lien-mort",),
    "alternative-absente": ("image-sans-alternative", "alt-manquant"),
}


def without_echoes(findings: Iterable[Finding]) -> list[Finding]:
    """Without what a page shows of a fault that is already told at its source."""
    known = list(findings)
    told = {(found.problem.file, found.problem.code) for found in known}
    return [
        found
        for found in known
        if not any(
            (found.problem.file, code) in told
            for code in _SAID_OF_SOURCES.get(found.problem.code, ())
        )
    ]


def placed(finding: Finding, sources: dict[str, str]) -> Finding:
    """The finding at its source file, where one page alone shows it and is made from one."""
    source = sources.get(finding.pages[0], "") if len(finding.pages) == 1 else ""
    if not source or finding.problem.file:
        return finding
    return replace(finding, problem=finding.problem.at(file=source))
