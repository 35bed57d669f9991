"""The problems met in one text, each put in its place: file, line, column, the line itself."""

from dataclasses import replace

from factory.ground.problems import Problem, in_order, notice

MOST = 200
"""Problems told of one text; a text with more has one cause, and the first hundreds show it."""
EXCERPT = 400
"""Characters of a source line that are kept with a problem."""


class Faults:
    """Gathers problems. Lines are given as the parser counts them: from 0, in this text."""

    def __init__(self, text: str, *, file: str, first_line: int) -> None:
        self.file = file
        self.first_line = first_line
        self.lines = text.split("\n")
        self._problems: dict[Problem, None] = {}
        self._untold = 0

    def add(self, problem: Problem, line: int, column: int = 0) -> None:
        """Keep a problem of `line` (from 0) and `column` (from 1, 0 if unknown)."""
        if len(self._problems) >= MOST:
            self._untold += 1
            return
        excerpt = self.lines[line][:EXCERPT] if 0 <= line < len(self.lines) else ""
        placed = replace(
            problem, file=self.file, line=self.line(line), column=column, excerpt=excerpt
        )
        self._problems[placed] = None

    def line(self, line: int) -> int:
        """The line's number in the file, from 1."""
        return self.first_line + line

    def find(self, needle: str, line: int) -> tuple[int, int]:
        """Where `needle` is written, in this line or the few after it: line, and column from 1.

        (line, 0) where it isn't written so.
        """
        for near in range(line, min(line + 4, len(self.lines))):
            if (place := self.lines[near].find(needle)) >= 0:
                return near, place + 1
        return line, 0

    def problems(self) -> tuple[Problem, ...]:
        found = list(self._problems)
        if self._untold:
            found.append(
                notice(
                    "problemes-trop-nombreux",
                    f"{self._untold} autres problèmes de ce texte ne sont pas détaillés.",
                    "Corrigez les premiers : les suivants ont souvent la même cause.",
                    file=self.file,
                )
            )
        return in_order(found)
