"""Guarded YAML: text to mappings, lists and texts, each with its place in the file.

Scalars stay the text that was written: nothing becomes a number, a date or a boolean here, the
model decides. PyYAML's C parser gives events, and nothing recurses on them: its composer crashes
the process on deep nesting. What YAML would refuse but an agent plainly meant as text is mended
line by line (`ground/yaml_repair.py`) and said in a notice.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml as pyyaml

from factory.ground.problems import Problem, error, notice, warning
from factory.ground.yaml_repair import Fault, mend, refusal

Path = tuple[str | int, ...]

FRONT_MATTER_BYTES = 64 * 1024
CONFIGURATION_BYTES = 256 * 1024
MAX_DEPTH = 20
MAX_EVENTS = 20_000
MAX_REPAIRS = 50

_Loader: Any = getattr(pyyaml, "CSafeLoader", pyyaml.SafeLoader)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_SEPARATORS = str.maketrans({"\x85": " ", "\u2028": " ", "\u2029": " "})
_COMMENT = re.compile(r"[ \t]+(#.*)")
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})[ \t]*$")
_SWALLOWED = re.compile(r"\n[\w-]+:(?: |\n|$)")


class Mark(NamedTuple):
    """A place in the file, counted from 1, and its source line."""

    line: int
    column: int
    excerpt: str


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
            marks: dict[Path, Mark] = {(): self.mark(0, 0)}
            keys: dict[Path, Mark] = {}
            found: list[Problem] = []
            values = _Values(self, marks, keys, found)
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
                found.append(refusal(fault).at(**self.where(fault.line, fault.column)))
                break
            self.text, line, column, written = mended
            repaired.add(line)
            self.problems.append(
                notice(
                    "texte-sans-guillemets",
                    f"La valeur est lue comme un texte : {written}",
                    "Rien n’est perdu. Pour que ce message disparaisse, mettez la valeur entre "
                    "guillemets droits : "
                    + (f"'{written}'." if "'" not in written else f'"{written}".')
                    if not ("'" in written and '"' in written)
                    else "Rien n’est perdu : c’est bien ce texte qui est publié.",
                    **self.where(line, column),
                )
            )
        return Tree(
            value=values.root,
            marks=marks,
            problems=tuple(self.problems + found),
            keys=keys,
        )

    def mark(self, line: int, column: int) -> Mark:
        """The place of YAML's mark, which counts from 0, in the file."""
        excerpt = self.lines[line] if line < len(self.lines) else ""
        return Mark(line + self.first_line, column + 1, excerpt)

    def where(self, line: int, column: int) -> dict[str, Any]:
        return {"file": self.file, **self.mark(line, column)._asdict()}

    def _without_control_characters(self, text: str) -> str:
        if text.isprintable() or not _FORBIDDEN.search(text):
            return text
        for number, line in enumerate(self.lines):
            hit = _FORBIDDEN.search(line)
            if hit and len(self.problems) < 10:
                self.problems.append(
                    error(
                        "caractere-interdit",
                        "Cette ligne contient un caractère invisible qui n’a pas sa place dans "
                        f"un texte (U+{ord(hit[0]):04X}).",
                        "Effacez la ligne et retapez-la au clavier, sans la recopier.",
                        **self.where(number, hit.start()),
                    )
                )
        return _FORBIDDEN.sub(" ", text)


