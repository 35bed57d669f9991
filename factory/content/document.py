"""A Document: one Markdown file, loaded. What the rooms above know of content."""

from dataclasses import dataclass

from factory.content.models import Meta
from factory.ground.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    niveau: int
    id: str
    texte: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Something the body points to, as written; the site room resolves it.

    In `Body.html` the n-th reference stands as `href="ref:n"` (a link), `src="ref:n"` (a picture)
    or `data-ref="n"` on an empty `<div>` (a directory entry named by `::: contact`).
    """

    nature: str
    """lien, image or contact."""
    cible: str
    line: int
    column: int = 0
    alt: str | None = None
    """A picture's alternative text; None where the author gave none."""
    titre: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    html: str
    """Sanitised; typography applied; references left as `ref:n`."""
    texte: str = ""
    """The first words of plain text, for a summary (at most 300 characters, cut at a word)."""
    titre: str = ""
    """The first H1's text, where the body begins with one (it is then taken out of `html`)."""
    headings: tuple[Heading, ...] = ()
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    path: str
    """NFC, relative to the commune's folder, « contenu/actualites/fete.md »."""
    meta: Meta
    """The front matter, of the model of its type; `meta.type` says which."""
    body: Body
    places: dict[str, tuple[int, int]]
    """Where each front matter key stands: « image.fichier » → (line, column)."""

    @property
    def type(self) -> str:
        return self.meta.type


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What loading gave: a document unless an error forbids it, and every problem met."""

    document: Document | None
    problems: tuple[Problem, ...] = ()
