"""Documents to download: known by their bytes, refused where a browser could be hurt."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from factory.media.examine import examine
from factory.media.facts import DocumentFacts

Write = Callable[[str, bytes], Path]


def zipped(*members: str, **contents: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in contents.items():
            archive.writestr(name, text)
        for member in members:
            archive.writestr(member, "x")
    return out.getvalue()


def label(path: Path, name: str) -> tuple[str, str, list[str]]:
    """Format, usual ending and codes of the problems."""
    examined = examine(path, name)
    codes = [problem.code for problem in examined.problems]
    if isinstance(examined.facts, DocumentFacts):
        return examined.facts.format, examined.facts.extension, codes
    return "", "", codes


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("name", "data", "shown", "ending"),
    [
        ("a.odt", zipped(mimetype="application/vnd.oasis.opendocument.text"), "ODT", "odt"),
        ("a.ods", zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "ODS", "ods"),
        ("a.epub", zipped(mimetype="application/epub+zip"), "EPUB", "epub"),
        ("a.docx", zipped("[Content_Types].xml", "word/document.xml"), "Word", "docx"),
        ("a.xlsx", zipped("[Content_Types].xml", "xl/workbook.xml"), "Excel", "xlsx"),
        ("a.zip", zipped("plan.dxf"), "ZIP", "zip"),
        ("a.xls", OLE, "Excel", "xls"),
        ("a.doc", OLE, "Word", "doc"),
        ("a.rtf", b"{\\rtf1 Bonjour}", "RTF", "rtf"),
        ("a.csv", "nom;âge\nune;3\n".encode("cp1252"), "CSV", "csv"),
        ("a.csv", "\ufeffnom;âge\n".encode("utf-16"), "CSV", "csv"),
        ("a.txt", "Règlement de la médiathèque".encode(), "texte", "txt"),
        ("a.json", b'{"a": 1}', "JSON", "json"),
        ("a.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "agenda iCalendar", "ics"),
        ("a.gpx", b'<?xml version="1.0"?>\n<gpx version="1.1"/>', "tracé GPX", "gpx"),
        ("a.mp3", b"ID3\x04" + bytes(100), "son MP3", "mp3"),
        ("a.mp4", b"\0\0\0\x18ftypisom\0\0\0\0isommp42", "vidéo MP4", "mp4"),
    ],
)
def test_known_by_their_bytes(
    write: Write, name: str, data: bytes, shown: str, ending: str
) -> None:
    assert label(write(name, data), name) == (shown, ending, [])


def test_a_wrong_name_among_documents_is_a_notice(write: Write) -> None:
    path = write("a", zipped("[Content_Types].xml", "word/document.xml"))
    assert label(path, "a.pdf") == ("Word", "docx", ["extension-trompeuse"])


def test_a_document_under_a_pages_name_is_refused(write: Write) -> None:
    path = write("a.html", b"%PDF-1.4 <script>alert(1)</script>")
    (problem,) = examine(path, "medias/a.html").problems
    assert str(problem) == (
        "medias/a.html: erreur [extension-refusee] Ce fichier PDF a un nom qui finit par"
        " « .html ».\n"
        "    → Renommez-le en « .pdf », là où il est cité aussi."
    )
    (problem,) = examine(write("b", zipped("a")), "tarifs").problems
    assert problem.message == "Le nom de ce fichier ZIP n’a pas d’extension."


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE html><title>x</title>",
        b"\xef\xbb\xbf\n<HTML>",
        b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>",
        b"bonjour <script>alert(1)</script>",
        b"<!-- a --><p>texte</p>",
        b"<html><svg xmlns='http://www.w3.org/2000/svg'/></html>",
        "<html>".encode("utf-16"),
    ],
)
def test_a_web_page_is_refused_whatever_its_name(write: Write, data: bytes) -> None:
    for name in ("image.png", "tableau.csv", "page.html", "texte.txt"):
        (problem,) = examine(write("page", data), name).problems
        assert str(problem) == (
            f"{name}: erreur [fichier-page-web] Ce fichier est une page web, quel que soit son"
            " nom : il n’est pas publié.\n"
            "    → Écrivez son texte dans une page du dossier « contenu », ou enregistrez-le en"
            " PDF."
        )


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        (b'<a:script xmlns:a="http://www.w3.org/1999/xhtml">alert(1)</a:script>', "page-web"),
        (b'<a:script xmlns:a="http://www.w3.org/1999/xh&#116;ml">alert(1)</a:script>', "page-web"),
        (b'<a:svg xmlns:a="http://www.w3.org/2000/svg" onload="alert(1)"/>', "illisible"),
        (b'<?xml-stylesheet type="text/xsl" href="style.kml"?>', "page-web"),
        (b'<a:p xmlns:a="http://www.w3.org/1999/xhtml"/><p', "page-web"),
        (b"<Placemark", "illisible"),
    ],
)
def test_a_map_that_a_browser_would_show_as_a_page_is_refused(
    write: Write, inside: bytes, code: str
) -> None:
    """Any media type in « +xml » is shown, its scripts too, where its elements are a page's."""
    for root, name in ((b"gpx", "a.gpx"), (b"kml", "a.kml")):
        data = b'<?xml version="1.0"?><' + root + b">" + inside + b"</" + root + b">"
        (problem,) = examine(write(name, data), name).problems
        assert problem.code.endswith(code)
    odd = b'<?xml version="1.0" encoding="UTF-7"?><kml xmlns="+AGg-ttp"/>'
    (problem,) = examine(write("b.kml", odd), "b.kml").problems
    assert problem.code == "document-illisible"


