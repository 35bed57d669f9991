"""What stands for a picture to those who do not see it."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from factory.audit.written import Written
from factory.ground.problems import Problem, notice, warning

_EMPTY_WORDS = re.compile(
    r"(?:une |l'|la |le )?(?:image|photo|photographie|illustration|visuel|picture|img|dessin|"
    r"capture(?: d'ecran)?|vignette|sans titre|untitled|alt|texte alternatif)[ _-]*\d*"
)
_MADE_BY_A_DEVICE = re.compile(
    r"(?:img|dsc[nf]?|pict|photo|image|screenshot|capture|p|sam)[ _-]?\d{2,}.*"
)
_EXTENSION = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|tiff?|bmp|heic)$")
_OF_TEXT = re.compile(
    r"\b(?:affiche|flyer|tract|depliant|prospectus|programme|scan|faire-part)s?\b"
)
LONGEST = 160
"""Characters of an alternative; a longer one is a text, and belongs in the page."""
_ENOUGH = 220
"""Letters of a page that says itself what the poster it shows says."""


def remarks(source: Written) -> Iterator[Problem]:
    for file, alt, where in _pictures(source):
        if alt and _useless(source, file, alt):
            yield warning(
                "alternative-inutile",
                f"Le texte de remplacement « {alt} » ne dit pas ce que l’image montre "
                "(RGAA, critère 1.3).",
                "Décrivez ce que l’on voit et qui compte ici, en une phrase : « Le marché, un "
                'samedi matin ». Une image décorative s’écrit avec "".',
                **where,
            )
        elif alt and len(alt) > LONGEST:
            yield notice(
                "alternative-longue",
                f"Le texte de remplacement fait {len(alt)} caractères : il s’écoute d’un trait, "
                "sans pause ni retour (RGAA, critère 1.3).",
                f"Gardez l’essentiel en moins de {LONGEST} caractères, et donnez le reste dans "
                "la page.",
                **where,
            )
        if _shows_text(source, file, alt or ""):
            yield notice(
                "image-de-texte",
                f"L’image « {PurePosixPath(file).name} » semble être une affiche, et la page dit "
                "peu de choses : ce qu’on y lit échappe à qui ne la voit pas, à la recherche et "
                "aux petits écrans (RGAA, critère 1.8).",
                "Écrivez dans la page ce que dit l’affiche : quoi, quand, où, combien, pour qui.",
                **where,
            )


def _pictures(source: Written) -> Iterator[tuple[str, str | None, dict[str, Any]]]:
    """File, alternative, where it is written."""
    own = source.document.meta.image
    if own is not None:
        key = "image.alt" if "image.alt" in source.document.places else "image"
        yield own.fichier, own.alt, source.key(key)
    for reference in source.document.body.references:
        if reference.nature == "image":
            yield reference.cible, reference.alt, source.at(reference.line, reference.column)


def _useless(source: Written, file: str, alt: str) -> bool:
    said = source.folded(alt)
    name = source.folded(PurePosixPath(file).name)
    stem = name.rpartition(".")[0] or name
    named = said in (name, stem) and (said == name or bool(re.search(r"[\d_-]", stem)))
    return (
        named
        or bool(_EXTENSION.search(said))
        or bool(_EMPTY_WORDS.fullmatch(said))
        or bool(_MADE_BY_A_DEVICE.fullmatch(said))
    )


def _shows_text(source: Written, file: str, alt: str) -> bool:
    told = source.folded(f"{PurePosixPath(file).stem} {alt}").replace("_", " ").replace("-", " ")
    letters = sum(map(str.isalpha, source.document.body.texte))
    return bool(_OF_TEXT.search(told)) and letters + len(alt) < _ENOUGH
