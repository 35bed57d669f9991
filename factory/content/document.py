"""A Document: one Markdown file, loaded. What the rooms above know of content."""

from dataclasses import dataclass
from typing import NamedTuple

from factory.content.body import Body, Heading, Reference
from factory.content.models import Meta
from factory.ground.problems import Problem

__all__ = ["Around", "Body", "Document", "Heading", "Loaded", "Reference"]


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


class Around(NamedTuple):
    """What of its site a document is read with."""

    langue: str = "fr"
    """For a document that does not say its own."""
    domaine: str = ""
    """Absolute links to it are the commune's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What loading gave: a document unless an error forbids it, and every problem met."""

    document: Document | None
    problems: tuple[Problem, ...] = ()
