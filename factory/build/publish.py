"""The parent's side of a build: what to do, the switch, the register.

For each commune, under its lock: confirm what a run that died left unconfirmed; see whether there
is anything to do; have the worker build; put the new generation online; confirm the register.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from factory.archive import manifest as manifests
from factory.archive import registre as registers
from factory.build import addresses, erasure, generation, hold, state, unpublished
from factory.build.campaign import Campaign
from factory.build.layout import Layout
from factory.build.lock import locked
from factory.build.order import Made, Order, from_bytes
from factory.build.report import Report, Status
from factory.build.state import State
from factory.ground import machine
from factory.ground.clock import next_change
from factory.ground.confined.children import ChildDied, Limits, Task
from factory.ground.files import sync
from factory.tenants.folder import Tenant

T = TypeVar("T")

MOST_REMOVED = 1 / 3
"""A build that would remove a greater share of a commune's addresses waits for a person…"""
FEW = 10
"""…unless it removes fewer than this."""


def build(campaign: Campaign, tenants: Sequence[Tenant]) -> Iterator[Report]:
    """Each commune's report, as they end. One commune's fault is its own.

    A commune's lock is taken when its turn comes, and given back when its report is made: a
    thousand communes do not hold a thousand locks.
    """
    settled: deque[Report] = deque()
    waiting: dict[str, _Waiting] = {}

    def tasks() -> Iterator[Task]:
        begun = 0
        for tenant in tenants:
            started = _held(tenant, partial(_begin, campaign, tenant))
            if isinstance(started, Report):
                settled.append(started)
                continue
            begun += 1
            task = _task(campaign, tenant, Layout(tenant.output))
            # Once here rather than in each child.
            if begun == 1:
                campaign.theme.prepare(campaign.templates)
            elif begun == 2:
                # Imported where it serves: a factory at rest answers without it.
                from factory.build.warm import warm

                warm()
            waiting[tenant.slug] = started
            yield task

    try:
        for task, outcome in campaign.carry(tasks()):
            while settled:
                yield settled.popleft()
            at_work = waiting.pop(task.name)
            tenant, stamps = at_work.tenant, at_work.stamps
            with at_work.lock:
                report = _held(tenant, partial(_finish, campaign, tenant, stamps, outcome))
            yield report
        yield from settled
    finally:
        for left in waiting.values():
            left.lock.close()


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A commune whose worker is under way: the stamps of what it reads, and its lock."""

    tenant: Tenant
    stamps: str
    lock: ExitStack


def _held(tenant: Tenant, act: Callable[[], T]) -> T | Report:
    """What `act` gives; a report where the machine refuses this commune its rights or its room."""
    try:
        return act()
    except OSError as fault:
        stop = machine.stop(fault)
        if stop is None:
            raise
        return Report(slug=tenant.slug, status=Status.ECHEC, problems=(stop.problem,))


def _begin(campaign: Campaign, tenant: Tenant) -> "Report | _Waiting":
    """A report where no worker is needed; otherwise the commune, locked, ready for one."""
    layout = Layout(tenant.output)
    with ExitStack() as lock:
        if not lock.enter_context(locked(layout)):
            return unpublished.busy(tenant)
        stamps = state.source_stamps(tenant.folder)
        report = _settled(campaign, tenant, layout, stamps)
        return report or _Waiting(tenant, stamps, lock.pop_all())


def _settled(campaign: Campaign, tenant: Tenant, layout: Layout, stamps: str) -> Report | None:
    """The report of a commune for which no worker is needed; None where one is."""
    last = state.read(layout)
    _recover(campaign, tenant, layout, last)
    suspended = hold.read(layout)
    if suspended is not None:
        return Report(
            slug=tenant.slug,
            status=Status.SUSPENDUE,
            problems=(hold.held(suspended),),
            number=suspended.numero,
        )
    anew = campaign.clean or campaign.verify or campaign.erasing
    known = None if anew else last
    if known is None or not state.holds(
        known, layout, tenant.folder, campaign.inputs, stamps, campaign.moment
    ):
        return _over(campaign, tenant, layout)
    return Report(
        slug=tenant.slug,
        status=Status.INCHANGEE,
        problems=known.problems,
        number=known.numero,
        until=next_change(known.until),
    )


def _over(campaign: Campaign, tenant: Tenant, layout: Layout) -> Report | None:
    """The report of a commune for which nothing new is published any more."""
    why = campaign.over(tenant) if campaign.register else None
    if why is None:
        return None
    number = layout.online()
    return Report(slug=tenant.slug, status=Status.TERMINEE, problems=(why,), number=number)


def _recover(campaign: Campaign, tenant: Tenant, layout: Layout, last: State | None) -> None:
    """Confirm the lines of what is online, where the run that put it there died before it could.

    The switch is the moment a generation is published: its lines are true from then on. What else
    that run left is removed.
    """
    online = layout.online()
    if campaign.register and online and (last is None or last.numero != online):
        folder = tenant.folder / "registre"
        manifest = manifests.read(layout.manifest(online))
        if manifest is not None and manifest.lignes:
            with suppress(LookupError, FileNotFoundError):
                registers.confirm(folder, manifest.lignes, layout.store)
        addresses.changed(campaign.settings.sortie)
        erasure.carry_out(campaign.settings.memoire, tenant, layout, campaign.moment)
    generation.recover(layout)


def _task(campaign: Campaign, tenant: Tenant, layout: Layout) -> Task:
    # Imported where there is something to build: a factory at rest answers without it.
    from factory.build.lender import lender_of
    from factory.build.work import Work

    limits = campaign.settings.limites
    published = campaign.settings.sortie / tenant.slug
    lender = lender_of(published, tenant.output) if campaign.drafts else None
    order = Order(
        slug=tenant.slug,
        folder=tenant.folder,
        output=tenant.output,
        engine=campaign.engine,
        theme=campaign.theme,
        metropole=campaign.settings.metropole,
        moment=campaign.moment,
        number=generation.next_number(layout),
        pages=limits.pages,
        octets=limits.octets,
        largest=limits.octets_fichier,
        precompression=campaign.settings.precompression,
        jobs=campaign.jobs,
        drafts=campaign.drafts,
        clean=campaign.clean,
        verify=campaign.verify,
        lender=lender,
        index=campaign.index,
        erasing=campaign.erasing,
    )
    return Task(
        name=tenant.slug,
        work=Work(order, campaign.inputs),
        read=(tenant.folder, lender) if lender else (tenant.folder,),
        write=(tenant.output,),
        limits=Limits(
            seconds=limits.secondes, memory=limits.memoire, file=max(limits.octets_fichier, 1 << 26)
        ),
    )


def _finish(campaign: Campaign, tenant: Tenant, stamps: str, outcome: bytes | ChildDied) -> Report:
    layout = Layout(tenant.output)
    if isinstance(outcome, ChildDied):
        generation.recover(layout)
        return unpublished.died(tenant, layout, outcome)
    made = from_bytes(outcome)
    if not campaign.erasing:
        made = replace(made, problems=(*made.problems, *unpublished.erasing(tenant)))
    report = Report(
        slug=tenant.slug,
        status=Status.INCHANGEE,
        problems=made.problems,
        pages=made.pages,
        rendered=made.rendered,
        number=layout.online(),
        until=next_change(made.until),
        faults=made.faults,
        complete=made.complete,
        passing=any(problem.code in state.PASSING for problem in made.problems),
    )
    if made.number < 0:
        return replace(report, status=Status.ECHEC)
    too_many = len(made.removed) >= FEW and len(made.removed) > made.before * MOST_REMOVED
    if too_many and not campaign.accept_removals:
        generation.tidy(layout)
        problems = (*made.problems, unpublished.too_many(tenant, made))
        return replace(report, status=Status.RETENUE, problems=problems, complete=True)
    if made.number:
        try:
            online = _publish(campaign, tenant, layout, made)
        except FileNotFoundError:
            if tenant.folder.is_dir():
                raise
            # Nothing is remembered: the next run confirms the lines, if the folder comes back.
            problems = (*made.problems, unpublished.vanished())
            return replace(report, status=Status.ECHEC, number=layout.online(), problems=problems)
        if made.moved and campaign.register:
            addresses.changed(campaign.settings.sortie)
        if online is not None:
            report = replace(report, status=Status.PUBLIEE, number=made.number, online=online)
    _remember(campaign, tenant, layout, made, stamps, report.passing)
    return report


def _publish(campaign: Campaign, tenant: Tenant, layout: Layout, made: Made) -> float | None:
    """The switch, then the register: the order that a crash can be recovered from.

    When the new generation was online (`time.monotonic`); None where the one online stays.
    """
    online = None
    if made.number != layout.online():
        generation.switch(layout, made.number, campaign.moment, made.complete)
        online = time.monotonic()
    if made.lines and campaign.register:
        folder = tenant.folder / "registre"
        registers.confirm(folder, made.lines, layout.store)
        sync(tenant.folder)
        if erasure.erases(made.lines):
            erasure.carry_out(campaign.settings.memoire, tenant, layout, campaign.moment)
    kept = campaign.settings.generations
    generation.prune(layout, campaign.moment, kept.dernieres, kept.par_jour)
    return online


def _remember(
    campaign: Campaign, tenant: Tenant, layout: Layout, made: Made, stamps: str, passing: bool
) -> None:
    again = passing or not made.complete
    found = State(
        inputs=campaign.inputs,
        sources="" if again else stamps,
        registre=state.registre_stamps(tenant.folder),
        public=state.public_stamps(layout),
        numero=layout.online(),
        since=made.since,
        until=made.until,
        problems=made.problems,
        moment=campaign.moment.isoformat(timespec="seconds"),
    )
    state.write(layout, found)