@pytest.mark.parametrize("data", [b"MZ\x90\0", b"\x7fELF\x02", b"#!/bin/sh\nrm", b"<?php echo 1;"])
def test_a_program_is_refused_whatever_its_name(write: Write, data: bytes) -> None:
    (problem,) = examine(write("facture.pdf", data), "facture.pdf").problems
    assert str(problem) == (
        "facture.pdf: erreur [fichier-programme] Ce fichier est un programme : il n’est pas"
        " publié.\n"
        "    → Retirez-le du dossier. S’il est arrivé par courriel, prévenez votre service"
        " informatique."
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.js", b"alert(1)"), ("a.css", b"p{}"), ("a", b"texte"),
     ("a.bin", bytes(range(256))), ("a.msi", OLE), ("a.xml", b"\x00\x01\x02")],
)  # fmt: skip
def test_what_is_not_on_the_list_is_refused(write: Write, name: str, data: bytes) -> None:
    (problem,) = examine(write("a", data), name).problems
    assert str(problem) == (
        f"{name}: erreur [format-non-publie] Ce type de fichier n’est pas publié.\n"
        "    → Enregistrez le document en PDF, ODT, Word, Excel ou CSV, une image en JPEG ou PNG,"
        " puis remplacez le fichier."
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.jpg", b"du texte"), ("a.png", b"\x89PN"), ("a.docx", b"x"), ("a.pdf", OLE)],
)
def test_bytes_that_are_not_what_the_name_says_are_told(
    write: Write, name: str, data: bytes
) -> None:
    """A secretary who has a PNG is not told to save it as a PNG."""
    (problem,) = examine(write("a", data), name).problems
    assert str(problem) == (
        f"{name}: erreur [contenu-inattendu] Le nom de ce fichier finit par « {name[1:]} », mais"
        " son contenu n’est pas celui d’un tel fichier : il est abîmé, incomplet ou mal nommé.\n"
        "    → Vérifiez qu’il s’ouvre sur votre ordinateur, enregistrez-le de nouveau sous ce"
        " format, puis remplacez le fichier."
    )


def test_macros_are_refused(write: Write) -> None:
    data = zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")
    (problem,) = examine(write("a.docx", data), "a.docx").problems
    assert str(problem) == (
        "a.docx: erreur [document-avec-macros] Ce document contient des macros, que les postes des"
        " lecteurs bloquent.\n"
        "    → Enregistrez-le sans macros (« .docx » ou « .xlsx ») ou en PDF."
    )


def test_a_damaged_archive_is_refused(write: Write) -> None:
    data = zipped("[Content_Types].xml", "word/document.xml")
    (problem,) = examine(write("a.docx", data[:60]), "a.docx").problems
    assert str(problem) == (
        "a.docx: erreur [document-illisible] Ce document est abîmé : il ne peut pas être ouvert.\n"
        "    → Reprenez le document d’origine, vérifiez qu’il s’ouvre, puis remplacez le fichier."
    )
