"""HTML of the things that appear both in bodies and in templates: pictures, links to files.

Pure functions that escape all they are given.
"""

import re
from html import escape

from factory.ground.french import sizes
from factory.ground.french.counts import NBSP
from factory.site.views import FileLink, Html, Picture

BODY_SIZES = "(min-width: 48rem) 44rem, 92vw"
"""The width a picture takes in the running text of the institutional theme."""

_WIDTH_DESCRIPTOR = re.compile(r"\s\d+w\b")


def picture_html(
    picture: Picture, sizes: str = BODY_SIZES, lazy: bool = True, alt: str | None = None
) -> Html:
    """A `<picture>`, or a bare `<img>` where there is no other source.

    `sizes` is printed only where the candidates carry widths; `alt` overrides the picture's own,
    for the places where it is decorative (a card, whose title already says it).
    """
    text = picture.alt if alt is None else alt
    # The pictures seen at once are asked for at once; the others wait until they come near.
    loading = ' loading="lazy" decoding="async"' if lazy else ""
    image = (
        f'<img src="{escape(picture.src)}" alt="{escape(text)}" '
        f'width="{picture.largeur}" height="{picture.hauteur}"{loading}>'
    )
    if not picture.sources:
        return Html(image)
    sources = "".join(
        f'<source type="{escape(source.type)}" srcset="{escape(source.srcset)}"'
        + (f' sizes="{escape(sizes)}"' if _WIDTH_DESCRIPTOR.search(source.srcset) else "")
        + ">"
        for source in picture.sources
    )
    return Html(f"<picture>{sources}{image}</picture>")


def figure_html(picture: Picture, sizes: str = BODY_SIZES, lazy: bool = True) -> Html:
    """The picture with its legend and credit; the picture alone where it has neither."""
    image = picture_html(picture, sizes, lazy)
    words = []
    if picture.legende:
        words.append(escape(picture.legende))
    if picture.credit:
        words.append(f"<small>{escape(_credit(picture))}</small>")
    if not words:
        return image
    # RGAA 1.9: its name is its caption. HTML now refuses the role that is asked as well.
    label = escape(" ".join(filter(None, (picture.legende, _credit(picture)))))
    return Html(
        f'<figure aria-label="{label}">{image}<figcaption>{" ".join(words)}</figcaption></figure>'
    )


def _credit(picture: Picture) -> str:
    return f"Crédit{NBSP}: {picture.credit}" if picture.credit else ""


def file_link_html(file: FileLink) -> Html:
    """A link to a document, which says its format and its size."""
    language = f' hreflang="{escape(file.langue)}"' if file.langue else ""
    return Html(
        f'<a class="fichier" href="{escape(file.url)}"{language}>{escape(file.titre)} '
        f"<small>({escape(file_details(file))})</small></a>"
    )


def file_details(file: FileLink) -> str:
    """« PDF, 1,2 Mo »; the language too where it is not French."""
    language = file.langue.lower().partition("-")[0]
    told = "" if language == "fr" else LANGUAGES.get(language, "")
    return ", ".join(part for part in (file.format, sizes.short(file.poids), told) if part)


LANGUAGES = {
    "ar": "en arabe",
    "de": "en allemand",
    "en": "en anglais",
    "es": "en espagnol",
    "it": "en italien",
    "oc": "en occitan",
    "pt": "en portugais",
    "uk": "en ukrainien",
}
