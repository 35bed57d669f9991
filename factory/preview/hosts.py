"""Which host names the preview answers to, and whether it may be reached from elsewhere."""

import ipaddress
import re
import socket
from dataclasses import dataclass

from factory.ground.problems import Problem, UsageError, error
from factory.ground.system import why

LOCAL = "localhost"
_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Hosts:
    """`bases` answer with the list of communes, `<commune>.<base>` with a commune.

    A name that is none of these gets nothing: a page elsewhere that has its own name lead here
    must not read drafts (DNS rebinding).
    """

    bases: tuple[str, ...]

    def commune(self, header: str | None) -> str | None:
        """The commune that a `Host` header names; empty for the list; None for an unknown one."""
        match = _HOST.fullmatch(header or "")
        if match is None:
            return None
        host = match[1].strip("[]").lower().rstrip(".")
        if host in self.bases:
            return ""
        slug, _, base = host.partition(".")
        return slug if slug and base in self.bases else None


def hosts(bound: str) -> Hosts:
    """The names by which a server bound there is called."""
    names = [LOCAL, "127.0.0.1", "::1", bound.strip("[]").lower()]
    if not _is_loopback(bound):
        names += [socket.gethostname().lower(), socket.getfqdn().lower()]
    return Hosts(tuple(dict.fromkeys(names)))


def check(bound: str, *, open_to_network: bool) -> None:
    """Raises UsageError where others than this machine would be let in without its being said."""
    if not (open_to_network or _is_loopback(bound)):
        raise UsageError(
            error(
                "apercu-ouvert-au-reseau",
                f"« {bound} » est une adresse du réseau : d’autres que vous pourraient y lire les "
                "brouillons des communes.",
                "Retirez « --hote » pour que l’aperçu reste sur cette machine, ou ajoutez "
                "« --ouvert-au-reseau » si c’est bien ce que vous voulez.",
            )
        )


def unbound(bound: str, port: int, fault: OSError) -> Problem:
    """Why the server could not be bound."""
    return error(
        "port-indisponible",
        f"L’aperçu ne peut pas s’ouvrir à l’adresse {bound}, port {port} ({why(fault)}).",
        "Un autre aperçu est peut-être déjà ouvert : arrêtez-le, ou choisissez un autre port, "
        "par exemple « --port 8001 ».",
    )


def _is_loopback(bound: str) -> bool:
    """Whether every address of that name is this machine's own. An unknown name is not."""
    try:
        found = socket.getaddrinfo(bound.strip("[]"), None)
    except (OSError, UnicodeError):
        return False
    return all(
        ipaddress.ip_address(str(info[4][0]).partition("%")[0]).is_loopback for info in found
    )
