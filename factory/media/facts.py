"""Facts: what a file is by its bytes, whatever its name says. Cached by content, as JSON."""

from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter
from pydantic_core import to_json

from factory.ground.problems import Problem

Kind = Literal["image", "document", ""]
"""`image` is shown in pages, `document` is downloaded; empty: refused, the problems say why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFacts:
    """`largeur` and `hauteur` in pixels, once the photo's orientation is applied."""

    nature: Literal["image"] = "image"
    format: str
    """JPEG, PNG, WebP, AVIF, GIF, BMP, TIFF or SVG."""
    largeur: int
    hauteur: int
    alpha: bool = False
    anime: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """`format` as readers say it: PDF, ODT, Word… `pages` is 0 where unknown."""

    nature: Literal["document"] = "document"
    format: str
    mime: str
    extension: str
    """The usual ending for this content, without the dot."""
    pages: int = 0
    titre: str = ""
    langue: str = ""
    texte: bool = True
    """Whether a screen reader or a search finds text in it; False only where it is known."""
    balise: bool = False
    """A tagged PDF (RGAA 13.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What examining a file gave: facts unless it is refused, and every problem met."""

    facts: PictureFacts | DocumentFacts | None
    problems: tuple[Problem, ...] = ()

    @property
    def kind(self) -> Kind:
        return self.facts.nature if self.facts else ""


def to_bytes(examined: Examined) -> bytes:
    """As kept in a cache, or sent by a confined child."""
    return to_json(examined)


def from_bytes(data: bytes) -> Examined:
    """What `to_bytes` wrote; ValueError if it is not that."""
    return _EXAMINED.validate_json(data)


_EXAMINED = TypeAdapter(Examined)
