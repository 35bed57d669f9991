"""The checks of a paper's PDF/UA (tests/pdf_ua.py): a good paper passes, each damage is seen."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any

import pdf_ua
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject, NumberObject

from factory.ground import paper
from factory.ground.moment import PARIS

SOURCE = """
#show: papier.with(titre: donnees.titre, pied: "Pied")
= #donnees.titre
== Deux
Un paragraphe.

Un autre.
- un
- deux
#figure(caption: [Une table], kind: table, supplement: none,
  table(columns: 2, table.header[A][B], [1], [2]))
"""


@pytest.fixture(scope="module")
def good() -> bytes:
    pytest.importorskip("typst")
    return paper.pdf(SOURCE, {"titre": "Un essai"}, datetime(2026, 7, 14, tzinfo=PARIS))


def test_a_paper_has_no_fault(good: bytes) -> None:
    assert pdf_ua.faults(good) == []


def first(root: Any, kind: str) -> Any:
    return next(one for one in pdf_ua._elements(root["/StructTreeRoot"]) if one["/S"] == kind)


def rename(old: str, new: str) -> Callable[[Any, Any], None]:
    return lambda root, pages: first(root, old).update({NameObject("/S"): NameObject(new)})


def untagged(root: Any, pages: Any) -> None:
    stream = DecodedStreamObject()
    stream.set_data(b"0 0 10 10 re f\n" + pages[0].get_contents().get_data())
    pages[0][NameObject("/Contents")] = stream


def without_xmp(root: Any, pages: Any) -> None:
    stream = DecodedStreamObject()
    data = root["/Metadata"].get_data()
    stream.set_data(data.replace(b"<pdfuaid:part>1<", b"<pdfuaid:part>9<"))
    root[NameObject("/Metadata")] = stream


def fonts(key: str) -> Callable[[Any, Any], None]:
    def damage(root: Any, pages: Any) -> None:
        font = next(iter(pages[0]["/Resources"]["/Font"].values())).get_object()
        holder = font if key in font else font["/DescendantFonts"][0].get_object()
        holder = holder if key in holder else holder["/FontDescriptor"].get_object()
        del holder[next(name for name in holder if name.startswith(key))]

    return damage


def scope(root: Any, pages: Any) -> None:
    head = first(root, "/TH")
    del next(one for one in head["/A"] if one["/O"] == "/Table")["/Scope"]


def span(root: Any, pages: Any) -> None:
    cell = first(root, "/TD")
    table = next(one for one in cell["/A"] if one["/O"] == "/Table")
    table[NameObject("/ColSpan")] = NumberObject(2)


def forget(where: str) -> Callable[[Any, Any], None]:
    return lambda root, pages: root.pop(NameObject(where)) and None


@pytest.mark.parametrize(
    ("damage", "clause"),
    [
        (without_xmp, "5: the file does not say"),
        (forget("/Lang"), "7.2: no language"),
        (forget("/StructTreeRoot"), "7.1: no structure"),
        (forget("/MarkInfo"), "7.1: not marked"),
        (forget("/ViewerPreferences"), "7.1: the title is not shown"),
        (forget("/Outlines"), "7.17"),
        (lambda root, pages: pages[0].pop("/Tabs") and None, "7.18.3"),
        (untagged, "7.1: page 1 paints"),
        (rename("/H1", "/H2"), "7.4: not one first heading"),
        (rename("/H2", "/H3"), "7.4.2: from H1 to H3"),
        (rename("/P", "/Paragraphe"), "7.1: /Paragraphe is no standard type"),
        (rename("/Caption", "/P"), "7.5: a table has no caption"),
        (rename("/LI", "/P"), "7.6: a list holds"),
        (rename("/LBody", "/P"), "7.6: an item of a list has no body"),
        (scope, "7.5: a header has no scope"),
        (span, "7.2: rows of [2, 3] cells"),
        (fonts("/ToUnicode"), "7.21.7"),
        (fonts("/FontFile"), "7.21.4"),
    ],
)  # fmt: skip
def test_each_damage_is_seen(good: bytes, damage: Callable[[Any, Any], None], clause: str) -> None:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(good)))
    damage(writer.root_object, writer.pages)
    written = BytesIO()
    writer.write(written)
    found = pdf_ua.faults(written.getvalue())
    assert any(fault.startswith(clause) for fault in found), found
