"""One commune as the web server sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """Its hosts, its folder, and the addresses that lead elsewhere or nowhere any more.

    `racine` is the link that each publication switches.
    """

    commune: str
    hotes: tuple[str, ...]
    """The first one names the certificate."""
    racine: Path
    redirections: Mapping[str, str] = field(default_factory=dict)
    disparues: tuple[str, ...] = ()
    non_indexes: tuple[str, ...] = ()
