"""Where the references of a document lead: a page, a file to download, another site, or nowhere."""

import posixpath
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

from factory.content.document import Document
from factory.ground.problems import Problem, notice, warning
from factory.reception.lookup import Found
from factory.site.addresses import file_url
from factory.site.former_links import here
from factory.site.legal.fixed import FIXED
from factory.site.outputs import Copy
from factory.site.plan import Plan
from factory.site.views import FileLink
from factory.site.where import where


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where a link leads. `url` empty: nowhere, and a problem was reported."""

    url: str
    document: str = ""
    """The document's path, for a page of the site."""
    file: FileLink | None = None


def is_elsewhere(target: str) -> bool:
    """Whether the target has a scheme or a host of its own."""
    parts = urlsplit(target.strip())
    return bool(parts.scheme or parts.netloc)


def follow(plan: Plan, document: Document, target: str, place: tuple[int, int]) -> Destination:
    """What `target`, as written in `document`, leads to. Dead ends are reported in `plan`."""
    try:
        written = here(target, plan.snapshot.commune.domaine)
        elsewhere = is_elsewhere(written)
        parts = urlsplit(written)
    except ValueError:
        plan.problems.append(_dead(document, target, place))
        return Destination(url="")
    if elsewhere:
        return Destination(url=target.strip())
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    if not parts.path:
        return Destination(url=fragment or plan.addresses.urls[document.path])
    found = plan.snapshot.lookup.find(parts.path, document.path)
    if found is None:
        return _by_address(plan, document, parts.path, target, fragment, place)
    return _found(plan, document, found, target, fragment, place)


def _found(
    plan: Plan,
    document: Document,
    found: Found,
    target: str,
    fragment: str,
    place: tuple[int, int],
) -> Destination:
    if not found.exact:
        plan.problems.append(_inexact(document, target, found.path, place))
    if found.path in plan.snapshot.documents:
        return _page(plan, document, found.path, target, fragment, place)
    link = download(plan, found.path)
    if link is None:
        plan.problems.append(_not_published(document, target, found.path, place))
        return Destination(url="")
    return Destination(url=link.url, file=link)


def download(plan: Plan, path: str, title: str = "") -> FileLink | None:
    """The link to a file of the commune, which is then published; None where it was refused."""
    plan.asked.add(path)
    facts = plan.media.files.get(path)
    if facts is None:
        return None
    if facts.picture:
        return _picture(plan, path, title)
    file = plan.snapshot.files[path]
    url = file_url(path, facts.extension)
    output = unquote(url).lstrip("/")
    taken = plan.copies.setdefault(
        output, Copy(path=output, digest=file.digest, size=file.size, source=path)
    )
    if taken.digest != file.digest:
        # Two names that differ only by case or accents: the second keeps apart by its digest.
        stem, ending = posixpath.splitext(url)
        url = f"{stem}-{file.digest[:8]}{ending}"
        output = url.lstrip("/")
        plan.copies[output] = Copy(path=output, digest=file.digest, size=file.size, source=path)
    stem = posixpath.splitext(posixpath.basename(path))[0]
    return FileLink(
        titre=title or facts.title or stem.replace("-", " ").replace("_", " "),
        url=url,
        format=facts.label,
        poids=file.size,
        langue=facts.language,
    )


def _picture(plan: Plan, path: str, title: str) -> FileLink | None:
    """A link to a picture leads to its largest derivative, which holds nothing but pixels."""
    made = plan.media.pictures.get(path)
    if made is None:
        return None
    for copy in made.copies:
        plan.copies[copy.path] = copy
    size = next(copy.size for copy in made.copies if "/" + copy.path == made.src)
    ending = posixpath.splitext(made.src)[1]
    return FileLink(
        titre=title or posixpath.splitext(posixpath.basename(path))[0].replace("-", " "),
        url=made.src,
        format={"jpg": "JPEG"}.get(ending[1:], ending[1:].upper()),
        poids=size,
    )


def _page(
    plan: Plan, document: Document, path: str, target: str, fragment: str, place: tuple[int, int]
) -> Destination:
    if not plan.online(path):
        plan.problems.append(
            warning(
                "lien-vers-page-hors-ligne",
                f"Le lien « {target} » mène à une page qui n’est pas en ligne.",
                "Publiez cette page, ou retirez le lien. En attendant, le texte reste, sans lien.",
                **where(document, place),
            )
        )
        return Destination(url="")
    ids = {heading.id for heading in plan.document(path).body.headings}
    if fragment and unquote(fragment[1:]) not in ids and fragment != "#contenu":
        plan.problems.append(
            notice(
                "ancre-absente",
                f"La page visée par « {target} » n’a pas de partie « {fragment[1:]} ».",
                "Vérifiez le titre visé : le lien mène au début de la page.",
                **where(document, place),
            )
        )
    return Destination(url=plan.addresses.urls[path] + fragment, document=path)


def _by_address(
    plan: Plan,
    document: Document,
    path: str,
    target: str,
    fragment: str,
    place: tuple[int, int],
) -> Destination:
    """A link written as the address that a reader sees rather than as a file."""
    here = plan.addresses.urls.get(document.path, "/")
    url = posixpath.join("/", unquote(urljoin(here, path)))
    for candidate in (url, url.rstrip("/") + "/", url.removesuffix("index.html")):
        owner = plan.addresses.owners.get(candidate)
        if owner is not None:
            return _page(plan, document, owner, target, fragment, place)
        if any(section.url == candidate for section in plan.sections.values()):
            return Destination(url=candidate + fragment)
        if candidate in FIXED:
            return Destination(url=candidate + fragment)
    if owner := plan.former.get(url.rstrip("/")):
        return _page(plan, document, owner, target, fragment, place)
    held = plan.held_back.find(path, document.path)
    near = plan.snapshot.lookup.named(path) if held is None else None
    if near is not None:
        return _found(plan, document, near, target, fragment, place)
    if held is None and is_elsewhere(target):
        return Destination(url=target.strip())  # on the commune's own domain, and not made here
    problem = _held_back(document, target, held.path, place) if held else None
    plan.problems.append(problem or _dead(document, target, place))
    return Destination(url="")


def _held_back(document: Document, target: str, path: str, place: tuple[int, int]) -> Problem:
    return warning(
        "lien-vers-page-hors-ligne",
        f"Le lien « {target} » mène à une page qui n’est pas en ligne.",
        f"Corrigez d’abord l’erreur signalée dans {path}. En attendant, le texte reste, sans lien.",
        **where(document, place),
    )


def _dead(document: Document, target: str, place: tuple[int, int]) -> Problem:
    return warning(
        "lien-mort",
        f"Le lien « {target} » ne mène à aucun fichier de la commune.",
        "Corrigez le chemin (il se compte depuis ce fichier). "
        "En attendant, le texte reste, sans lien.",
        **where(document, place),
    )


def _inexact(document: Document, target: str, path: str, place: tuple[int, int]) -> Problem:
    return notice(
        "lien-approximatif",
        f"Le lien « {target} » est écrit autrement que le fichier {path}.",
        "Le lien fonctionne ; écrivez-le comme le fichier (dossiers, majuscules, accents).",
        **where(document, place),
    )


def _not_published(document: Document, target: str, path: str, place: tuple[int, int]) -> Problem:
    return warning(
        "fichier-non-publie",
        f"Le fichier « {path} » a été refusé : le lien « {target} » ne mène nulle part.",
        "Voyez le problème signalé pour ce fichier. En attendant, le texte reste, sans lien.",
        **where(document, place),
    )
