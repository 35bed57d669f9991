"""One commune as the web server sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


def twin(host: str) -> str:
    """The same name with « www. », or without."""
    return host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"


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
    terminee: bool = False
    """It was destroyed, or is being: its hosts say so (410), whatever is left of its folder."""

    @property
    def renvois(self) -> Mapping[str, str]:
        """Each host that leads to its twin, with or without « www. »: a site has one name."""
        kept: list[str] = []
        moved: dict[str, str] = {}
        for host in self.hotes:
            if (other := twin(host)) in kept:
                moved[host] = other
            else:
                kept.append(host)
        return moved

    @property
    def servis(self) -> tuple[str, ...]:
        """The hosts under which the pages themselves are read."""
        return tuple(host for host in self.hotes if host not in self.renvois)
