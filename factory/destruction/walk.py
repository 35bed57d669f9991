"""The walk: every place of a commune listed, destroyed, checked; resumed where it was killed.

    journal on the disk → folder set aside → each place counted, destroyed, noted → all again

The journal comes first: from then on, nothing may take the commune's place. Then its folder takes a
hidden name, by one rename: no night, watch or build finds the commune any more.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from factory.archive import destructions
from factory.archive.destructions import Destruction, Emptied
from factory.build import addresses
from factory.build.layout import Layout
from factory.build.lock import locked, under_way
from factory.destruction import refusals
from factory.destruction.conditions import Case
from factory.destruction.places import places
from factory.ground.files import sync
from factory.ground.problems import Problem, UsageError
from factory.ground.system import why
from factory.nightly import lock, shard
from factory.tenants.folder import Tenant
from factory.tenants.places import OUTPUT, Place
from factory.tenants.settings import Settings

Listener = Callable[[Emptied], None]
"""Told of each place as it is emptied."""


def begin(case: Case, slug: str, moment: datetime) -> Destruction:
    """A destruction whose conditions are met, before anything is done."""
    assert case.grounds is not None, "each condition is met"
    return Destruction(
        commune=slug,
        nom=case.nom,
        hotes=case.hosts,
        fictive=case.fictive,
        debut=moment.replace(microsecond=0),
        motifs=case.grounds,
    )


def walk(
    settings: Settings, known: Destruction, told: Listener, first: Callable[[], None]
) -> tuple[Destruction, Problem | None]:
    """Destroy each place; the journal then, and why one is left, if one is.

    `first` is done before anything is touched, nothing else being under way.

    Raises UsageError where a night or a build is under way: nothing is touched.
    """
    memory = settings.memoire
    with alone(settings, known.commune):
        first()
        destructions.keep(memory, known)
        tenant = _set_aside(settings, known.commune)
        addresses.changed(settings.sortie)
        every = places(settings)
        for place in every:
            try:
                known = _destroyed(memory, known, place, tenant)
            except OSError as fault:
                return known, refusals.resists(place.name, why(fault))
            if left := place.list(tenant):
                return known, refusals.still_there(place.name, left)
            told(known.place(place.name) or _counted(place.name, ()))
        return known, next(_refilled(every, tenant), None)


@contextmanager
def alone(settings: Settings, slug: str) -> Iterator[None]:
    """Neither a night nor a build of that commune meanwhile."""
    output = settings.sortie / slug
    with lock.locked(settings.memoire, shard.WHOLE):
        if not output.exists():
            yield
            return
        with locked(Layout(output)) as free:
            if not free:
                raise UsageError(under_way(slug))
            yield


def counted(place: Place, tenant: Tenant) -> Emptied:
    """What a place holds now."""
    return _counted(place.name, place.list(tenant))


def aside(settings: Settings, slug: str) -> Tenant:
    """The commune once its folder is set aside, beside the others and hidden."""
    return Tenant(
        slug=slug,
        folder=settings.communes / f".destruction-{slug}",
        output=settings.sortie / slug,
    )


def _set_aside(settings: Settings, slug: str) -> Tenant:
    moved, folder = aside(settings, slug), settings.communes / slug
    if os.path.lexists(folder) and not os.path.lexists(moved.folder):
        folder.rename(moved.folder)
        sync(settings.communes)
    return moved


def _destroyed(memory: Path, known: Destruction, place: Place, tenant: Tenant) -> Destruction:
    """One place, its count noted before it is touched: a run that is killed counts it once."""
    before = known.place(place.name)
    if before is None:
        before = counted(place, tenant)
        known = known.noting(before)
        destructions.keep(memory, known)
    if place is OUTPUT:  # what the web server reads goes at once, whatever the rest takes
        (tenant.output / "public").unlink(missing_ok=True)
    place.destroy(tenant)
    if not before.detruit:
        known = known.noting(replace(before, detruit=True))
        destructions.keep(memory, known)
    return known


def _refilled(every: Iterable[Place], tenant: Tenant) -> Iterator[Problem]:
    """Each place once more, now that all are gone: something may have been writing."""
    for place in every:
        if left := place.list(tenant):
            yield refusals.still_there(place.name, left)


def _counted(name: str, paths: Iterable[Path]) -> Emptied:
    """Files by name, bytes by file: generations share theirs with the store."""
    number, sizes = 0, {}
    for path in paths:
        try:
            seen = path.lstat()
        except FileNotFoundError:
            continue
        number += 1
        sizes[seen.st_dev, seen.st_ino] = seen.st_size
    return Emptied(lieu=name, fichiers=number, octets=sum(sizes.values()))
