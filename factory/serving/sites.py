"""Which communes the web server answers for, from their conventions and what is public."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from factory.archive import destructions, manifest
from factory.archive.manifest import Manifest
from factory.archive.store import Store
from factory.ground.problems import Problem, UsageError, in_order, warning
from factory.serving.served import Served, twin
from factory.tenants import commune, convention
from factory.tenants.commune import Commune
from factory.tenants.convention import Convention
from factory.tenants.folder import Listing, Roots, Tenant, communes


class Kept(Roots, Protocol):
    """What of the settings this module reads."""

    @property
    def memoire(self) -> Path: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sites:
    """The communes that can be served, by slug, and what is wrong with them or the others."""

    sites: tuple[Served, ...]
    problems: tuple[Problem, ...] = ()


def published(settings: Kept) -> Sites:
    """Every commune of the factory that has a public site, and those that were destroyed.

    Its hosts are the `domaines` of its convention.yaml, else the `domaine` of its commune.yaml as
    it was published: a commune.yaml broken since then takes no site offline. A host of another
    commune's convention is never taken by a commune.yaml, which agents write. A host that two
    communes declare alike is an error, and stays the first one's. A commune whose convention is
    over stays online until it is destroyed; from then on its hosts say that it is gone (410),
    unless a commune of today has them.

    Raises `UsageError` where the folder of the communes is missing or empty, or where the journal
    of a destruction does not read.
    """
    closed = tuple(_closed(settings))
    listing = _listing(settings, closed)
    problems = list(listing.problems)
    conventions: dict[str, Convention] = {}
    found: list[Served] = []
    read = [(tenant, *_convention(tenant)) for tenant in listing.tenants]
    owners = _owners({tenant.slug: agreement for tenant, agreement, _ in read})
    for tenant, agreement, faults in read:
        problems += faults
        live = _live(tenant)
        if live is None:
            problems.append(_unpublished(tenant))
            continue
        known = _commune(tenant, live)
        if known:
            problems += convention.own_host(known, agreement, f"{tenant.slug}/{convention.FILE}")
        hosts = _hosts(known, agreement)
        owner = tenant.slug if agreement.domaines else owners.get("".join(hosts), tenant.slug)
        if owner != tenant.slug:
            problems.append(
                convention.others_host(hosts[0], owner, f"{tenant.slug}/{commune.FILE}")
            )
            continue
        conventions[tenant.slug] = Convention(domaines=hosts)
        found.append(_site(tenant, hosts, live))
    problems += convention.shared_hosts(conventions)
    return Sites(sites=tuple(_own([*found, *closed])), problems=in_order(problems))


def _owners(conventions: Mapping[str, Convention]) -> Mapping[str, str]:
    """Host → the first commune whose convention has it, with or without « www. »."""
    owners: dict[str, str] = {}
    for slug, agreement in conventions.items():
        for host in agreement.domaines:
            owners.setdefault(host, slug)
            owners.setdefault(twin(host), slug)
    return owners


def _closed(settings: Kept) -> Iterator[Served]:
    """The communes that were destroyed, and those that are being."""
    for one in destructions.all_of(settings.memoire):
        racine = settings.sortie / one.commune / "public"
        yield Served(commune=one.commune, hotes=one.hotes, racine=racine, terminee=True)


def _listing(settings: Kept, closed: tuple[Served, ...]) -> Listing:
    """The communes of today: none at all is no accident where the last one was destroyed."""
    try:
        return communes(settings)
    except UsageError:
        if closed and settings.communes.is_dir():
            return Listing(tenants=())
        raise


def _convention(tenant: Tenant) -> tuple[Convention, tuple[Problem, ...]]:
    path = tenant.folder / convention.FILE
    if not path.is_file():
        return Convention(), ()
    bound = convention.read(path.read_bytes(), f"{tenant.slug}/{convention.FILE}")
    return bound.value or Convention(), bound.problems


def _live(tenant: Tenant) -> Manifest | None:
    """The manifest of the generation that is public."""
    try:
        number = Path(os.readlink(tenant.output / "public")).name
    except OSError:
        return None
    return manifest.read(tenant.output / "manifests" / f"{number}.json")


def _commune(tenant: Tenant, live: Manifest) -> Commune | None:
    blob = live.sources.get(commune.FILE)
    data = Store(tenant.output / "store").get(blob) if blob else None
    return commune.read(data).value if data else _written(tenant)


def _written(tenant: Tenant) -> Commune | None:
    path = tenant.folder / commune.FILE
    return commune.read(path.read_bytes()).value if path.is_file() else None


def _hosts(known: Commune | None, agreement: Convention) -> tuple[str, ...]:
    """The name that the pages give comes first, where the web server answers to it."""
    own = (known.domaine,) if known else ()
    if not agreement.domaines:
        return own
    first = tuple(host for host in own if host in agreement.domaines)
    return tuple(dict.fromkeys(first + tuple(agreement.domaines)))


def _site(tenant: Tenant, hosts: tuple[str, ...], live: Manifest) -> Served:
    return Served(
        commune=tenant.slug,
        hotes=hosts,
        racine=tenant.output / "public",
        redirections=live.redirections,
        disparues=tuple(live.disparues),
        non_indexes=tuple(live.non_indexes),
    )


def _own(found: list[Served]) -> list[Served]:
    """Each site with the hosts that no commune before it has; without any, it is left out."""
    taken: set[str] = set()
    kept = []
    for site in found:
        hosts = tuple(host for host in site.hotes if host not in taken)
        taken.update(hosts)
        if hosts:
            kept.append(replace(site, hotes=hosts))
    return kept


def _unpublished(tenant: Tenant) -> Problem:
    return warning(
        "site-non-publie",
        f"La commune « {tenant.slug} » n’a pas encore de site publié : "
        "le serveur web ne répond pas pour elle.",
        f"Publiez-la avec « usine build {tenant.slug} », puis refaites la configuration.",
    )
