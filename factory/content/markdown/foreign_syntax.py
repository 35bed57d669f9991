"""The marks of other tools (Liquid, shortcodes, kramdown, GitBook, MDX…): found, told, taken out.

They are taken out of the source before it is read, line breaks kept, so that lines stay true.
Code is left alone. What can't be taken out without losing words is left, and told.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from markdown_it.token import Token

from factory.content.markdown.faults import Faults
from factory.content.markdown.tags import KNOWN
from factory.ground.problems import Problem, notice, warning

_SIGNS = (
    "{%", "{{", "{:", "{#", "{.", "[[", "[TOC]", "[!", "!!!", "???", "import ", "export ", "==",
    "[ ] ", "[x] ", "[X] ",
)  # fmt: skip
_CLOSER = re.compile(r"</|\{%-?\s*end")
"""What closes a mark that was told already."""
_COMPONENT = re.compile(r"</?[A-Z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """One syntax: how it looks, what it is called, what stands in its place."""

    pattern: re.Pattern[str]
    name: str
    remedy: str
    instead: Callable[[re.Match[str]], str] = lambda match: ""
    applies: Callable[[re.Match[str]], bool] = lambda match: True
    harmless: bool = False


_REMOVE = "Supprimez-la : écrivez directement le texte, ou un bloc « ::: » du guide."
_ALERTS = {
    "NOTE": "À savoir",
    "TIP": "Conseil",
    "IMPORTANT": "Important",
    "WARNING": "Attention",
    "CAUTION": "Attention",
}

SYNTAXES: tuple[Foreign, ...] = (
    Foreign(
        pattern=re.compile(
            r"\{%-?\s*comment\s*-?%\}(?:[^{]|\{(?!%-?\s*comment)){0,20000}?\{%-?\s*endcomment\s*-?%\}",
            re.S,
        ),
        name="un commentaire Liquid",
        remedy="Écrivez un commentaire « <!-- … --> ».",
        harmless=True,
    ),
    Foreign(
        pattern=re.compile(r"\{\{[<%](?:(?!\{\{).){0,3000}?[>%]\}\}", re.S),
        name="un code court de Hugo",
        remedy=_REMOVE,
    ),
    Foreign(
        pattern=re.compile(r"\{%(?:(?!\{%).){0,3000}?%\}", re.S),
        name="une balise de gabarit (Liquid, Nunjucks ou GitBook)",
        remedy=_REMOVE,
    ),
    Foreign(
        pattern=re.compile(r"\{\{(?:(?!\{\{).){0,3000}?\}\}", re.S),
        name="une valeur de gabarit",
        remedy="Écrivez la valeur elle-même.",
    ),
    Foreign(
        pattern=re.compile(r"\{#(?:(?!\{#)[^\n]){0,500}?#\}"),
        name="un commentaire Nunjucks",
        remedy="Écrivez un commentaire « <!-- … --> ».",
        harmless=True,
    ),
    Foreign(
        pattern=re.compile(r"\{::?[ \t]*[.#/\w][^{}\n]{0,300}\}"),
        name="un attribut kramdown",
        remedy="Supprimez-le : l’apparence est celle du site.",
    ),
    Foreign(
        pattern=re.compile(r"[ \t]*\{(?:[#.][\w-]{1,60}[ \t]*)+\}(?=[ \t]*$)", re.M),
        name="un attribut de titre ou de paragraphe",
        remedy="Supprimez-le : chaque titre reçoit une ancre tirée de ses mots.",
    ),
    Foreign(
        pattern=re.compile(
            r"^[ \t]*(?:\[\[_?toc_?\]\]|\[TOC\]|\{\{ ?toc ?\}\})[ \t]*$", re.I | re.M
        ),
        name="un sommaire d’un autre outil",
        remedy="Supprimez-le : le site fait lui-même le sommaire des longues pages.",
        harmless=True,
    ),
    Foreign(
        pattern=re.compile(
            r"^(?:import\s(?:[\w{}*,\s]{1,300}\sfrom\s+)?['\"][^'\"\n]{1,300}['\"];?"
            r"|export\s+(?:const|let|var|default|function)\b[^\n]*)[ \t]*$",
            re.M,
        ),
        name="une instruction MDX",
        remedy="Supprimez cette ligne.",
    ),
    Foreign(
        pattern=re.compile(
            r"</?([A-Z]\w{0,60}(?:\.\w{1,60})*)((?:\s(?:[^<>{}\"']|\"[^\"]*+\"|'[^']*+'"
            r"|\{(?:[^{}]|\{[^{}]*+\}){0,500}\}){0,500})?)/?>",
            re.S,
        ),
        name="un composant MDX ou Vue",
        remedy="Supprimez-le, et écrivez ce qu’il affichait.",
        applies=lambda match: match[1].lower() not in KNOWN or "{" in match[2],
    ),
    Foreign(
        pattern=re.compile(
            r"^([ \t]*>[ \t]*)\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*$", re.I | re.M
        ),
        name="un encart de GitHub",
        remedy="Écrivez un bloc « ::: info » ou « ::: attention ».",
        instead=lambda match: f"{match[1]}**{_ALERTS[match[2].upper()]}**\\",
        harmless=True,
    ),
    Foreign(
        pattern=re.compile(r"!?\[\[([^\[\]|\n]{1,200})(?:\|([^\[\]\n]{1,200}))?\]\](?!\()"),
        name="un lien de wiki",
        remedy="Écrivez le lien ainsi : [le texte](page.md).",
        instead=lambda match: match[2] or match[1],
    ),
    Foreign(
        pattern=re.compile(r"==(?=[^\s=])([^=\n]{1,300})(?<=[^\s=])=="),
        name="un surlignage d’un autre outil",
        remedy="Mettez ces mots en gras : **ainsi**.",
        instead=lambda match: match[1],
        harmless=True,
    ),
    Foreign(
        pattern=re.compile(r"^([ \t]*(?:[-*+]|\d+[.)])[ \t]+)\[([ xX])\](?=[ \t])", re.M),
        name="une case à cocher",
        remedy="Supprimez les crochets : une liste suffit.",
        instead=lambda match: match[1] + ("☐" if match[2] == " " else "☑"),
        harmless=True,
    ),
    Foreign(
        pattern=re.compile(r"^(?:!!!|\?\?\?\+?)[ \t]+\w+(?:[ \t]+\"([^\"\n]*)\")?[ \t]*$", re.M),
        name="un encart de MkDocs",
        remedy="Écrivez un bloc « ::: info » ou « ::: attention », sans décaler le texte.",
        instead=lambda match: f"**{match[1]}**" if match[1] else "",
    ),
)


def take_out(text: str, parse: Callable[[str], Iterable[Token]], faults: Faults) -> str:
    """The text without foreign marks; `parse` is called only where some may be."""
    if not any(sign in text for sign in _SIGNS) and not _COMPONENT.search(text):
        return text
    code = _Code(text, parse)
    for syntax in SYNTAXES:

        def instead(match: re.Match[str], syntax: Foreign = syntax) -> str:
            if code.holds(match.start()) or not syntax.applies(match):
                return match[0]
            if not _CLOSER.match(match[0]):
                line, column = code.place(match.start())
                faults.add(_problem(syntax, match[0]), line, column)
            written = syntax.instead(match)
            return written + "\n" * (match[0].count("\n") - written.count("\n"))

        changed = syntax.pattern.sub(instead, text)
        if changed != text:
            text = changed
            code.move(text)
    return text


def _problem(syntax: Foreign, written: str) -> Problem:
    shown = " ".join(written.split())
    shown = shown if len(shown) <= 60 else shown[:59] + "…"
    tell = notice if syntax.harmless else warning
    return tell(
        "syntaxe-etrangere",
        f"« {shown} » est {syntax.name} : ce site ne le comprend pas, et ne l’affiche pas.",
        syntax.remedy,
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
