"""Examine a file: what it is, by its bytes, and whether it may be published."""

from pathlib import Path

from factory.ground.problems import Problem, error, notice
from factory.media.documents import (
    document_facts,
    extension,
    misnamed,
    program,
    unknown,
    web_page,
)
from factory.media.facts import DocumentFacts, Examined, PictureFacts
from factory.media.picture import FORMATS, Refused, picture_facts
from factory.media.signatures import HEAD, recognise
from factory.media.svg import drawing

_ENDINGS = {
    "JPEG": ("jpg", "jpeg", "jpe", "jfif"),
    "TIFF": ("tif", "tiff"),
    "MP3": ("mp3",),
    "Word": ("doc", "docx"),
    "Excel": ("xls", "xlsx"),
    "PowerPoint": ("ppt", "pptx"),
}
_UNTOLD = ("texte", "ZIP")
"""Formats whose ending says more than the bytes: no notice for those."""


def examine(path: Path, name: str) -> Examined:
    """The facts of the file at `path`, which problems call `name` (its path in the commune).

    Never raises on what the bytes hold, MemoryError apart. A picture costs its header, a PDF a
    look at its first pages, whose time only a child's limits bound.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        return Examined(facts=None, problems=(_empty(name),))
    form = recognise(head)
    if refusal := _refused(form, name):
        return Examined(facts=None, problems=(refusal,))
    examined = _known(path, form, name)
    if isinstance(examined.facts, DocumentFacts) and (bad := misnamed(examined.facts, name)):
        return Examined(facts=None, problems=(bad,))
    if examined.facts and (remark := _ending(examined.facts, name)):
        return Examined(facts=examined.facts, problems=(*examined.problems, remark))
    return examined


def _known(path: Path, form: str, name: str) -> Examined:
    if form in FORMATS:
        try:
            picture = picture_facts(path, form, name)
        except Refused as refusal:
            return Examined(facts=None, problems=(refusal.problem,))
        return Examined(facts=picture, problems=(_moves(name),) if picture.anime else ())
    if form == "SVG":
        drawn = drawing(path, name)
        if isinstance(drawn, Problem):
            return Examined(facts=None, problems=(drawn,))
        return Examined(facts=drawn.facts)
    if form == "PDF":
        # pypdf is slow to import, and most builds examine no new PDF.
        from factory.media.pdf import pdf_facts

        facts, problems = pdf_facts(path, name)
        return Examined(facts=facts, problems=problems)
    told = document_facts(path, form, name)
    if isinstance(told, Problem):
        return Examined(facts=None, problems=(told,))
    return Examined(facts=told)


def _refused(form: str, name: str) -> Problem | None:
    if form == "page web":
        return web_page(name)
    if form == "programme":
        return program(name)
    if form == "HEIC":
        return error(
            "image-heic",
            "Cette photo est au format HEIC, que les navigateurs ne savent pas montrer.",
            "Exportez-la en JPEG : sur iPhone, Réglages › Appareil photo › Formats › « Le plus"
            " compatible », ou envoyez-la-vous par courriel ; sur un ordinateur, ouvrez-la et"
            " choisissez « Exporter… », puis JPEG.",
            file=name,
        )
    if form == "image-autre":
        return error(
            "image-non-prise-en-charge",
            "Ce format d’image n’est pas pris en charge.",
            "Ouvrez l’image dans un logiciel de dessin ou de photos, enregistrez-la en PNG ou en"
            " JPEG, puis remplacez le fichier.",
            file=name,
        )
    return None if form else unknown(name)


def _ending(facts: PictureFacts | DocumentFacts, name: str) -> Problem | None:
    """A notice where the file's name says something else than its bytes."""
    given = extension(name)
    usual = facts.extension if isinstance(facts, DocumentFacts) else facts.format.lower()
    if given in _ENDINGS.get(facts.format, (usual,)) or facts.format in _UNTOLD:
        return None
    written = f"« .{given} »" if given else "rien"
    return notice(
        "extension-trompeuse",
        f"Le nom de ce fichier finit par {written}, mais c’est un fichier {facts.format}.",
        f"Il est publié pour ce qu’il est. Pour faire disparaître ce message, renommez-le en"
        f" « .{_ENDINGS.get(facts.format, (usual,))[0]} », là où il est cité aussi.",
        file=name,
    )


def _moves(name: str) -> Problem:
    return notice(
        "image-animee",
        "Cette image bouge sans que le lecteur puisse l’arrêter : certains en sont gênés.",
        "Préférez une image fixe, ou une animation de moins de cinq secondes, jouée une fois.",
        file=name,
    )


def _empty(name: str) -> Problem:
    return error(
        "fichier-vide",
        "Ce fichier est vide.",
        "Copiez-le de nouveau : l’envoi a sans doute été interrompu.",
        file=name,
    )