class _Values:
    """The tree under construction, from events, with a stack instead of recursion."""

    def __init__(
        self,
        reading: _Reading,
        marks: dict[Path, Mark],
        keys: dict[Path, Mark],
        problems: list[Problem],
    ) -> None:
        self.reading = reading
        self.marks = marks
        self.keys = keys
        self.problems = problems
        self.root: Any = {}
        self.stack: list[tuple[Any, Path]] = []
        self.key: str | None = None
        self.key_mark: Mark | None = None
        self.ignored = 0
        self.commented = " #" in reading.text or "\t#" in reading.text

    def take(self, events: Iterator[Any]) -> None:
        documents = 0
        for count, event in enumerate(events):
            if count > MAX_EVENTS:
                raise Fault("yaml-trop-grand", *_start(event))
            if isinstance(event, pyyaml.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, pyyaml.CollectionStartEvent):
                self._open(event)
            elif isinstance(event, pyyaml.CollectionEndEvent):
                self._close()
            elif isinstance(event, pyyaml.AliasEvent):
                raise Fault("yaml-renvoi", *_start(event), text=True)
            elif isinstance(event, pyyaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise Fault("yaml-plusieurs-documents", *_start(event))

    def _open(self, event: Any) -> None:
        if event.anchor or event.tag:
            raise Fault("yaml-renvoi", *_start(event))
        if len(self.stack) >= MAX_DEPTH:
            raise Fault("yaml-trop-profond", *_start(event))
        mapping = isinstance(event, pyyaml.MappingStartEvent)
        value: Any = {} if mapping else []
        if self.stack and self.key is None and isinstance(self.stack[-1][0], dict):
            raise Fault("cle-illisible", *_start(event))
        path = self._place(value, self.reading.mark(*_start(event)))
        self.stack.append((value, path))

    def _close(self) -> None:
        self.stack.pop()

    def _scalar(self, event: Any) -> None:
        line, column = _start(event)
        if event.anchor or event.tag:
            raise Fault("yaml-renvoi", line, column, text=True)
        value = event.value
        plain = event.implicit[0]
        if self.stack and self.key is None and isinstance(self.stack[-1][0], dict):
            self._key(value, line, column)
            return
        if not plain and event.end_mark.line > line:
            self._swallowed(event, line, column)
        if plain and self.commented:
            value = self._comment(event, value)
        nothing = plain and value in ("", "null", "~")
        mark = self.reading.mark(line, column)
        if nothing:
            value, mark = "", (self.key_mark or mark)
        self._place(value, mark)

    def _key(self, key: str, line: int, column: int) -> None:
        if key == "<<":
            raise Fault("yaml-renvoi", line, column)
        mark = self.reading.mark(line, column)
        mapping, path = self.stack[-1]
        self.key = key.strip()
        self.key_mark = mark
        if not self.key:
            raise Fault("cle-illisible", line, column)
        if self.key in mapping:
            first = self.keys[(*path, self.key)]
            self.problems.append(
                error(
                    "cle-en-double",
                    f"La clé « {self.key} » est écrite deux fois (déjà ligne {first.line}).",
                    "Gardez une seule des deux lignes.",
                    file=self.reading.file,
                    **mark._asdict(),
                )
            )
        else:
            self.keys[(*path, self.key)] = mark

    def _place(self, value: Any, mark: Mark) -> Path:
        if not self.stack:
            self.root = value
            return ()
        container, path = self.stack[-1]
        if isinstance(container, list):
            path = (*path, len(container))
            container.append(value)
            self.marks[path] = mark
            return path
        key, self.key, self.key_mark = self.key or "", None, None
        path = (*path, key)
        if key not in container:
            container[key] = value
            self.marks[path] = mark
        return path

    def _swallowed(self, event: Any, line: int, column: int) -> None:
        """A quote left open runs on to a later quote and takes whole keys with it."""
        written = self.reading.text[event.start_mark.index : event.end_mark.index]
        if written[:1] in "'\"" and _SWALLOWED.search(written):
            raise Fault("guillemet-non-ferme", line, column, text=True)

    def _comment(self, event: Any, value: str) -> str:
        """Report a ` #` that cuts a text short; read a bare colour as the text it is."""
        end = event.end_mark
        line = self.reading.text[end.index :].split("\n", 1)[0]
        before = self.reading.text[max(end.index - 1, 0) : end.index]
        hit = _COMMENT.match(line) or (_COMMENT.match(" " + line) if before in " \t" else None)
        if hit is None or (not value and hit[1].startswith("# ")):
            return value
        where = self.reading.where(end.line, end.column + (hit.start(1) if line[:1] != "#" else 0))
        if not value and _COLOUR.match(hit[1]):
            text = hit[1].strip()
            self.problems.append(
                notice(
                    "texte-sans-guillemets",
                    f"La valeur est lue comme un texte : {text}",
                    f"Rien n’est perdu. Mettez la valeur entre guillemets droits : '{text}'.",
                    **where,
                )
            )
            return text
        if hit[1].startswith(("# ", "##")) or hit[1] == "#":
            self.problems.append(
                notice(
                    "commentaire-coupe",
                    f"Ce qui suit « {value} » est un commentaire : {_short(hit[1])}",
                    "Si c’est bien un commentaire, il n’y a rien à faire. Sinon, mettez toute la "
                    "valeur entre guillemets droits.",
                    **where,
                )
            )
            return value
        self.problems.append(
            warning(
                "commentaire-coupe",
                f"Le texte est coupé avant « {_short(hit[1])} » : un dièse précédé d’une espace "
                "commence un commentaire.",
                f"Mettez toute la valeur entre guillemets droits : "
                f"'{_short((value + ' ' + hit[1]).strip().replace(chr(39), chr(39) * 2))}'.",
                **where,
            )
        )
        return value


def _start(event: Any) -> tuple[int, int]:
    return event.start_mark.line, event.start_mark.column


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 80 else text[:79] + "…"
