"""A paper's bytes depend on its source, its data and its moment alone."""

import sys
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO

import pytest
from pypdf import PdfReader

from factory.ground import paper
from factory.ground.moment import PARIS
from factory.ground.problems import UsageError

MOMENT = datetime(2026, 7, 14, 9, 30, tzinfo=PARIS)
SOURCE = """
#show: papier.with(titre: donnees.titre, pied: "Commune de Saint-Exemple")
= #donnees.titre
#donnees.texte
"""


def made(text: str = "L’été : 12 €, n°\u202f3.", moment: datetime = MOMENT) -> bytes:
    pytest.importorskip("typst")
    return paper.pdf(SOURCE, {"titre": "Un « essai »", "texte": text}, moment)


def test_a_paper_is_tagged_titled_and_in_french() -> None:
    document = PdfReader(BytesIO(made()))
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "fr-FR"
    assert document.metadata is not None and document.metadata.title == "Un « essai »"
    assert document.xmp_metadata is not None
    assert b"pdfuaid:part" in document.xmp_metadata.stream.get_data()
    text = document.pages[0].extract_text()
    assert "12 €" in text and "Page 1 sur 1" in text and "Commune de Saint-Exemple" in text


def test_the_same_paper_has_the_same_bytes() -> None:
    assert made() == made()
    assert made() == made(moment=MOMENT.astimezone(timezone(timedelta(hours=2))))
    assert made() != made(moment=datetime(2026, 7, 14, 9, 30, tzinfo=UTC))


def test_no_markup_is_read_in_the_data() -> None:
    text = PdfReader(BytesIO(made('#read("/etc/passwd") *gras* $x$'))).pages[0].extract_text()
    assert '#read("/etc/passwd") *gras* $x$' in text


def test_a_character_that_no_font_has_is_named() -> None:
    with pytest.raises(UsageError) as refused:
        made("Fête 🎉")
    assert refused.value.problems[0].code == "caractere-sans-police"
    assert "🎉" in refused.value.problems[0].message


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "find_spec", lambda _: None)
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(UsageError) as refused:
        paper.pdf(SOURCE, {"titre": "", "texte": ""}, MOMENT)
    assert refused.value.problems[0].code == "papier-sans-outil"
