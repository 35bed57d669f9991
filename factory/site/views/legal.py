"""The pages that the law asks for, as titled parts, and security.txt."""

from dataclasses import dataclass
from datetime import datetime

from factory.site.views.pages import PageView
from factory.site.views.values import Contact, Link

Line = tuple[Link, ...]
"""A run of text; a piece without `url` is plain words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, a list where `liste`, or a contact."""

    lignes: tuple[Line, ...] = ()
    liste: bool = False
    contact: Contact | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A heading and what stands under it. `niveau` is 2, 3 or 4; 0: no heading."""

    titre: str
    niveau: int
    id: str
    blocs: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalView(PageView):
    """Mentions légales, données personnelles, accessibilité, contact."""

    parties: tuple[Part, ...]
    sommaire: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityView:
    """/.well-known/security.txt (RFC 9116)."""

    contacts: tuple[str, ...]
    """URIs: `mailto:`, `tel:`, `https:`; the first is preferred."""
    expire: datetime
    langues: str
    canonique: str
