"""`draw`: the whole site of a snapshot, page by page."""

import posixpath
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from factory.archive.registre import Registre
from factory.content.document import Document
from factory.content.files import files_named
from factory.ground.problems import Problem, warning
from factory.reception.addresses import successor
from factory.reception.snapshot import Snapshot
from factory.site import (
    calendars,
    documents,
    generated,
    pictures,
    profiles,
    register,
    sittings,
)
from factory.site.addresses import Addresses, assign, folder_url
from factory.site.chrome import chrome
from factory.site.former_links import here
from factory.site.home import home
from factory.site.legal.fixed import FIXED
from factory.site.legal.pages import legal_pages
from factory.site.links import is_elsewhere
from factory.site.listings import listing
from factory.site.machines import feeds, manifest, open_data
from factory.site.outputs import Copy, Page, file_of
from factory.site.plan import Plan
from factory.site.records import Record, records
from factory.site.where import place_of, where

_LONGEST = 255
"""Characters of a file's name on the disk, which one step of a former address becomes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site drawn: its pages, the files they link to, and what drawing them met."""

    pages: tuple[Page, ...]
    copies: tuple[Copy, ...]
    online: Mapping[str, str]
    """Each lasting address and the file it shows: documents, folders, downloads."""
    unindexed: tuple[str, ...]
    """Downloads that search engines are asked to leave alone."""
    records: tuple[Record, ...]
    """What the search knows of its pages."""
    problems: tuple[Problem, ...]


def addresses(snapshot: Snapshot) -> Addresses:
    """Which visible document has which URL."""
    visible = (snapshot.documents[path] for path in sorted(snapshot.visible))
    return assign(visible, snapshot.registre.vivantes)


def pictures_wanted(snapshot: Snapshot) -> set[str]:
    """The files that some visible page shows or links to, by path: those of them that are
    pictures need their derivatives.
    """
    commune = snapshot.commune
    shown = (image for image in (commune.blason, commune.accueil.image) if image is not None)
    wanted = {"commune.yaml": [image.fichier for image in shown]}
    for path in snapshot.visible:
        document = snapshot.documents[path]
        wanted[path] = [reference.cible for reference in document.body.references]
        wanted[path] += files_named(document.meta)
    found = (
        pictures.path_in(snapshot.lookup, snapshot.files, base, target)
        for base, targets in wanted.items()
        for target in (here(written, commune.domaine) for written in targets)
        if not _is_elsewhere(target)
    )
    return {path for path in found if path is not None}


def draw(plan: Plan) -> Site:
    """Every page of the site, but for the redirections from its former addresses."""
    followed = feeds.feeds(plan)
    shared = chrome(plan, feeds.address(followed, "actualite"))
    data = open_data.files(plan)
    pages = [home(plan, shared)]
    for section in plan.sections.values():
        if section.folder and (section.type != "page" or not section.page):
            pages += listing(
                plan, shared, section,
                feed=feeds.address(followed, section.type),
                data=open_data.links(data) if section.type == "fiche" else (),
            )  # fmt: skip
    pages = register.pages(plan, shared, pages)
    plan.problems.extend(sittings.late(plan))
    listed = {page.source for page in pages if page.template != "publication_acte.html"}
    for path in plan.addresses.urls:
        if path not in listed:
            pages.append(documents.page(plan, shared, plan.document(path)))
    taken = {page.path for page in pages}
    made = [generated.plan_page(plan, shared), generated.not_found(plan, shared)]
    pages += [page for page in (*made, *legal_pages(plan, shared)) if page.path not in taken]
    pages += profiles.pages(plan, shared)
    pages += calendars.pages(plan)
    # A page of the commune's own at that address has no use for an index.
    found = records(plan, pages) if file_of(generated.SEARCH) not in taken else ()
    if found:
        pages.append(generated.search(plan, shared, found))
    pages += [generated.sitemap(plan, pages), generated.robots(plan)]
    pages += [*followed.values(), *data]
    described = manifest.manifest(plan)
    pages += [described] if described else []
    copies = _without_clashes(plan, pages)
    return Site(
        pages=tuple(sorted(pages, key=lambda page: page.path)),
        copies=copies,
        online=_online(plan, copies),
        unindexed=_unindexed(plan, copies),
        records=found,
        problems=(*plan.addresses.problems, *plan.problems),
    )


