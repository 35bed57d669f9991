"""Addresses: from a file's place to its URL (DESIGN §5 « Addresses »)."""

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from factory.content.document import Document
from factory.ground.problems import Problem, error, notice
from factory.ground.slugs import slug
from factory.site.where import place_of, where

FOLDER_PAGES = ("index", "_index", "readme")
HOME = ("accueil", *FOLDER_PAGES)
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Which document has which URL."""

    urls: Mapping[str, str]
    """Document path → URL."""
    owners: Mapping[str, str]
    """URL → document path."""
    problems: tuple[Problem, ...]


def is_home(path: str) -> bool:
    folder, name = posixpath.split(path)
    return folder == "contenu" and posixpath.splitext(name)[0].lower() in HOME


def is_folder_page(path: str) -> bool:
    """Whether the document is its folder's page (`index.md`, `_index.md`, `README.md`)."""
    return posixpath.splitext(posixpath.basename(path))[0].lower() in FOLDER_PAGES


def address(document: Document) -> str:
    """The URL that a document asks for."""
    if document.meta.permalien:
        return _cleaned(document.meta.permalien)
    if is_home(document.path):
        return "/"
    return _by_place(document.path, dated=False)


def _by_place(path: str, dated: bool) -> str:
    folder, name = posixpath.split(path)
    segments = folder.split("/")[1:]
    if not is_folder_page(path):
        stem = posixpath.splitext(name)[0]
        segments.append(stem if dated else _DATED.sub("", stem, count=1) or stem)
    return folder_url("/".join(segments))


def folder_url(folder: str) -> str:
    """« mairie/Vie scolaire » → « /mairie/vie-scolaire/ »."""
    segments = [slug(part) for part in folder.split("/") if part]
    return "/" + "".join(f"{part}/" for part in segments)


def file_url(path: str, extension: str = "") -> str:
    """The URL of a file to download: its place, in plain characters.

    `extension` is what its content calls for: the web server goes by the name.
    """
    folder, name = posixpath.split(path.removeprefix("contenu/"))
    stem, written = posixpath.splitext(name)
    ending = extension or "".join(c for c in written.lower() if c.isalnum())
    return folder_url(folder) + slug(stem) + (f".{ending}" if ending else "")


def assign(documents: Iterable[Document], living: Mapping[str, str]) -> Addresses:
    """One URL each. Two documents for one: the one already online keeps it, else the first in
    order; the other is left out, with a problem that names both. Where the other's name has a
    date that addresses leave out (a sitting a month, all called alike), it takes it back.

    `living` is the register's addresses. `/_…/` is the factory's.
    """
    problems: list[Problem] = []
    claims: dict[str, list[Document]] = {}
    for document in documents:
        url = address(document)
        if url.startswith("/_"):
            problems.append(_reserved(document, url))
        else:
            claims.setdefault(url, []).append(document)
    owners: dict[str, str] = {}
    others: list[tuple[Document, str]] = []
    for url, candidates in claims.items():
        paths = [document.path for document in candidates]
        kept = living[url] if living.get(url) in paths else min(paths, key=_precedence)
        owners[url] = kept
        others += [(document, url) for document in candidates if document.path != kept]
    for document, url in sorted(others, key=lambda pair: pair[0].path):
        dated = _by_place(document.path, dated=True)
        if _is_readme(document.path) and posixpath.dirname(owners[url]) == posixpath.dirname(
            document.path
        ):
            problems.append(_read_me(document, owners[url]))
        elif document.meta.permalien or dated == url or dated in owners:
            problems.append(_taken(document, url, owners[url]))
        else:
            owners[dated] = document.path
            problems.append(_dated(document, dated, url, owners[url]))
    owners = dict(sorted(owners.items()))
    return Addresses(
        urls={path: url for url, path in owners.items()}, owners=owners, problems=tuple(problems)
    )


def _precedence(path: str) -> tuple[int, str]:
    """`accueil.md` before `index.md` before `_index.md` before `README.md`; then by path."""
    stem = posixpath.splitext(posixpath.basename(path))[0].lower()
    return (HOME.index(stem) if stem in HOME else len(HOME), path)


def _cleaned(wanted: str) -> str:
    url = folder_url(wanted.removesuffix("index.html").removesuffix(".html"))
    return url or "/"


def _taken(document: Document, url: str, kept: str) -> Problem:
    place = place_of(document, "adresse")
    return error(
        "adresse-en-double",
        f"L’adresse {url} est déjà celle de {kept} : cette page n’est pas publiée.",
        "Renommez l’un des deux fichiers, ou donnez à celui-ci une autre « adresse ».",
        **where(document, place),
    )


def _is_readme(path: str) -> bool:
    return posixpath.splitext(posixpath.basename(path))[0].lower() == "readme"


def _read_me(document: Document, kept: str) -> Problem:
    return notice(
        "adresse-en-double",
        f"La page de ce dossier est {kept} : ce fichier-ci n’est pas publié.",
        "Rien à faire, s’il n’est là que pour ceux qui tiennent le site.",
        **where(document),
    )


def _dated(document: Document, dated: str, url: str, kept: str) -> Problem:
    return notice(
        "adresse-datee",
        f"L’adresse {url} est celle de {kept} : cette page est à l’adresse {dated}.",
        "Pour une adresse plus courte, ajoutez la clé « adresse ».",
        **where(document),
    )


def _reserved(document: Document, url: str) -> Problem:
    place = place_of(document, "adresse")
    return error(
        "adresse-reservee",
        f"L’adresse {url} est réservée à l’usine : cette page n’est pas publiée.",
        "Renommez le fichier, ou donnez-lui une autre « adresse ».",
        **where(document, place),
    )
