"""Which hosts are watched: each commune's, and the Métropole's own sites.

The convention promises both the same times of restoration (annex 2).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from factory.ground.problems import UsageError, error
from factory.ground.written import Written, written
from factory.tenants import commune as communes_file
from factory.tenants import convention as conventions
from factory.tenants import folder
from factory.tenants.fields import read_host
from factory.tenants.folder import Tenant
from factory.tenants.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """`commune` is empty for a site of the Métropole's."""

    host: str
    commune: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """What a probe on another machine needs to know: nothing else of the factory goes there."""

    cibles: tuple[Target, ...]
    temoin: str = ""
    """A site kept elsewhere: where it fails too, it is the probe that is cut off."""
    delai: float = 10.0
    version: int = 1


_TARGETS: Written[Targets] = Written(Targets)


def of(settings: Settings) -> Targets:
    """Those of usine.yaml and of every commune, each host once, sorted by host."""
    found: dict[str, Target] = {}
    for tenant in folder.communes(settings).tenants:
        for host in _hosts(tenant):
            found.setdefault(host, Target(host=host, commune=tenant.slug))
    for host in settings.sonde.sites:
        found.setdefault(host, Target(host=host))
    return Targets(
        cibles=tuple(found[host] for host in sorted(found)),
        temoin=settings.sonde.temoin or "",
        delai=float(settings.sonde.delai),
    )


def to_bytes(targets: Targets) -> bytes:
    return written(targets) + b"\n"


def from_bytes(data: bytes) -> Targets:
    """Raises UsageError where this is no list of targets."""
    try:
        found = _TARGETS.read(data)
        for target in found.cibles:
            read_host(target.host)
    except ValueError:
        raise UsageError(
            error(
                "cibles-illisibles",
                "Ce fichier n’est pas une liste de sites à surveiller.",
                "Écrivez-le de nouveau sur la machine de l’usine : "
                "python -m factory.probe --ecrire-cibles cibles.json",
            )
        ) from None
    return found


def _hosts(tenant: Tenant) -> Iterator[str]:
    """The `domaines` of its convention, else the `domaine` of its commune.yaml."""
    agreed = conventions.read(_bytes(tenant, conventions.FILE)).value
    if agreed is not None and agreed.domaines:
        yield from agreed.domaines
        return
    known = communes_file.read(_bytes(tenant, communes_file.FILE)).value
    if known is not None:
        yield known.domaine


def _bytes(tenant: Tenant, name: str) -> bytes:
    try:
        return (tenant.folder / name).read_bytes()
    except OSError:
        return b""
