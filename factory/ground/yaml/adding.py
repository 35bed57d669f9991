"""One value added to a YAML text that people keep: all that they wrote stays, comments included.

The caller reads the result again and compares: a form that is not understood here is refused there.
"""

import re
from collections.abc import Mapping, Sequence

import yaml as pyyaml
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from factory.ground.dates import plain
from factory.ground.yaml.faults import Path

Value = str | Sequence["Value"] | Mapping[str, "Value"]
_BARE = re.compile(r"[^\W_](?:[\w ’'./()+-]*[\w’./()+])?")
_WORDS = {"oui", "non", "true", "false", "null", "yes", "no"}


class NotAdded(Exception):
    """The text is written in a way to which nothing is added safely."""


def added(text: str, path: Path, value: Value) -> str:
    """The text with a value at a path: a new key, or the item that follows a list's last.

    What lacks above it is made. The text was read without fault (reading.py): it is not deep,
    and has no alias. Raises NotAdded.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").split("\n")
    try:
        root = pyyaml.compose("\n".join(lines), pyyaml.SafeLoader)
    except pyyaml.YAMLError as fault:
        raise NotAdded from fault
    made = _Text(lines).grown(root, path, value)
    return newline.join(made)


class _Text:
    """The lines of a text, and what is put in them."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines

    def grown(self, node: Node | None, path: Path, value: Value) -> list[str]:
        above: Node | None = None
        for rank, step in enumerate(path):
            if node is None or _empty(node):
                return self._under(above, node, _wrapped(path[rank:], value))
            if isinstance(step, int) and not isinstance(node, SequenceNode):
                return self._listed(node, path[rank:], value)
            child = _child(node, step)
            if child is None:
                return self._put(node, _wrapped(path[rank:], value))
            above, node = node, child
        raise NotAdded

    def _under(self, above: Node | None, blank: Node | None, value: Value) -> list[str]:
        """Below a key that says nothing; or at the end of a file that says nothing."""
        if blank is None or above is None:
            while self.lines and not self.lines[-1].strip():
                self.lines.pop()
            return [*self.lines, *_block(value), ""]
        if isinstance(above, CollectionNode) and above.flow_style:
            raise NotAdded
        return self._after(blank.start_mark.line, above.start_mark.column + 2, _block(value))

    def _put(self, node: Node, value: Value) -> list[str]:
        """In a mapping or a list, after the last that it has."""
        if not isinstance(node, CollectionNode):
            raise NotAdded
        if not node.flow_style:
            return self._after(_last(node)[0], node.start_mark.column, _block(value))
        inside = _flow(value)[1:-1]
        line, column = node.end_mark.line, node.end_mark.column - 1
        before = self.lines[line][:column].rstrip()
        if not before:
            return self._above(line, node, inside)
        joint = "" if not node.value or before.endswith(",") else ","
        space = " " if before and before[-1] not in "[{" else ""
        return self._replaced(line, before + joint + space + inside + self.lines[line][column:])

    def _above(self, line: int, node: CollectionNode, inside: str) -> list[str]:
        """In a flow of several lines, whose bracket stands alone on the last."""
        last = self.lines[line - 1].rstrip()
        if "#" in last or not node.value:
            raise NotAdded
        first = node.value[0]
        column = (first[0] if isinstance(first, tuple) else first).start_mark.column
        comma = "" if last.endswith(",") else ","
        mine = " " * column + inside + ","
        return [*self.lines[: line - 1], last + comma, mine, *self.lines[line:]]

    def _listed(self, node: Node, path: Path, value: Value) -> list[str]:
        """What was one, without a list, becomes the first of two."""
        if path[0] == 0 and len(path) > 1:
            return self.grown(node, path[1:], value)
        if path != (1,):
            raise NotAdded
        first, start = node.start_mark.line, node.start_mark.column
        line, end = _last(node)
        if isinstance(node, MappingNode) and not node.flow_style:
            body = [f"  {one}" if one.strip() else one for one in self.lines[first : line + 1]]
            body[0] = f"{self.lines[first][:start]}- {self.lines[first][start:]}"
            new = [" " * start + one for one in _block([value])]
            return [*self.lines[:first], *body, *new, *self.lines[line + 1 :]]
        self.lines[line] = f"{self.lines[line][:end]}, {_flow(value)}]{self.lines[line][end:]}"
        return self._replaced(first, f"{self.lines[first][:start]}[{self.lines[first][start:]}")

    def _after(self, line: int, column: int, body: list[str]) -> list[str]:
        new = [" " * column + one for one in body]
        rest = self.lines[line + 1 :] or [""]
        return [*self.lines[: line + 1], *new, *rest]

    def _replaced(self, line: int, text: str) -> list[str]:
        return [*self.lines[:line], text, *self.lines[line + 1 :]]


def _child(node: Node, step: str | int) -> Node | None:
    if isinstance(node, MappingNode) and isinstance(step, str):
        for key, value in node.value:
            if isinstance(key, ScalarNode) and _folded(key.value) == _folded(step):
                return value  # type: ignore[no-any-return]
        return None
    if isinstance(node, SequenceNode) and isinstance(step, int):
        return node.value[step] if step < len(node.value) else None
    raise NotAdded


def _empty(node: Node) -> bool:
    return isinstance(node, ScalarNode) and not node.value and node.style is None


def _last(node: Node) -> tuple[int, int]:
    """Line and column where the last of a node ends: its own end mark may be far below."""
    while isinstance(node, CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    if isinstance(node, ScalarNode) and node.style in ("|", ">"):
        raise NotAdded
    return node.end_mark.line, node.end_mark.column


def _wrapped(path: Path, value: Value) -> Value:
    """The value in what lacks above it: « ("rgpd", "demandes", 0) » is a key, a key, a list."""
    for step in reversed(path):
        value = [value] if isinstance(step, int) else {step: value}
    return value


def _block(value: Value) -> list[str]:
    """A mapping's or a list's lines."""
    found: list[str] = []
    if isinstance(value, Mapping):
        for key, one in value.items():
            if isinstance(one, str):
                found.append(f"{key}: {_scalar(one)}")
            else:
                found += [f"{key}:", *(f"  {line}" for line in _block(one))]
        return found
    for one in value:
        first, *rest = [_scalar(one)] if isinstance(one, str) else _block(one)
        found += [f"- {first}", *(f"  {line}" for line in rest)]
    return found


def _flow(value: Value) -> str:
    if isinstance(value, str):
        return _scalar(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
    return "[" + ", ".join(map(_flow, value)) + "]"


def _scalar(text: str) -> str:
    """Bare where YAML takes it for the same text; else between quotes."""
    if _BARE.fullmatch(text) and plain(text) not in _WORDS:
        return text
    return "'" + text.replace("'", "''") + "'"


def _folded(key: str) -> str:
    return re.sub(r"[\s-]+", "_", plain(key))
