"""The Body: what a Markdown text becomes. References in it are not resolved yet."""

from dataclasses import dataclass


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
