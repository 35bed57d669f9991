"""The pages that the law asks for, as titled parts, and security.txt."""

from datetime import datetime

from factory.site.views.pages import PageView
from factory.site.views.values import Contact, Link, View

Line = tuple[Link, ...]
"""A run of text; a piece without `url` is plain words."""


class Block(View, frozen=True, kw_only=True):
    """A paragraph, a list where `liste`, or a contact."""

    lignes: tuple[Line, ...] = ()
    liste: bool = False
    contact: Contact | None = None


class Part(View, frozen=True, kw_only=True):
    """A heading and what stands under it. `niveau` is 2, 3 or 4; 0: no heading."""

    titre: str
    niveau: int
    id: str
    blocs: tuple[Block, ...]


class LegalView(PageView, frozen=True, kw_only=True):
    """Mentions légales, données personnelles, accessibilité, contact."""

    parties: tuple[Part, ...]
    sommaire: bool = True


class SecurityView(View, frozen=True, kw_only=True):
    """/.well-known/security.txt (RFC 9116)."""

    contacts: tuple[str, ...]
    """URIs: `mailto:`, `tel:`, `https:`; the first is preferred."""
    expire: datetime
    langues: str
    canonique: str
