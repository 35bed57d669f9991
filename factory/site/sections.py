"""The tree of a site: folders of `contenu/`, their pages, the sections below."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass

from factory.content import models
from factory.content.document import Document
from factory.content.kind import numbered, without_serial
from factory.site.addresses import Addresses, folder_url, is_folder_page, is_home
from factory.site.words import FOLDERS, collation


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A folder that has something online. `url` is where its page or its listing is."""

    folder: str
    """Relative to `contenu/`, « mairie/services »; empty for the root."""
    url: str
    titre: str
    page: str
    """The document that is the folder's own page; empty where the factory makes one."""
    documents: tuple[str, ...]
    """Its documents, in the order they are shown, its own page apart."""
    sections: tuple[str, ...]
    """The folders right below, in the order they are shown."""
    ordre: int | None = None

    @property
    def type(self) -> str:
        """The type its listing is of: « actualite »… or « page »."""
        return models.FOLDERS.get(self.folder.split("/")[0], "page")


Sections = Mapping[str, Section]

_OFFICES = (
    "maire", "premier", "deuxieme", "second", "troisieme", "quatrieme", "cinquieme", "sixieme",
    "septieme", "huitieme", "neuvieme", "dixieme", "adjoint", "conseiller municipal delegue",
    "conseillere municipale deleguee", "conseill",
)  # fmt: skip
"""How the offices of a council begin, folded, in the order of protocol."""


def sections(documents: Mapping[str, Document], addresses: Addresses) -> Sections:
    """Every folder with a document online in it or below, by folder."""
    inside: dict[str, list[str]] = {"": []}
    pages: dict[str, str] = {}
    for path in addresses.urls:
        folder = posixpath.dirname(path).removeprefix("contenu").lstrip("/")
        _open(inside, folder)
        if is_home(path):
            pages[""] = path
        elif is_folder_page(path):
            pages[folder] = path
        else:
            inside[folder].append(path)
    for folder in inside:
        # « services.md » beside « services/ » is that folder's page: they have one address.
        owner = addresses.owners.get(folder_url(folder), "") if folder not in pages else ""
        if owner and not is_home(owner) and not is_folder_page(owner):
            pages[folder] = owner
            inside[posixpath.dirname(owner).removeprefix("contenu").lstrip("/")].remove(owner)
    below: dict[str, list[str]] = {folder: [] for folder in inside}
    for folder in inside:
        if folder:
            below[posixpath.dirname(folder)].append(folder)
    made: dict[str, Section] = {}
    for folder in sorted(inside, key=_deepest_first):
        page = pages.get(folder, "")
        document = documents.get(page)
        made[folder] = Section(
            folder=folder,
            url=addresses.urls[page] if page else folder_url(folder),
            titre=document.meta.titre if document else folder_title(folder),
            page=page,
            documents=tuple(sorted(inside[folder], key=lambda p: page_order(documents[p]))),
            sections=tuple(sorted(below[folder], key=lambda f: _section_order(made[f]))),
            ordre=_order(document, folder),
        )
    return dict(sorted(made.items()))


def folder_title(folder: str) -> str:
    """A folder without a page of its own is called by its name."""
    name = numbered(without_serial(posixpath.basename(folder)))[1]
    return FOLDERS.get(folder) or name.replace("-", " ").replace("_", " ").strip().capitalize()


def page_order(document: Document) -> tuple[int, str, str]:
    """By `ordre` or the number of its name, then by title, then by path."""
    stem = posixpath.splitext(posixpath.basename(document.path))[0]
    return (*rank(_order(document, stem)), collation(document.meta.titre), document.path)


def protocol(document: Document) -> tuple[int | str, ...]:
    """Members of the council: by `ordre`; then the mayor, the deputies, the councillors; then by
    name."""
    meta = document.meta
    if not isinstance(meta, models.Elu):
        return (*rank(meta.ordre), len(_OFFICES), collation(meta.titre), document.path)
    office = collation(meta.fonction)
    place = next((n for n, start in enumerate(_OFFICES) if office.startswith(start)), len(_OFFICES))
    place = len(_OFFICES) if "honoraire" in office else place
    return (*rank(meta.ordre), place, collation(f"{meta.nom} {meta.prenom}"), document.path)


def _order(document: Document | None, name: str) -> int | None:
    """What is written, else the number that the file's or folder's name begins with."""
    written = document.meta.ordre if document else None
    return numbered(posixpath.basename(name))[0] if written is None else written


def rank(ordre: int | None) -> tuple[int]:
    return (1_000_000 if ordre is None else ordre,)


def _section_order(section: Section) -> tuple[int, str, str]:
    return (*rank(section.ordre), collation(section.titre), section.folder)


def _open(inside: dict[str, list[str]], folder: str) -> None:
    while folder and folder not in inside:
        inside[folder] = []
        folder = posixpath.dirname(folder)


def _deepest_first(folder: str) -> tuple[int, str]:
    return (-len(folder.split("/")) if folder else 0, folder)
