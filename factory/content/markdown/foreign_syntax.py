"""The marks of other tools (Liquid, shortcodes, kramdown, GitBook, MDX…): found, told, taken out.

They are taken out of the source before it is read, line breaks kept, so that lines stay true.
Code is left alone. What can't be taken out without losing words is left, and told.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable

from markdown_it.token import Token

from factory.content.markdown.converted_marks import CONVERTED, LAST
from factory.content.markdown.faults import Faults
from factory.content.markdown.foreign_marks import SYNTAXES, Foreign
from factory.ground.problems import Problem, notice, warning

_SIGNS = (
    "{", "[[", "[TOC]", "[!", "!!!", "???", "import ", "export ", "==", "[ ] ", "[x] ", "[X] ",
    "](@/", "->", "-*", "-#", "%%", "\\ ", ":material-", "--8<--",
)  # fmt: skip
_MARKED = re.compile(
    r"\A% |^\|[ \t][^|\n]+$|\w\^[\w-]{1,6}\^|</?[A-Z]"
    r"|\[/?[a-z][\w-]*(?:[ \t][^\[\]\n]*)?\\?\](?!\()|<[a-z]{3,8}\d",
    re.M,
)
"""What may be a component, a shortcode, a document of SPIP."""
_CLOSER = re.compile(r"</|\{%-?\s*end|\\?\[/")
"""What closes a mark that was told already."""
_IN_ORDER = (*CONVERTED, *SYNTAXES, *LAST)
_EACH = 3
"""So many marks of one tool are told one by one; more are told once, with their number."""


def take_out(text: str, parse: Callable[[str], Iterable[Token]], faults: Faults) -> str:
    """The text without foreign marks; `parse` is called only where some may be."""
    if not any(sign in text for sign in _SIGNS) and not _MARKED.search(text):
        return text
    code = _Code(text, parse)
    for syntax in _IN_ORDER:
        met: list[tuple[str, tuple[int, int]]] = []

        def instead(
            match: re.Match[str],
            syntax: Foreign = syntax,
            met: list[tuple[str, tuple[int, int]]] = met,
        ) -> str:
            if code.holds(match.start()) or not syntax.applies(match):
                return match[0]
            if not _CLOSER.match(match[0]):
                met.append((match[0], code.place(match.start())))
            written = syntax.instead(match)
            return written + "\n" * (match[0].count("\n") - written.count("\n"))

        changed = syntax.pattern.sub(instead, text)
        _tell(syntax, met, faults)
        if changed != text:
            text = changed
            code.move(text)
    return text


def _tell(syntax: Foreign, met: list[tuple[str, tuple[int, int]]], faults: Faults) -> None:
    again = len(met) - 1 if len(met) > _EACH else 0
    for written, (line, column) in met[:1] if again else met:
        faults.add(_problem(syntax, written, again), line, column)


def _problem(syntax: Foreign, written: str, again: int) -> Problem:
    shown = " ".join(written.split())
    shown = shown if len(shown) <= 60 else shown[:59] + "…"
    tell = notice if syntax.harmless or syntax.followed else warning
    done = "ce site ne le comprend pas, et ne l’affiche pas"
    if syntax.followed or syntax.shown:
        done = "le lien est suivi" if syntax.followed else "il est lu comme tel"
    more = f" Il y en a {again} autres dans ce texte." if again else ""
    return tell(
        "syntaxe-etrangere", f"« {shown} » est {syntax.name} : {done}.{more}", syntax.remedy
    )


_TICKS = re.compile(r"`+")
_FARTHEST = 3000
"""Characters of a code span; the parser stops it at a blank line, long before."""


def _spans(text: str) -> list[tuple[int, int]]:
    """Where code spans are: from some backticks to the next as many, within a paragraph."""
    ticks = [match.span() for match in _TICKS.finditer(text)]
    following: dict[int, int] = {}
    closing = [-1] * len(ticks)
    for place in range(len(ticks) - 1, -1, -1):
        length = ticks[place][1] - ticks[place][0]
        closing[place] = following.get(length, -1)
        following[length] = place
    spans: list[tuple[int, int]] = []
    place = 0
    while place < len(ticks):
        first, end = ticks[place][0], ticks[closing[place]][1]
        near = closing[place] > place and end - first <= _FARTHEST
        if near and "\n\n" not in text[first:end]:
            spans.append((first, end))
            place = closing[place]
        place += 1
    return spans


class _Code:
    """Which places of a text are code: fences and indented code by line, spans by their marks."""

    def __init__(self, text: str, parse: Callable[[str], Iterable[Token]]) -> None:
        self._lines: set[int] = set()
        for token in parse(text):
            if token.type in ("fence", "code_block") and token.map:
                self._lines.update(range(*token.map))
        self.move(text)

    def move(self, text: str) -> None:
        """Read the places again after a change (lines stay where they were)."""
        self._starts = [0, *(m.end() for m in re.finditer("\n", text))]
        self._spans = _spans(text)

    def place(self, offset: int) -> tuple[int, int]:
        """Line from 0, column from 1."""
        line = bisect_right(self._starts, offset) - 1
        return line, offset - self._starts[line] + 1

    def holds(self, offset: int) -> bool:
        if self.place(offset)[0] in self._lines:
            return True
        before = bisect_right(self._spans, (offset, offset)) - 1
        return before >= 0 and self._spans[before][0] <= offset < self._spans[before][1]
