"""Documents that are downloaded: which ones, and how readers name them.

A whitelist: what is not on it is refused with a word, for a browser must never be handed a page
or a program that a town hall did not write.
"""

import zipfile
from pathlib import Path, PurePosixPath
from xml.parsers import expat

from factory.ground.problems import Problem, error
from factory.media.facts import DocumentFacts

MOST_MEMBERS = 20_000
_OPEN = "application/vnd.oasis.opendocument"
_OFFICE = "application/vnd.openxmlformats-officedocument"

_FORMATS: dict[str, tuple[str, str]] = {
    # extension: (as readers say it, media type)
    "pdf": ("PDF", "application/pdf"),
    "odt": ("ODT", f"{_OPEN}.text"),
    "ods": ("ODS", f"{_OPEN}.spreadsheet"),
    "odp": ("ODP", f"{_OPEN}.presentation"),
    "odg": ("ODG", f"{_OPEN}.graphics"),
    "docx": ("Word", f"{_OFFICE}.wordprocessingml.document"),
    "xlsx": ("Excel", f"{_OFFICE}.spreadsheetml.sheet"),
    "pptx": ("PowerPoint", f"{_OFFICE}.presentationml.presentation"),
    "doc": ("Word", "application/msword"),
    "xls": ("Excel", "application/vnd.ms-excel"),
    "ppt": ("PowerPoint", "application/vnd.ms-powerpoint"),
    "rtf": ("RTF", "application/rtf"),
    "epub": ("EPUB", "application/epub+zip"),
    "zip": ("ZIP", "application/zip"),
    "csv": ("CSV", "text/csv"),
    "tsv": ("TSV", "text/tab-separated-values"),
    "txt": ("texte", "text/plain"),
    "md": ("texte", "text/plain"),
    "json": ("JSON", "application/json"),
    "geojson": ("GeoJSON", "application/geo+json"),
    "ics": ("agenda iCalendar", "text/calendar"),
    "vcf": ("carte de visite", "text/vcard"),
    "gpx": ("tracé GPX", "application/gpx+xml"),
    "kml": ("carte KML", "application/vnd.google-earth.kml+xml"),
    "mp3": ("son MP3", "audio/mpeg"),
    "ogg": ("son OGG", "audio/ogg"),
    "flac": ("son FLAC", "audio/flac"),
    "wav": ("son WAV", "audio/wav"),
    "m4a": ("son M4A", "audio/mp4"),
    "mp4": ("vidéo MP4", "video/mp4"),
    "mov": ("vidéo MOV", "video/quicktime"),
    "webm": ("vidéo WebM", "video/webm"),
}
_BY_CONTENT = {
    form: form.lower()
    for form in ("PDF", "RTF", "ICS", "VCF", "GPX", "KML", "MP3", "OGG", "FLAC", "WAV", "M4A")
} | {"MP4": "mp4", "MOV": "mov", "WEBM": "webm"}
_ZIPPED = {_FORMATS[ext][1]: ext for ext in ("odt", "ods", "odp", "odg", "epub")}
_OFFICE_FOLDERS = {"word": "docx", "xl": "xlsx", "ppt": "pptx"}
_OLD_OFFICE = ("doc", "xls", "ppt")
_PICTURES = ("jpg", "jpeg", "png", "webp", "gif", "avif", "svg")
_PLAIN = ("csv", "tsv", "txt", "md", "json", "geojson")
_PAGES = ("http://www.w3.org/1999/xhtml ", "http://www.w3.org/2000/svg ")
"""The namespaces in which a browser that opens any XML would find scripts to run."""


def document_facts(path: Path, form: str, name: str) -> DocumentFacts | Problem:
    """Facts of a document whose first bytes say `form`; the problem that refuses it otherwise."""
    named = extension(name)
    if form == "ZIP":
        return _zipped(path, name)
    if form == "OLE":  # Word, Excel and PowerPoint of before 2007 share one container
        return facts_of(named) if named in _OLD_OFFICE else unknown(name)
    if form == "texte":  # nothing but its name tells a table from a program
        return facts_of(named) if named in _PLAIN else unknown(name)
    if form in ("GPX", "KML") and (refused := _shown_as_page(path, name)):
        return refused
    return facts_of(_BY_CONTENT[form]) if form in _BY_CONTENT else unknown(name)


def facts_of(ending: str) -> DocumentFacts:
    label, mime = _FORMATS[ending]
    return DocumentFacts(format=label, mime=mime, extension=ending)


