"""What the site room is told of files: their facts, and the derivatives of pictures."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from factory.site.outputs import Copy
from factory.site.views import Source

ICONS = {"48": 48, "180": 180, "192": 192, "512": 512, "masque": 512}
"""A site's icons: the name of each, and its side in pixels."""
TAB, APPLE, LARGE, MASKABLE = "48", "180", "512", "masque"


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivatives:
    """A picture made ready: what `<picture>` needs, and the files behind it."""

    src: str
    width: int
    height: int
    sources: tuple[Source, ...]
    copies: tuple[Copy, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """A file to download."""

    label: str
    """As readers say it: PDF, ODT…"""
    language: str = ""
    title: str = ""
    extension: str = ""
    """The ending that its content calls for; empty: the file's own is right."""
    accessible: bool = True
    """False where it is known that a screen reader cannot read it well."""
    picture: bool = False
    """A photo is never given as it is: it may say where and by whom it was taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """By path. A file that is in neither was refused or is at fault: nothing shows it."""

    pictures: Mapping[str, Derivatives] = field(default_factory=dict)
    files: Mapping[str, FileFacts] = field(default_factory=dict)
    icons: Mapping[str, Copy] = field(default_factory=dict)
    """By name, each of `ICONS`; none where they could not be drawn."""
    arms: bool = False
    """Whether the icons are the commune's arms, and not a letter."""
