"""What `usine build` says: progress on a terminal, plain lines elsewhere, JSON for machines."""

import sys
from collections import Counter
from collections.abc import Iterable
from types import TracebackType
from typing import TYPE_CHECKING, Any

from factory.build.report import Report, Status
from factory.cli.answer import answer
from factory.cli.gathered import gathered
from factory.cli.terminal import Bar, indented
from factory.ground.french.counts import agreed, counted
from factory.ground.problems import Problem, Severity

if TYPE_CHECKING:
    from factory.convention.mending import Mending


class Printer:
    """Plain lines: one for each commune, its problems under it, a sum at the end."""

    def __init__(self, infos: bool) -> None:
        self._infos = infos
        self._statuses: Counter[str] = Counter()
        self._severities: Counter[Severity] = Counter()
        self.exit_code = 0

    def __enter__(self) -> "Printer":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.close()

    def refused(self, problems: Iterable[Problem]) -> None:
        """Problems of the factory itself, before any commune: a folder that is no commune."""
        for problem in problems:
            self._severities[problem.severity] += 1
            self.line(str(problem))
            self.exit_code = max(self.exit_code, 3 if problem.severity is Severity.ERREUR else 0)

    def report(self, report: Report) -> None:
        self.exit_code = max(self.exit_code, report.exit_code)
        self._statuses[title(report)] += 1
        self._severities.update(problem.severity for problem in report.problems)
        self.line(f"{report.slug} : {title(report)}{work(report)}")
        shown = (
            one
            for one in report.problems
            if self._infos or one.severity is not Severity.INFORMATION
        )
        for told in gathered(shown):
            self.line(indented(told))
        for fault in report.faults:
            self.line(indented(fault))

    def conventions(self, found: "Mending") -> None:
        """What is to be mended in the conventions: it holds no site back, nor changes the code."""
        for problem in found.shared:
            self.line(str(problem))
        for slug in found.communes:
            self.line(f"{slug} : {found.line(slug)}.")

    def close(self) -> None:
        done = ", ".join(agreed(count, name) for name, count in sorted(self._statuses.items()))
        total = sum(self._statuses.values())
        self.line(f"{counted(total, 'commune')} : {done}." if done else "")
        found = ", ".join(counted(self._severities[s], s) for s in Severity if self._severities[s])
        if found:
            hidden = self._severities[Severity.INFORMATION] and not self._infos
            self.line(f"{found}{' (--infos pour tout voir)' if hidden else ''}.".capitalize())

    def line(self, text: str) -> None:
        if text:
            print(text, flush=True)


class TerminalPrinter(Printer):
    """The same lines in colour, with a bar that stays below them."""

    def __init__(self, infos: bool, total: int) -> None:
        super().__init__(infos)
        self._bar = Bar("Fabrication", total)

    def __enter__(self) -> "Printer":
        self._bar.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.__exit__()
        super().__exit__(kind, value, trace)

    def report(self, report: Report) -> None:
        super().report(report)
        self._bar.advance()

    def line(self, text: str) -> None:
        if text:
            self._bar.line(text)


class JsonPrinter(Printer):
    """One JSON object at the end."""

    def __init__(self, infos: bool) -> None:
        super().__init__(infos)
        self._communes: list[dict[str, Any]] = []
        self._problems: list[dict[str, Any]] = []
        self._conventions: dict[str, Any] = {}

    def refused(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self._problems.append(problem.as_json())
            self.exit_code = max(self.exit_code, 3 if problem.severity is Severity.ERREUR else 0)

    def report(self, report: Report) -> None:
        self.exit_code = max(self.exit_code, report.exit_code)
        self._communes.append(as_json(report))

    def conventions(self, found: "Mending") -> None:
        self._conventions = found.as_json()

    def close(self) -> None:
        answer(
            code=self.exit_code,
            problemes=self._problems,
            communes=self._communes,
            conventions=self._conventions,
        )


def printer(*, as_json: bool, infos: bool, total: int) -> Printer:
    if as_json:
        return JsonPrinter(infos)
    return TerminalPrinter(infos, total) if sys.stdout.isatty() else Printer(infos)


def title(report: Report) -> str:
    """« publiée », « publiée avec réserves », « inchangée »…"""
    reserves = report.with_reserves and report.status in (Status.PUBLIEE, Status.INCHANGEE)
    return f"{report.status} avec réserves" if reserves else str(report.status)


def as_json(report: Report) -> dict[str, Any]:
    return {
        "commune": report.slug,
        "statut": str(report.status),
        "code": report.exit_code,
        "generation": report.number,
        "pages": report.pages,
        "pages_refaites": report.rendered,
        "valable_jusqu_a": report.until.isoformat() if report.until else None,
        "problemes": [problem.as_json() for problem in report.problems],
        "defauts": list(report.faults),
    }


def work(report: Report) -> str:
    if not report.pages:
        return ""
    return f" ({counted(report.pages, 'page')}, {counted(report.rendered, 'refaite')})"
