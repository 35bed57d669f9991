"""Guarded YAML: text to mappings, lists and texts, each with its place in the file.

Scalars stay the text that was written: nothing becomes a number, a date or a boolean here, the
model decides. PyYAML's C parser gives events, and nothing recurses on them: its composer crashes
the process on deep nesting. What YAML would refuse but an agent plainly meant as text is mended
line by line (`ground/yaml/repair.py`) and said in a notice.
"""

from dataclasses import dataclass, field
from typing import Any

import yaml as pyyaml

from factory.ground.problems import Problem, error
from factory.ground.visible import CONTROLS
from factory.ground.yaml.faults import Fault, Mark, Path, control_character, refusal, taken_as_text
from factory.ground.yaml.repair import diagnosed, mend
from factory.ground.yaml.values import Values

__all__ = ["Mark", "Path", "Tree", "read", "taken_as_text"]

FRONT_MATTER_BYTES = 64 * 1024
CONFIGURATION_BYTES = 256 * 1024
MAX_REPAIRS = 50

_Loader: Any = getattr(pyyaml, "CSafeLoader", pyyaml.SafeLoader)
_SEPARATORS = str.maketrans({"\x85": " ", "\u2028": " ", "\u2029": " "})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """What a YAML text says. `value` is made of dict, list and str; nothing written is "".

    `marks` gives each entry's value (its key, where nothing follows it); `keys` each key. With
    an error among `problems`, `value` holds what was read before it, and is not to be trusted.
    """

    value: Any
    marks: dict[Path, Mark]
    problems: tuple[Problem, ...] = ()
    keys: dict[Path, Mark] = field(default_factory=dict)


def read(text: str, *, file: str, first_line: int = 1, max_bytes: int = FRONT_MATTER_BYTES) -> Tree:
    """Read a YAML text whose first line is line `first_line` of `file`. Never raises."""
    if len(text) > max_bytes or len(text.encode("utf-8", "surrogatepass")) > max_bytes:
        problem = error(
            "yaml-trop-grand",
            f"Ces informations dépassent {max_bytes // 1024} ko : elles ne sont pas lues.",
            "Gardez ici les seules clés, et mettez le texte de la page sous la seconde ligne "
            "« --- ».",
            file=file,
            line=first_line,
            column=1,
        )
        return Tree(value={}, marks={(): Mark(first_line, 1, "")}, problems=(problem,))
    return _Reading(text, file, first_line).tree()


class _Reading:
    """One text being read: its lines, and the problems met so far."""

    def __init__(self, text: str, file: str, first_line: int) -> None:
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if not text.isascii():
            text = text.removeprefix("\ufeff").translate(_SEPARATORS)
        self.file = file
        self.first_line = first_line
        self.lines = text.split("\n")
        self.problems: list[Problem] = []
        self.text = self._without_control_characters(text)

    def tree(self) -> Tree:
        repaired: set[int] = set()
        while True:
            values = Values(self.text, self.file, self.mark)
            try:
                values.take(pyyaml.parse(self.text, _Loader))
                break
            except Fault as caught:
                fault = caught
            except pyyaml.MarkedYAMLError as caught:
                fault = Fault.of(caught)
            except pyyaml.YAMLError:
                fault = Fault("yaml-illisible", 0, 0)
            mended = mend(self.text, fault, repaired) if len(repaired) < MAX_REPAIRS else None
            if mended is None:
                fault = diagnosed(self.text, fault)
                found = refusal(fault).at(**self.where(fault.line, fault.column))
                values.problems.append(found)
                break
            self.text, line, column, written = mended
            repaired.add(line)
            self.problems.append(taken_as_text(written).at(**self.where(line, column)))
        return Tree(
            value=values.root,
            marks=values.marks,
            problems=tuple(self.problems + values.problems),
            keys=values.keys,
        )

    def mark(self, line: int, column: int) -> Mark:
        """The place of YAML's mark, which counts from 0, in the file."""
        excerpt = self.lines[line] if line < len(self.lines) else ""
        return Mark(line + self.first_line, column + 1, excerpt)

    def where(self, line: int, column: int) -> dict[str, Any]:
        return {"file": self.file, **self.mark(line, column)._asdict()}

    def _without_control_characters(self, text: str) -> str:
        if text.isprintable() or not CONTROLS.search(text):
            return text
        for number, line in enumerate(self.lines):
            hit = CONTROLS.search(line)
            if hit and len(self.problems) < 10:
                self.problems.append(
                    control_character(hit[0]).at(**self.where(number, hit.start()))
                )
        return CONTROLS.sub(" ", text)
