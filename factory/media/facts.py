"""Facts: what a file is by its bytes, whatever its name says. Cached by content, as JSON."""

from dataclasses import dataclass
from typing import Literal

from msgspec import Struct

from factory.ground.problems import Problem
from factory.ground.written import Written, written

Kind = Literal["image", "document", ""]
"""`image` is shown in pages, `document` is downloaded; empty: refused, the problems say why."""


class PictureFacts(Struct, frozen=True, kw_only=True, tag_field="nature", tag="image"):
    """`largeur` and `hauteur` in pixels, once the photo's orientation is applied."""

    format: str
    """JPEG, PNG, WebP, AVIF, GIF, BMP, TIFF or SVG."""
    largeur: int
    hauteur: int
    alpha: bool = False
    anime: bool = False


class DocumentFacts(Struct, frozen=True, kw_only=True, tag_field="nature", tag="document"):
    """`format` as readers say it: PDF, ODT, Word… `pages` is 0 where unknown."""

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
        if self.facts is None:
            return ""
        return "image" if isinstance(self.facts, PictureFacts) else "document"


def to_bytes(examined: Examined) -> bytes:
    """As kept in a cache, or sent by a confined child."""
    return written(examined)


def from_bytes(data: bytes) -> Examined:
    """What `to_bytes` wrote; ValueError if it is not that."""
    return _EXAMINED.read(data)


_EXAMINED: Written[Examined] = Written(Examined)
