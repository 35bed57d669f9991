"""PDF: what a reader who cannot see it, or a search engine, will find in it."""

import logging
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError
from pypdf.generic import DictionaryObject, IndirectObject

from factory.ground.problems import Problem, error, notice, warning
from factory.media.documents import facts_of
from factory.media.facts import DocumentFacts

MOST_BYTES = 100 << 20
"""A larger file is published without being looked into."""
_PAGES_READ = 4
_DEPTH = 4
_LONGEST = 300

_NO_TITLE = re.compile(
    r"(?:untitled|sans titre|sans nom|document\d*)$|microsoft (?:word|powerpoint)"
    r"|.*\.(?:docx?|odt|indd)$",
    re.IGNORECASE,
)
"""What software writes by itself."""

# What it finds strange is of no use to anyone here: the problems below say it.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def pdf_facts(path: Path, name: str) -> tuple[DocumentFacts | None, tuple[Problem, ...]]:
    """Facts and problems. Time and memory are the caller's to bound: run it in a child."""
    facts = facts_of("pdf")
    if path.stat().st_size > MOST_BYTES:
        return facts, (_heavy(path, name),)
    try:
        reader = PdfReader(path, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return None, (_locked(name),)
        facts = _read(reader, facts)
    except DependencyError:  # AES, which only matters to a file that restricts its readers
        return facts, (_restricted(name),)
    except MemoryError:
        raise
    except Exception:  # pypdf on hostile bytes: KeyError, RecursionError, zlib.error…
        return facts, (_damaged(name),)
    return facts, tuple(_remarks(facts, name))


def _read(reader: PdfReader, facts: DocumentFacts) -> DocumentFacts:
    root = reader.root_object
    mark = _get(root, "/MarkInfo")
    tagged = isinstance(mark, DictionaryObject) and bool(_get(mark, "/Marked"))
    pages = len(reader.pages)
    return replace(
        facts,
        pages=pages,
        titre=_title(reader),
        langue=_words(_get(root, "/Lang")),
        texte=not pages or any(_has_text(page) for page in islice(reader.pages, _PAGES_READ)),
        balise=tagged and "/StructTreeRoot" in root,
    )


def _title(reader: PdfReader) -> str:
    told = reader.metadata
    candidates = [_words(told.get("/Title"))] if told else []
    try:
        xmp = reader.xmp_metadata
        candidates += [_words(text) for text in ((xmp.dc_title or {}) if xmp else {}).values()]
    except Exception:  # damaged metadata is a missing title, not a damaged document
        pass
    return next((title for title in candidates if title and not _NO_TITLE.match(title)), "")


def _has_text(page: PageObject) -> bool:
    """Whether the page shows text: a font among its resources, and an operator that writes.

    Far cheaper than extracting the text; a scan has neither.
    """
    return any(
        "/Font" in resources and (b"Tj" in stream or b"TJ" in stream or b"'" in stream)
        for resources, stream in _drawn(page)
    )


def _drawn(page: PageObject) -> Iterator[tuple[DictionaryObject, bytes]]:
    """The page's own resources and drawing, then those of the forms it uses."""
    resources = page.get("/Resources")
    contents = page.get_contents()
    waiting: list[tuple[Any, Any, int]] = [(resources, contents, 0)]
    while waiting:
        found, stream, depth = waiting.pop()
        found = found.get_object() if found is not None else DictionaryObject()
        if not isinstance(found, DictionaryObject):
            continue
        yield found, stream.get_data() if stream is not None else b""
        forms = _get(found, "/XObject")
        if depth < _DEPTH and isinstance(forms, DictionaryObject):
            for key in forms:
                form = _get(forms, key)
                if isinstance(form, DictionaryObject) and _get(form, "/Subtype") == "/Form":
                    waiting.append((form.get("/Resources", found), form, depth + 1))


def _get(holder: DictionaryObject, key: str) -> Any:
    value = holder.get(key)
    return value.get_object() if isinstance(value, IndirectObject) else value


def _words(value: Any) -> str:
    text = value.get_object() if isinstance(value, IndirectObject) else value
    if not isinstance(text, str):
        return ""
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(shown.split())[:_LONGEST]


def _remarks(facts: DocumentFacts, name: str) -> Iterator[Problem]:
    if not facts.texte:
        yield warning(
            "pdf-sans-texte",
            "Ce PDF est une image de pages numérisées : on ne peut ni l’écouter, ni y chercher.",
            "Enregistrez le PDF depuis le logiciel qui a servi à l’écrire. Si vous n’avez que le"
            " papier, passez le fichier à la reconnaissance de texte (OCR) et donnez l’essentiel"
            " dans la page.",
            file=name,
        )
    if not facts.titre:
        yield notice(
            "pdf-sans-titre",
            "Ce PDF n’a pas de titre : c’est le nom du fichier qui est lu à sa place.",
            "Donnez-lui un titre (Fichier › Propriétés › Description) avant l’export en PDF.",
            file=name,
        )
    if not facts.langue:
        yield notice(
            "pdf-sans-langue",
            "Ce PDF ne dit pas sa langue : une voix de synthèse peut le lire à l’anglaise.",
            "Choisissez la langue du document, et « PDF balisé » à l’export.",
            file=name,
        )


def _locked(name: str) -> Problem:
    return error(
        "pdf-protege",
        "Ce PDF demande un mot de passe : personne ne pourra l’ouvrir.",
        "Enregistrez-le de nouveau sans mot de passe, puis remplacez le fichier.",
        file=name,
    )


def _restricted(name: str) -> Problem:
    return warning(
        "pdf-restreint",
        "Ce PDF est protégé : les lecteurs d’écran peuvent en être empêchés.",
        "Enregistrez-le de nouveau sans protection ni mot de passe.",
        file=name,
    )


def _damaged(name: str) -> Problem:
    return warning(
        "pdf-abime",
        "Ce PDF est abîmé : certains lecteurs ne pourront pas l’ouvrir.",
        "Enregistrez-le de nouveau depuis le document d’origine, puis remplacez le fichier.",
        file=name,
    )


def _heavy(path: Path, name: str) -> Problem:
    size = path.stat().st_size >> 20
    return warning(
        "pdf-trop-lourd",
        f"Ce PDF pèse {size} Mo : il sera long à ouvrir, et n’a pas été vérifié.",
        "Réduisez la résolution de ses images, ou partagez-le en plusieurs fichiers.",
        file=name,
    )
