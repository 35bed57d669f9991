"""Pictures, as pages show them; and which pictures a site asks for."""

import re
from collections.abc import Mapping

from factory.content.document import Document
from factory.content.models.parts import Image
from factory.ground.problems import Problem, notice, warning
from factory.reception.lookup import Lookup
from factory.reception.sources import SourceFile
from factory.site.former_links import here
from factory.site.plan import Plan
from factory.site.views import Picture
from factory.site.where import place_of, where

_RESIZED = re.compile(r"-(?:\d{2,4}x\d{2,4}|scaled)(?=\.[A-Za-z]{3,4}$)")
"""What WordPress adds to the name of a smaller copy: « photo-300x200.jpg »."""


def of_document(plan: Plan, document: Document) -> Picture | None:
    """The picture that the front matter names."""
    image = document.meta.image
    if image is None:
        return None
    place = place_of(document, "image.fichier", "image")
    return described(plan, document, image, place)


def described(
    plan: Plan, document: Document, image: Image, place: tuple[int, int]
) -> Picture | None:
    picture = find(plan, document, image.fichier, image.alt or "", place)
    if picture is None or not (image.legende or image.credit):
        return picture
    return Picture(
        src=picture.src,
        largeur=picture.largeur,
        hauteur=picture.hauteur,
        alt=picture.alt,
        sources=picture.sources,
        legende=image.legende,
        credit=image.credit,
    )


def find(
    plan: Plan, document: Document, target: str, alt: str, place: tuple[int, int]
) -> Picture | None:
    """The picture that `target`, written in `document`, names; its files are then published."""
    snapshot = plan.snapshot
    lookup, files = snapshot.lookup, snapshot.files
    written = here(target, snapshot.commune.domaine)
    beside = _beside(lookup, files, document.path, written)
    path = beside or _of_that_name(lookup, files, written)
    if path is None:
        plan.problems.append(_missing(document, target, place))
        return None
    facts = plan.media.files.get(path)
    if beside is None:
        plan.problems.append(_from_afar(document, target, path, place))
    if facts is not None and not facts.picture:
        plan.problems.append(_no_picture(document, path, place))
        return None
    return at(plan, path, alt)


def at(plan: Plan, path: str, alt: str) -> Picture | None:
    """The picture at a path of the commune; None where it was refused (its fault is reported)."""
    plan.asked.add(path)
    made = plan.media.pictures.get(path)
    if made is None:
        return None
    for copy in made.copies:
        plan.copies[copy.path] = copy
    return Picture(
        src=made.src, largeur=made.width, hauteur=made.height, alt=alt, sources=made.sources
    )


def path_of(plan: Plan, base: str, target: str) -> str | None:
    """The file that a picture's target means, written in the file `base`."""
    snapshot = plan.snapshot
    return path_in(snapshot.lookup, snapshot.files, base, here(target, snapshot.commune.domaine))


def path_in(lookup: Lookup, files: Mapping[str, SourceFile], base: str, target: str) -> str | None:
    """The same, before there is a plan; from elsewhere, the one file of that name."""
    return _beside(lookup, files, base, target) or _of_that_name(lookup, files, target)


def _of_that_name(lookup: Lookup, files: Mapping[str, SourceFile], target: str) -> str | None:
    near = lookup.named(_bare(target))
    return near.path if near is not None and near.path in files else None


def _bare(target: str) -> str:
    return _RESIZED.sub("", target.partition("?")[0].partition("#")[0])


def _beside(lookup: Lookup, files: Mapping[str, SourceFile], base: str, target: str) -> str | None:
    """The file where the target says it is. A name may itself hold « ? » or « # ».

    The picture itself stands for a smaller copy of it that was left behind.
    """
    path = target.partition("?")[0].partition("#")[0]
    for wanted in (path, target, _RESIZED.sub("", path)):
        found = lookup.find(wanted, base) if wanted else None
        if found is not None and found.path in files:
            return found.path
    return None


def _no_picture(document: Document, path: str, place: tuple[int, int]) -> Problem:
    return warning(
        "fichier-pas-une-image",
        f"Le fichier {path} n’est pas une image : il n’est pas affiché.",
        "Pour proposer de le télécharger, écrivez un lien, sans « ! » devant.",
        **where(document, place),
    )


def _from_afar(document: Document, target: str, path: str, place: tuple[int, int]) -> Problem:
    return notice(
        "image-approximative",
        f"L’image « {target} » n’est pas là où le chemin le dit : c’est {path}, de même nom, "
        "qui est affichée.",
        "Si c’est bien elle, rien ne presse ; sinon, corrigez le chemin, qui se compte depuis ce "
        "fichier.",
        **where(document, place),
    )


def _missing(document: Document, target: str, place: tuple[int, int]) -> Problem:
    return warning(
        "image-introuvable",
        f"L’image « {target} » n’existe pas dans les fichiers de la commune : "
        "elle n’est pas affichée.",
        "Déposez le fichier à côté de la page ou dans « medias/ », ou corrigez son nom.",
        **where(document, place),
    )
