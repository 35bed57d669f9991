"""YAML's events to a tree of dict, list and str, with each value's place."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import yaml as pyyaml

from factory.ground.problems import Problem, error, notice, warning
from factory.ground.visible import CONTROLS
from factory.ground.yaml.faults import Fault, Mark, Path, control_character, short, taken_as_text

MAX_DEPTH = 20
MAX_EVENTS = 20_000
MAX_PROBLEMS = 100
_COMMENT = re.compile(r"[ \t]+(#.*)")
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})[ \t]*$")
_SWALLOWED = re.compile(r"\n[\w-]+:(?: |\n|$)")


class Values:
    """The tree under construction, from events, with a stack instead of recursion."""

    def __init__(
        self,
        text: str,
        file: str,
        mark: Callable[[int, int], Mark],
    ) -> None:
        self.text = text
        self.file = file
        self.mark = mark
        self.marks: dict[Path, Mark] = {(): mark(0, 0)}
        self.keys: dict[Path, Mark] = {}
        self.problems: list[Problem] = []
        self.root: Any = {}
        self.stack: list[tuple[Any, Path]] = []
        self.key: str | None = None
        self.key_mark: Mark | None = None
        self.commented = " #" in text or "\t#" in text

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
        path = self._place(value, self.mark(*_start(event)))
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
        if not plain and (hit := CONTROLS.search(value)):  # written as « \\e », « \\x1b »
            if len(self.problems) < MAX_PROBLEMS:
                self.problems.append(control_character(hit[0]).at(**self._where(line, column)))
            value = CONTROLS.sub(" ", value)
        if not plain and event.end_mark.line > line:
            self._swallowed(event, line, column)
        if plain and self.commented and len(self.problems) < MAX_PROBLEMS:
            value = self._comment(event, value)
        nothing = plain and value in ("", "null", "~")
        mark = self.mark(line, column)
        if nothing:
            value, mark = "", (self.key_mark or mark)
        self._place(value, mark)

    def _key(self, key: str, line: int, column: int) -> None:
        if key == "<<":
            raise Fault("yaml-renvoi", line, column)
        mark = self.mark(line, column)
        mapping, path = self.stack[-1]
        self.key = key.strip()
        self.key_mark = mark
        if not self.key:
            raise Fault("cle-illisible", line, column)
        if self.key in mapping and len(self.problems) < MAX_PROBLEMS:
            first = self.keys[(*path, self.key)]
            self.problems.append(
                error(
                    "cle-en-double",
                    f"La clé « {self.key} » est écrite deux fois (déjà ligne {first.line}).",
                    "Gardez une seule des deux lignes.",
                    file=self.file,
                    **mark._asdict(),
                )
            )
        elif self.key not in mapping:
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
        written = self.text[event.start_mark.index : event.end_mark.index]
        if written[:1] in "'\"" and _SWALLOWED.search(written):
            raise Fault("guillemet-non-ferme", line, column, text=True)

    def _where(self, line: int, column: int) -> dict[str, Any]:
        return {"file": self.file, **self.mark(line, column)._asdict()}

    def _comment(self, event: Any, value: str) -> str:
        """Report a ` #` that cuts a text short; read a bare colour as the text it is."""
        end = event.end_mark
        stop = self.text.find("\n", end.index)
        line = self.text[end.index : stop if stop >= 0 else None]
        before = self.text[max(end.index - 1, 0) : end.index]
        hit = _COMMENT.match(line) or (_COMMENT.match(" " + line) if before in " \t" else None)
        if hit is None or (not value and hit[1].startswith("# ")):
            return value
        where = self._where(end.line, end.column + (hit.start(1) if line[:1] != "#" else 0))
        if not value and _COLOUR.match(hit[1]):
            text = hit[1].strip()
            self.problems.append(taken_as_text(text).at(**where))
            return text
        if hit[1].startswith(("# ", "##")) or hit[1] == "#":
            self.problems.append(
                notice(
                    "commentaire-coupe",
                    f"Ce qui suit « {value} » est un commentaire : {short(hit[1])}",
                    "Si c’est bien un commentaire, il n’y a rien à faire. Sinon, mettez toute la "
                    "valeur entre guillemets droits.",
                    **where,
                )
            )
            return value
        self.problems.append(
            warning(
                "commentaire-coupe",
                f"Le texte est coupé avant « {short(hit[1])} » : un dièse précédé d’une espace "
                "commence un commentaire.",
                f"Mettez toute la valeur entre guillemets droits : "
                f"'{short((value + ' ' + hit[1]).strip().replace(chr(39), chr(39) * 2))}'.",
                **where,
            )
        )
        return value


def _start(event: Any) -> tuple[int, int]:
    return event.start_mark.line, event.start_mark.column
