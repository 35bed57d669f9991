"""PDF: its pages, title, language and text; what is missing is said with what to do."""

import io
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from factory.media.examine import examine
from factory.media.facts import DocumentFacts

Write = Callable[[str, bytes], Path]


def written(
    *, title: str = "", language: str = "", tagged: bool = False, password: str = ""
) -> bytes:
    """A page that says « Bonjour », with what is asked for."""
    writer = PdfWriter()
    page = writer.add_blank_page(width=200, height=200)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): font})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    drawn = DecodedStreamObject()
    drawn.set_data(b"BT /F1 12 Tf 20 100 Td (Bonjour) Tj ET")
    page[NameObject("/Contents")] = writer._add_object(drawn)
    if title:
        writer.add_metadata({"/Title": title})
    if language:
        writer.root_object[NameObject("/Lang")] = TextStringObject(language)
    if tagged:
        writer.root_object[NameObject("/MarkInfo")] = DictionaryObject(
            {NameObject("/Marked"): NameObject("/true")}
        )
        writer.root_object[NameObject("/StructTreeRoot")] = DictionaryObject()
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def scanned() -> bytes:
    out = io.BytesIO()
    Image.new("L", (100, 140), 200).save(out, "PDF")
    return out.getvalue()


def test_an_accessible_pdf_has_nothing_to_mend(write: Write) -> None:
    data = written(title="Budget primitif 2026", language="fr-FR", tagged=True)
    examined = examine(write("budget.pdf", data), "budget.pdf")
    assert examined.problems == ()
    assert examined.facts == DocumentFacts(
        format="PDF",
        mime="application/pdf",
        extension="pdf",
        pages=1,
        titre="Budget primitif 2026",
        langue="fr-FR",
        texte=True,
        balise=True,
    )


def test_a_scan_is_a_warning_a_missing_title_a_notice(write: Write) -> None:
    examined = examine(write("arrete.pdf", scanned()), "medias/arrete.pdf")
    assert isinstance(examined.facts, DocumentFacts)
    assert not examined.facts.texte
    scan, *others = [str(problem) for problem in examined.problems]
    assert scan == (
        "medias/arrete.pdf: avertissement [pdf-sans-texte] Ce PDF est une image de pages"
        " numérisées : on ne peut ni l’écouter, ni y chercher.\n"
        "    → Enregistrez le PDF depuis le logiciel qui a servi à l’écrire. Si vous n’avez que le"
        " papier, passez le fichier à la reconnaissance de texte (OCR) et donnez l’essentiel dans"
        " la page."
    )
    assert others == [
        "medias/arrete.pdf: information [pdf-sans-langue] Ce PDF ne dit pas sa langue : une voix"
        " de synthèse peut le lire à l’anglaise.\n"
        "    → Choisissez la langue du document, et « PDF balisé » à l’export."
    ] or others[0].startswith("medias/arrete.pdf: information [pdf-sans-titre]")


def test_a_title_that_software_wrote_is_no_title(write: Write) -> None:
    for title in ("", "Sans titre", "Microsoft Word - arrete.doc", "budget_v3.docx", "\x00 \x00"):
        data = written(title=title, language="fr")
        (problem,) = examine(write("a.pdf", data), "a.pdf").problems
        assert str(problem) == (
            "a.pdf: information [pdf-sans-titre] Ce PDF n’a pas de titre : c’est le nom du fichier"
            " qui est lu à sa place.\n"
            "    → Donnez-lui un titre (Fichier › Propriétés › Description) avant l’export en PDF."
        )


def test_a_password_is_refused(write: Write) -> None:
    (problem,) = examine(write("a.pdf", written(password="secret")), "a.pdf").problems
    assert str(problem) == (
        "a.pdf: erreur [pdf-protege] Ce PDF demande un mot de passe : personne ne pourra"
        " l’ouvrir.\n"
        "    → Enregistrez-le de nouveau sans mot de passe, puis remplacez le fichier."
    )


def test_a_damaged_pdf_is_published_with_a_warning(write: Write) -> None:
    data = written(title="Budget", language="fr")
    for broken in (b"%PDF-1.7\nplus rien", b"%PDF-1.7" + bytes(2000), data[:100]):
        examined = examine(write("a.pdf", broken), "a.pdf")
        assert isinstance(examined.facts, DocumentFacts)
        assert "pdf-abime" in [problem.code for problem in examined.problems]


def test_the_fixture_says_what_it_should() -> None:
    assert PdfReader(io.BytesIO(written())).pages[0].extract_text() == "Bonjour"
