"""What PDF/UA-1 (ISO 14289-1) asks of a paper, as far as a program without a validator can look.

veraPDF is not to be had from the registries that the tests use; typst refuses what it knows to
break the standard. These checks look again at the file itself, each by its clause.
"""

from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream

_STANDARD = {
    "Document", "Part", "Sect", "Div", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI",
    "Lbl", "LBody", "Table", "THead", "TBody", "TFoot", "TR", "TH", "TD", "Caption", "Span",
    "Quote", "Note", "Reference", "Link", "Figure", "Formula", "Code", "Annot", "BlockQuote",
    "NonStruct",
}  # fmt: skip
"""ISO 32000-1, 14.8.4."""
_SHOWS = {b"Tj", b"TJ", b"'", b'"', b"Do", b"sh", b"f", b"F", b"f*", b"S", b"s", b"B", b"B*", b"b"}
"""Operators that paint."""


def faults(data: bytes) -> list[str]:
    """Each fault, after the clause that it breaks; none in a paper that may be given."""
    reader = PdfReader(BytesIO(data))
    root: Any = reader.trailer["/Root"]
    found = [*_document(reader, root)]
    if "/StructTreeRoot" not in root:
        return [*found, "7.1: no structure"]
    elements = list(_elements(root["/StructTreeRoot"]))
    found += _content(reader, elements)
    found += _headings(elements)
    found += _tables(elements)
    found += _lists(elements)
    found += _fonts(reader)
    roles = root["/StructTreeRoot"].get("/RoleMap", {})
    for kind in {one["/S"] for one in elements}:
        if str(roles.get(kind, kind))[1:] not in _STANDARD:
            found.append(f"7.1: {kind} is no standard type")
    if any(one["/S"] == "/Figure" and not one.get("/Alt") for one in elements):
        found.append("7.3: a figure has no alternative")
    return found


def _document(reader: PdfReader, root: Any) -> Iterator[str]:
    marks = root.get("/MarkInfo", {})
    if not _true(marks, "/Marked") or _true(marks, "/Suspects"):
        yield "7.1: not marked, or doubtful"
    xmp = reader.xmp_metadata.stream.get_data() if reader.xmp_metadata else b""
    if b"<pdfuaid:part>1<" not in xmp:
        yield "5: the file does not say that it is PDF/UA-1"
    if b"<dc:title>" not in xmp or not (reader.metadata and reader.metadata.title):
        yield "7.1: no title"
    if not _true(root.get("/ViewerPreferences", {}), "/DisplayDocTitle"):
        yield "7.1: the title is not shown"
    if not str(root.get("/Lang", "")).startswith("fr"):
        yield "7.2: no language"
    if "/Outlines" not in root:
        yield "7.17: no bookmarks"
    for page in reader.pages:
        if page.get("/Tabs") != "/S":
            yield "7.18.3: the tab order is not that of the structure"
        if any(character in page.extract_text() for character in "\ufffd\x00"):
            yield "7.21.7: a character cannot be read"


def _true(of: Any, name: str) -> bool:
    """A boolean of the file: any object of its class would pass for true."""
    return str(of.get(name)) == "True"


