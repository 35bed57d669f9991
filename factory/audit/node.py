"""HTML as a tree: enough to ask questions of a page that the factory wrote."""

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
     "use", "wbr")
)  # fmt: skip
_ONLY_TEXT = ("title", "textarea")
"""Whose `<` begins no element."""
_SPACES = re.compile(r"\s+")


class Node:
    """An element. `children` are elements and texts, in order."""

    __slots__ = ("attrs", "children", "parent", "tag")

    def __init__(self, tag: str, attrs: dict[str, str], parent: "Node | None") -> None:
        self.tag = tag
        self.attrs = attrs
        self.parent = parent
        self.children: list[Node | str] = []

    def walk(self) -> Iterator["Node"]:
        """This element and all those inside it, in order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += [child for child in reversed(node.children) if isinstance(child, Node)]

    def all(self, *tags: str) -> Iterator["Node"]:
        return (node for node in self.walk() if node.tag in tags)

    def first(self, *tags: str) -> "Node | None":
        return next(self.all(*tags), None)

    def inside(self, *tags: str) -> "Node | None":
        """The nearest element around it that is one of these."""
        node = self.parent
        while node is not None and node.tag not in tags:
            node = node.parent
        return node

    def get(self, name: str) -> str:
        return self.attrs.get(name, "")

    @property
    def text(self) -> str:
        """What it says, pictures by their alternative; white space collapsed."""
        return _SPACES.sub(" ", "".join(self._said())).strip()

    @property
    def name(self) -> str:
        """Its accessible name, near enough: a label given, else what it says."""
        return self.get("aria-label").strip() or self.text

    def _said(self) -> Iterator[str]:
        if self.tag in ("script", "style"):
            return
        if self.tag == "img":
            yield self.get("alt")
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child._said()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("", {}, None)
        self._here = self.root
        self.doctype = ""

    def handle_decl(self, decl: str) -> None:
        self.doctype = decl

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, self._here)
        self._here.children.append(node)
        if tag not in _VOID:
            self._here = node
        if tag in _ONLY_TEXT:
            self.set_cdata_mode(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        node: Node | None = self._here
        while node is not None and node.tag != tag:
            node = node.parent
        if node is not None and node.parent is not None:
            self._here = node.parent

    def handle_data(self, data: str) -> None:
        self._here.children.append(unescape(data) if self._here.tag in _ONLY_TEXT else data)


def parse(html: str) -> Node:
    """The tree of a page or of a fragment; its root has no tag. Never raises."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.root.attrs["doctype"] = reader.doctype
    return reader.root
