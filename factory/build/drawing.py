"""A commune's site drawn: what its pages will show, before any is rendered.

The first half of a build, and all that an export needs to know of a site's pages.
"""

import time
from dataclasses import dataclass

from factory.archive import registre as registers
from factory.archive.cache import Cache
from factory.archive.manifest import Manifest
from factory.build import icons, pictures
from factory.build.bench import Bench
from factory.build.inspecting import Inspector
from factory.build.layout import Layout
from factory.build.lender import Lender
from factory.build.loading import Loader
from factory.build.memory import Memory
from factory.build.order import Order
from factory.build.witness import Witness
from factory.ground.clock import Clock
from factory.ground.digests import digest
from factory.ground.problems import Problem, holds_back
from factory.reception import retained
from factory.reception.reception import Reception, receive
from factory.reception.snapshot import Snapshot
from factory.reception.sources import Sources, decode_stamps, encode_stamps, scan
from factory.site import site
from factory.site.outputs import Page
from factory.site.plan import Plan
from factory.site.sections import sections
from factory.site.site import Site
from factory.site.views import PaletteView
from factory.theme.palette import plate

DEFAULT_COLOUR = "#1f5f8b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A site before it is rendered, with what it was drawn from."""

    sources: Sources
    reception: Reception
    loader: Loader
    snapshot: Snapshot
    ready: pictures.Ready
    palette: Page
    plan: Plan
    site: Site
    old: Manifest | None
    """The generation online, that this one follows."""
    witness: Witness


def draw(
    order: Order, layout: Layout, cache: Cache, clock: Clock, memory: Memory
) -> Drawing | tuple[Problem, ...]:
    """The site that the commune's files give, its pictures made; or why there is none.

    `memory` spares reading again what it holds, and will hold what the next build would read.
    Raises UsageError where the commune has no `commune.yaml` that reads.
    """
    sources = _scan(order, cache)
    registre = registers.read(order.folder / "registre")
    if holds_back(registre.problems):
        return registre.problems
    loader = Loader(cache, order.engine, {} if order.clean else memory.documents)
    reception = Reception(
        folder=order.folder,
        registre=registre,
        load=loader,
        known=loader.known,
        inspect=Inspector(cache, order.engine, order.jobs),
        drafts=order.drafts,
    )
    snapshot = receive(reception, sources, clock)
    old = None if order.clean else memory.manifest(layout.manifest(layout.online()))
    witness = Witness(layout, cache, old, order.verify or order.clean)
    bench = Bench(
        cache=cache,
        store=layout.store,
        engine=order.engine,
        jobs=order.jobs,
        intact=witness.check,
        lender=Lender(order.lender),
    )
    spares = retained.spares(order.folder, registre, snapshot)
    ready = pictures.prepare(snapshot.files, site.pictures_wanted(snapshot), spares, bench)
    snapshot = retained.with_pictures(
        registre, snapshot, ready.media.pictures, ready.retained, order.stamp
    )
    colour = snapshot.commune.couleur or DEFAULT_COLOUR
    ready = icons.added(ready, snapshot, plate(colour), bench)
    palette = _palette(order, colour)
    plan = _plan(snapshot, ready, clock, order, "/" + palette.path)
    return Drawing(
        sources=sources,
        reception=reception,
        loader=loader,
        snapshot=snapshot,
        ready=ready,
        palette=palette,
        plan=plan,
        site=site.draw(plan),
        old=old,
        witness=witness,
    )


def _scan(order: Order, cache: Cache) -> Sources:
    known = {} if order.verify else decode_stamps(cache.all("empreintes").get("sources"))
    sources = scan(order.folder, known, time.time_ns(), order.largest)
    cache.put("empreintes", "sources", encode_stamps(sources.stamps))
    return sources


def _palette(order: Order, colour: str) -> Page:
    """The style sheet with the commune's colours, under a name that its bytes give."""
    name = digest(order.theme.palette(colour))[:12]
    return Page(
        path=f"_theme/couleurs.{name}.css",
        template="couleurs.css",
        view=PaletteView(couleur=colour),
        fingerprinted=True,
    )


def _plan(
    snapshot: Snapshot, ready: pictures.Ready, clock: Clock, order: Order, palette: str
) -> Plan:
    where = site.addresses(snapshot)
    return Plan(
        snapshot=snapshot,
        addresses=where,
        sections=sections(snapshot.documents, where),
        media=ready.media,
        clock=clock,
        metropole=order.metropole,
        palette=palette,
        drafts=order.drafts,
    )