def extension(name: str) -> str:
    """The ending of a file's name, in lower case, without the dot."""
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def misnamed(facts: DocumentFacts, name: str) -> Problem | None:
    """Web servers go by the name: one that is not a document's is refused, whatever it holds."""
    given = extension(name)
    if given in _FORMATS:
        return None
    return error(
        "extension-refusee",
        f"Ce fichier {facts.format} a un nom qui finit par « .{given} »."
        if given
        else f"Le nom de ce fichier {facts.format} n’a pas d’extension.",
        f"Renommez-le en « .{facts.extension} », là où il est cité aussi.",
        file=name,
    )


def unknown(name: str) -> Problem:
    """Why a file is refused whose bytes are of no known form; its name may say that they should."""
    named = extension(name)
    if named not in _FORMATS and named not in _PICTURES:
        return unpublishable(name)
    return error(
        "contenu-inattendu",
        f"Le nom de ce fichier finit par « .{named} », mais son contenu n’est pas celui d’un tel "
        "fichier : il est abîmé, incomplet ou mal nommé.",
        "Vérifiez qu’il s’ouvre sur votre ordinateur, enregistrez-le de nouveau sous ce format, "
        "puis remplacez le fichier.",
        file=name,
    )


def unpublishable(name: str) -> Problem:
    return error(
        "format-non-publie",
        "Ce type de fichier n’est pas publié.",
        "Enregistrez le document en PDF, ODT, Word, Excel ou CSV, une image en JPEG ou PNG,"
        " puis remplacez le fichier.",
        file=name,
    )


def web_page(name: str) -> Problem:
    return error(
        "fichier-page-web",
        "Ce fichier est une page web, quel que soit son nom : il n’est pas publié.",
        "Écrivez son texte dans une page du dossier « contenu », ou enregistrez-le en PDF.",
        file=name,
    )


def program(name: str) -> Problem:
    return error(
        "fichier-programme",
        "Ce fichier est un programme : il n’est pas publié.",
        "Retirez-le du dossier. S’il est arrivé par courriel, prévenez votre service informatique.",
        file=name,
    )


class _Page(Exception):
    """The XML would be shown as a page."""


def _shown_as_page(path: Path, name: str) -> Problem | None:
    """Read as a browser reads it: a name can be written in many ways (« xh&#116;ml »), styles make
    a page of any XML, and what stands before a fault is shown all the same."""

    def start(element: str, _: object) -> None:
        if element.startswith(_PAGES):
            raise _Page

    def refuse(*_: object) -> None:
        raise _Page

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.EntityDeclHandler = parser.ProcessingInstructionHandler = refuse
    try:
        with path.open("rb") as file:
            parser.ParseFile(file)
    except _Page:
        return web_page(name)
    except (expat.ExpatError, LookupError, ValueError):  # an encoding that nobody knows
        return _damaged(name)
    return None


def _damaged(name: str) -> Problem:
    return error(
        "document-illisible",
        "Ce document est abîmé : il ne peut pas être ouvert.",
        "Reprenez le document d’origine, vérifiez qu’il s’ouvre, puis remplacez le fichier.",
        file=name,
    )


def _zipped(path: Path, name: str) -> DocumentFacts | Problem:
    """An archive, or one of the formats that are one."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.namelist()
            if len(members) > MOST_MEMBERS:
                return unpublishable(name)
            declared = _mimetype(archive, members)
    except Exception:  # zipfile raises by what the bytes hold: bad numbers, unknown methods…
        return _damaged(name)
    if any(PurePosixPath(member).name == "vbaProject.bin" for member in members):
        return error(
            "document-avec-macros",
            "Ce document contient des macros, que les postes des lecteurs bloquent.",
            "Enregistrez-le sans macros (« .docx » ou « .xlsx ») ou en PDF.",
            file=name,
        )
    if declared in _ZIPPED:
        return facts_of(_ZIPPED[declared])
    if "[Content_Types].xml" in members:
        for folder, ending in _OFFICE_FOLDERS.items():
            if any(member.startswith(f"{folder}/") for member in members):
                return facts_of(ending)
    return facts_of("zip")


def _mimetype(archive: zipfile.ZipFile, members: list[str]) -> str:
    """OpenDocument and EPUB say what they are in a first, stored member."""
    if not members or members[0] != "mimetype":
        return ""
    with archive.open(members[0]) as member:
        return member.read(200).decode("ascii", errors="replace").strip()
