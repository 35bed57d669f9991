"""A confined child is asked to describe a bag's site: the parent's side of `describing`."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

from factory.archive.manifest import Manifest
from factory.build import elsewhere
from factory.build.campaign import Campaign
from factory.build.layout import Layout
from factory.build.order import Order
from factory.ground.confined.children import ChildDied, Limits, Task
from factory.reversibility import refusals
from factory.reversibility.bag import Bag
from factory.reversibility.describing import (
    HUGO,
    INVENTORY,
    WORDPRESS,
    Described,
    describe,
    from_bytes,
)
from factory.tenants.folder import Tenant


def described(
    campaign: Campaign, tenant: Tenant, manifest: Manifest, bag: Bag, sources: str, site: str
) -> Described:
    """What the bag's own folders `sources` and `site` say, written in it for successors."""
    places = [bag.path(name) for name in (INVENTORY, WORDPRESS, HUGO)]
    for place in places:
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
    with _scratch(bag.root, tenant) as scratch:
        order = _order(campaign, bag.path(sources), scratch, manifest)
        task = Task(
            name=tenant.slug,
            work=partial(describe, order, manifest, bag.path(site), bag.path("")),
            read=(bag.path(sources), bag.path(site)),
            write=(scratch, *places),
            limits=Limits(
                seconds=campaign.settings.limites.secondes,
                memory=campaign.settings.limites.memoire,
                file=max(campaign.settings.limites.octets_fichier, 1 << 28),
            ),
        )
        ((_, outcome),) = campaign.carry([task])
    if isinstance(outcome, ChildDied):
        return Described(problems=(refusals.died(outcome.message),))
    for name in (INVENTORY, WORDPRESS, HUGO):
        bag.adopt(name)
    return from_bytes(outcome)


@contextmanager
def _scratch(bag: Path, tenant: Tenant) -> Iterator[Path]:
    """A folder for the child, where the pictures that are made already are lent.

    It is the bag's own: what a run that was killed left there goes with the next one.
    """
    scratch = bag / ".travail"
    shutil.rmtree(scratch, ignore_errors=True)
    layout = Layout(scratch / tenant.slug)
    elsewhere.lend(Layout(tenant.output), layout)
    try:
        yield layout.root
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _order(campaign: Campaign, sources: Path, output: Path, manifest: Manifest) -> Order:
    limits = campaign.settings.limites
    return Order(
        slug=output.name,
        folder=sources,
        output=output,
        engine=campaign.engine,
        theme=campaign.theme,
        metropole=campaign.settings.metropole,
        moment=datetime.fromisoformat(manifest.moment),
        number=1,
        pages=limits.pages,
        octets=limits.octets,
        largest=limits.octets_fichier,
        jobs=campaign.jobs,
        index=False,
    )