def former_addresses(
    plan: Plan, registre: Registre, site: Site
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Former URL → URL today, and the former URLs that lead nowhere any more (410).

    Nothing that `site` has is led elsewhere: web servers look at redirections first. What authors
    wrote under `redirections` comes before what the register noticed.
    """
    here = {file: url for url, file in registre.vivantes.items()}
    moved: dict[str, str] = {}
    gone: list[str] = []
    for url, file in registre.anciennes.items():
        target = successor(registre, file, here)
        if target:
            moved[url] = here[target]
        else:
            gone.append(url)
    files = {page.path for page in site.pages} | {copy.path for copy in site.copies}
    for url, target in _declared(plan, files).items():
        moved[url] = target
    taken = set(plan.addresses.owners) | {section.url for section in plan.sections.values()}
    taken |= set(FIXED) | {url for url in (*moved, *gone) if file_of(url) in files}
    moved = {url: target for url, target in sorted(moved.items()) if url not in taken | {target}}
    return moved, tuple(sorted(set(gone) - set(moved) - taken))


def _declared(plan: Plan, files: Container[str]) -> dict[str, str]:
    declared: dict[str, str] = {}
    taken = set(plan.addresses.owners)
    for path, url in plan.addresses.urls.items():
        document = plan.document(path)
        for rank, former in enumerate(document.meta.redirections):
            address = _former(former)
            if max(map(len, address.split("/"))) > _LONGEST:
                plan.problems.append(_too_long(document, former, rank))
            elif address in taken or file_of(address) in files or address.startswith("/_"):
                if address != url:
                    plan.problems.append(_is_a_page(document, former, rank))
            else:
                declared.setdefault(address, url)
    return declared


def _former(written: str) -> str:
    """A former address as its author wrote it, with or without the site's name."""
    path = written.split("://", 1)[-1]
    if path != written:
        path = "/" + path.partition("/")[2]
    if path.endswith("/index.html"):
        path = path.removesuffix("index.html")
    if posixpath.splitext(path)[1]:
        return "/" + path.lstrip("/")
    return folder_url(path)


def _without_clashes(plan: Plan, pages: Iterable[Page]) -> tuple[Copy, ...]:
    """Downloads whose path is not a page's: a page always keeps its own."""
    taken = {page.path for page in pages}
    kept = []
    for path, copy in sorted(plan.copies.items()):
        if path in taken or path.startswith("_theme/"):
            plan.problems.append(
                warning(
                    "adresse-en-double",
                    f"Le fichier « {copy.source} » aurait la même adresse qu’une page du site : "
                    "il n’est pas publié.",
                    "Renommez le fichier.",
                    file=copy.source,
                )
            )
        else:
            kept.append(copy)
    return tuple(kept)


def _online(plan: Plan, copies: Iterable[Copy]) -> dict[str, str]:
    online = dict(plan.addresses.owners)
    for section in plan.sections.values():
        online.setdefault(
            section.url, f"contenu/{section.folder}/" if section.folder else "contenu/"
        )
    for copy in copies:
        if not copy.fingerprinted:
            online["/" + copy.path] = copy.source
    return dict(sorted(online.items()))


def _unindexed(plan: Plan, copies: Iterable[Copy]) -> tuple[str, ...]:
    """The downloads beside or named by the pages that ask not to be indexed."""
    hidden = set()
    for path in plan.addresses.urls:
        document = plan.document(path)
        if document.meta.indexer:
            continue
        named = [r.cible for r in document.body.references] + [*files_named(document.meta)]
        for target in named:
            lookup, target = plan.snapshot.lookup, here(target, plan.snapshot.commune.domaine)
            found = (lookup.find(target, path) or lookup.named(target)) if target else None
            if found:
                hidden.add(found.path)
    return tuple(sorted("/" + copy.path for copy in copies if copy.source in hidden))


def _is_elsewhere(target: str) -> bool:
    try:
        return is_elsewhere(target)
    except ValueError:
        return True


def _too_long(document: Document, former: str, rank: int) -> Problem:
    return warning(
        "redirection-ignoree",
        f"« {former[:40]}… » est trop long pour être une adresse : rien n’y mène.",
        "Recopiez l’ancienne adresse depuis la barre du navigateur, une par ligne.",
        **where(document, place_of(document, f"redirections.{rank}", "redirections")),
    )


def _is_a_page(document: Document, former: str, rank: int) -> Problem:
    place = place_of(document, f"redirections.{rank}", "redirections")
    return warning(
        "redirection-ignoree",
        f"« {former} » est l’adresse d’une page en ligne : elle ne peut pas être redirigée.",
        "Retirez cette ligne de « redirections », ou changez l’adresse de l’autre page.",
        **where(document, place),
    )
