"""Recipes: which derivatives a picture has, and the key under which each is kept for ever."""

from dataclasses import dataclass, field
from functools import cache
from typing import Literal

import PIL
from PIL import features

from factory.ground.digests import digest_of
from factory.ground.slugs import slug
from factory.media.facts import PictureFacts

Format = Literal["avif", "webp", "jpeg", "png", "gif", "svg"]

WIDTHS = (480, 960, 1600)
"""Pixels: a phone, a column or a phone of twice the density, a full page."""
REVISION = 1
"""To be raised whenever the code of this room gives other bytes for the same recipe."""

_LONGEST_NAME = 60
_CLOSE = 0.85
"""A width this near the original's adds a file and spares nobody anything."""
_TALLEST = 8_000
_TALLEST_EVER = 16_000
"""Pixels: WebP goes no further. Only a picture a few pixels wide is squeezed to it."""
_WIDEST_PNG = 960
_WIDEST_MOVING, _WIDEST_GIF = 640, 320
_QUALITIES: dict[Format, int] = {"avif": 55, "webp": 74, "jpeg": 76}
_ENDINGS = {"jpeg": "jpg"}
_CODECS = ("avif", "webp", "libjpeg_turbo", "jpg", "zlib", "zlib_ng", "littlecms2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One derivative: its format, and its size in pixels. Metadata are always stripped."""

    format: Format
    largeur: int
    hauteur: int
    qualite: int = 0
    anime: bool = False
    revision: int = field(default=REVISION)

    @property
    def mime(self) -> str:
        return "image/svg+xml" if self.format == "svg" else f"image/{self.format}"

    @property
    def extension(self) -> str:
        return _ENDINGS.get(self.format, self.format)

    def key(self, source_digest: str) -> str:
        """What the derivative's bytes depend on: the source's bytes, the recipe, the codecs."""
        return digest_of((source_digest, self, codecs()))


def recipes(facts: PictureFacts) -> tuple[Recipe, ...]:
    """The derivatives of a picture: the best format first, widths growing, none enlarged.

    The last format is the fallback that every browser reads: JPEG, or PNG where there may be
    transparency, or GIF where it moves. A drawing is one SVG.
    """
    if facts.format == "SVG":
        return (Recipe(format="svg", largeur=facts.largeur, hauteur=facts.hauteur),)
    if facts.anime:
        return _sized(facts, "webp", _WIDEST_MOVING), _sized(facts, "gif", _WIDEST_GIF)
    fallback: Format = "png" if facts.alpha else "jpeg"
    formats: tuple[Format, ...] = ("avif", "webp", fallback)
    return tuple(
        _sized(facts, form, width)
        for form in formats
        for width in _widths(facts)
        if form != "png" or width <= _WIDEST_PNG or width == _widths(facts)[0]
    )


def filename(stem: str, recipe: Recipe, key: str) -> str:
    """« place-de-la-mairie-480.0123456789ab.avif »: the same name, always the same bytes."""
    name = slug(stem, fallback="image")[:_LONGEST_NAME].strip("-")
    size = "" if recipe.format == "svg" else f"-{recipe.largeur}"
    return f"{name}{size}.{key[:12]}.{recipe.extension}"


@cache
def codecs() -> tuple[str, ...]:
    """The versions of all that turns pixels into bytes."""
    known = (f"{name} {features.version(name)}" for name in _CODECS)
    encoders = _encoders() if features.check("avif") else ""
    return (f"pillow {PIL.__version__}", *known, encoders)


def _encoders() -> str:
    """libavif only frames pictures; what encodes them is named apart."""
    from PIL import _avif

    return str(_avif.codec_versions())


def _widths(facts: PictureFacts) -> tuple[int, ...]:
    tallest = max(1, facts.largeur * _TALLEST // facts.hauteur)
    largest = min(facts.largeur, WIDTHS[-1], tallest)
    return (*(width for width in WIDTHS if width <= largest * _CLOSE), largest)


def _sized(facts: PictureFacts, form: Format, width: int) -> Recipe:
    width = min(width, facts.largeur, max(1, facts.largeur * _TALLEST // facts.hauteur))
    return Recipe(
        format=form,
        largeur=width,
        hauteur=min(_TALLEST_EVER, max(1, round(facts.hauteur * width / facts.largeur))),
        qualite=_QUALITIES.get(form, 0),
        anime=facts.anime,
    )