def _elements(node: Any) -> Iterator[Any]:
    """Every element of the structure, in reading order."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from _elements(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from _elements(node["/K"])


def _children(element: Any) -> list[Any]:
    """Elements right below."""
    kids = element.get("/K", [])
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    found = [kid.get_object() for kid in (kids if isinstance(kids, list) else [kids])]
    return [kid for kid in found if isinstance(kid, dict) and "/S" in kid]


def _content(reader: PdfReader, elements: list[Any]) -> Iterator[str]:
    """7.1: whatever is painted belongs to one element, or is an artifact."""
    for number, page in enumerate(reader.pages):
        claimed = Counter(mark for one in elements for mark in _marks(one, page.indirect_reference))
        stack: list[str | int] = []
        painted: set[int] = set()
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator in (b"BDC", b"BMC"):
                stack.append(_mark(operands))
            elif operator == b"EMC":
                stack.pop()
            elif operator in _SHOWS:
                known = [one for one in stack if one != ""]
                if not known:
                    yield f"7.1: page {number + 1} paints what is neither tagged nor an artifact"
                    break
                painted |= {one for one in known if isinstance(one, int)}
        if lost := painted - claimed.keys():
            yield f"7.1: page {number + 1}: marks {sorted(lost)} belong to no element"
        if twice := [mark for mark, times in claimed.items() if times > 1]:
            yield f"7.1: page {number + 1}: marks {twice} belong to several elements"


def _mark(operands: Any) -> str | int:
    if operands[0] == "/Artifact":
        return "artifact"
    properties = operands[1] if len(operands) > 1 else {}
    return int(properties["/MCID"]) if "/MCID" in properties else ""


def _marks(element: Any, page: Any) -> Iterator[int]:
    kids = element.get("/K", [])
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    for kid in kids if isinstance(kids, list) else [kids]:
        kid = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(kid, int) and element.get("/Pg", page) == element.get("/Pg"):
            if element.raw_get("/Pg") == page:
                yield int(kid)
        elif isinstance(kid, dict) and kid.get("/Type") == "/MCR":
            where = kid.raw_get("/Pg") if "/Pg" in kid else element.raw_get("/Pg")
            if where == page:
                yield int(kid["/MCID"])


def _headings(elements: list[Any]) -> Iterator[str]:
    levels = [int(one["/S"][2:]) for one in elements if one["/S"][1:] in
              {"H1", "H2", "H3", "H4", "H5", "H6"}]  # fmt: skip
    if levels[:1] != [1] or levels.count(1) != 1:
        yield "7.4: not one first heading"
    for before, level in pairwise(levels):
        if level > before + 1:
            yield f"7.4.2: from H{before} to H{level}"


def _tables(elements: list[Any]) -> Iterator[str]:
    # A table that ends a page stands in a Div, its caption before it.
    held = {
        id(inside)
        for one in elements
        if any(child["/S"] == "/Caption" for child in _children(one))
        for inside in _elements(one)
    }
    for table in (one for one in elements if one["/S"] == "/Table"):
        inside = list(_elements(table))
        if id(table) not in held:
            yield "7.5: a table has no caption"
        heads = [one for one in inside if one["/S"] == "/TH"]
        if not heads:
            yield "7.5: a table has no header"
        if not all(_of(head, "/Scope") for head in heads):
            yield "7.5: a header has no scope"
        known = {str(head.get("/ID")) for head in heads}
        for cell in (one for one in inside if one["/S"] == "/TD"):
            if not {str(name) for name in _of(cell, "/Headers") or ()} <= known:
                yield "7.5: a cell names a header that is not there"
        rows = [one for one in inside if one["/S"] == "/TR"]
        sizes = {sum(int(_of(cell, "/ColSpan") or 1) for cell in _children(row)) for row in rows}
        if len(sizes) > 1:
            yield f"7.2: rows of {sorted(sizes)} cells"


def _of(element: Any, name: str) -> Any:
    """An attribute of the table kind."""
    given = element.get("/A", [])
    for one in given if isinstance(given, list) else [given]:
        one = one.get_object()
        if one.get("/O") == "/Table" and name in one:
            return one[name]
    return None


def _lists(elements: list[Any]) -> Iterator[str]:
    for one in elements:
        kinds = {child["/S"] for child in _children(one)}
        if one["/S"] == "/L" and not kinds <= {"/LI", "/L", "/Caption"}:
            yield f"7.6: a list holds {sorted(kinds)}"
        if one["/S"] == "/LI" and "/LBody" not in kinds:
            yield "7.6: an item of a list has no body"
        if one["/S"] == "/Lbl" and not one.get("/K"):
            yield "7.6: a label is empty"


def _fonts(reader: PdfReader) -> Iterator[str]:
    seen = {}
    for page in reader.pages:
        for name, font in page["/Resources"].get("/Font", {}).items():
            seen[name, font.get("/BaseFont")] = font.get_object()
    for (_, name), font in seen.items():
        below = [one.get_object() for one in font.get("/DescendantFonts", [])] or [font]
        described = (one.get("/FontDescriptor", {}) for one in below)
        if not all(any(f"/FontFile{n}" in one for n in ("", "2", "3")) for one in described):
            yield f"7.21.4: {name} is not embedded"
        if "/ToUnicode" not in font:
            yield f"7.21.7: {name} cannot be read"
