"""What went wrong, told to the person who can mend it.

One shape for the command line, the JSON output, the preview and the nightly report. The text is
French; `code` is a word that has its entry in the user guide (`docs/guide/problemes.md`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from factory.ground.visible import visible, visible_lines


class Severity(StrEnum):
    """How much a problem holds back."""

    ERREUR = "erreur"
    """The file, or the part named, is held back until it is mended."""
    AVERTISSEMENT = "avertissement"
    """Published as it is; a reader is harmed until it is mended."""
    INFORMATION = "information"
    """Published; worth knowing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault, where it is, and what to do about it.

    `document` is the title an agent knows the file by; `line` and `column` count from 1, 0 means
    unknown; `excerpt` is the source line at fault; `remedy` says what to write instead.
    """

    code: str
    severity: Severity
    message: str
    remedy: str
    file: str = ""
    line: int = 0
    column: int = 0
    document: str = ""
    excerpt: str = ""

    @property
    def order(self) -> tuple[Any, ...]:
        """Reading order: by file, then down the page."""
        return (self.file, self.line, self.column, self.code, self.message)

    def at(self, **where: Any) -> "Problem":
        """The same problem, placed: `file`, `line`, `column`, `document` or `excerpt` replaced."""
        return replace(self, **where)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def __str__(self) -> str:
        """As printed: place, severity, code, message; the source line with a caret; the remedy."""
        place = self.file
        if self.line:
            place += f":{self.line}"
            if self.column:
                place += f":{self.column}"
        head = f"{visible(place)}: " if place else ""
        lines = [f"{head}{self.severity} [{self.code}] {visible_lines(self.message)}"]
        if self.excerpt:
            margin = str(self.line)
            shown, caret = _window(visible(self.excerpt.replace("\t", " ")), self.column)
            lines.append(f"    {margin} | {shown}")
            if caret:
                lines.append(f"    {' ' * len(margin)} | {' ' * (caret - 1)}^")
        if self.remedy:
            lines.append(f"    → {visible_lines(self.remedy)}")
        return "\n".join(lines)


def error(code: str, message: str, remedy: str, **where: Any) -> Problem:
    """A problem that holds back what it names."""
    return Problem(code=code, severity=Severity.ERREUR, message=message, remedy=remedy, **where)


def warning(code: str, message: str, remedy: str, **where: Any) -> Problem:
    """A problem that harms a reader, on a page that is published all the same."""
    return Problem(
        code=code, severity=Severity.AVERTISSEMENT, message=message, remedy=remedy, **where
    )


def notice(code: str, message: str, remedy: str = "", **where: Any) -> Problem:
    """Something worth knowing."""
    return Problem(
        code=code, severity=Severity.INFORMATION, message=message, remedy=remedy, **where
    )


class UsageError(Exception):
    """Wrong use or configuration: printed without a traceback, exit code 2."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems without repeats, in reading order."""
    return tuple(sorted(set(problems), key=lambda problem: problem.order))


def holds_back(problems: Iterable[Problem]) -> bool:
    """Whether one of them is an error."""
    return any(problem.severity is Severity.ERREUR for problem in problems)


def gravest(problems: Sequence[Problem]) -> Problem | None:
    """The one to be told where there is room for one: the first of the gravest."""
    severities = list(Severity)
    return min(problems, key=lambda problem: severities.index(problem.severity), default=None)


def _window(line: str, column: int, width: int = 100) -> tuple[str, int]:
    """The part of a long line around `column`, and the caret's place in it."""
    if len(line) <= width:
        return line, column
    start = max(0, column - 1 - width // 2)
    shown = line[start : start + width]
    return ("…" + shown, column - start + 1) if start else (shown + "…", column)
