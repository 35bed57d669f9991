"""A site built somewhere else: at another moment, to be looked at; never online or registered."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from factory.build import state
from factory.build.campaign import Campaign
from factory.build.layout import Layout
from factory.build.publish import build as build_all
from factory.build.report import Report, Status
from factory.ground.clock import next_change
from factory.ground.problems import Problem, UsageError, error
from factory.tenants.folder import Tenant


def build(campaign: Campaign, tenants: Sequence[Tenant], to: Path) -> Iterator[Report]:
    """Each commune's site written as plain files in `to/<commune>/`.

    The same worker as any build, in a folder of its own. Raises UsageError where `to/<commune>`
    exists and is not empty.
    """
    for tenant in tenants:
        target = to / tenant.slug
        if target.exists() and any(target.iterdir()):
            raise UsageError(_occupied(target))
    to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".usine-", dir=to) as scratch:
        moved = [replace(t, output=Path(scratch) / t.slug) for t in tenants]
        folders = {tenant.slug: tenant.output for tenant in moved}
        for report in build_all(replace(campaign, register=False), moved):
            layout = Layout(folders[report.slug])
            if number := layout.online():
                shutil.copytree(layout.generation(number), to / report.slug, dirs_exist_ok=True)
            shutil.rmtree(layout.root, ignore_errors=True)
            yield report


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """A commune's site as its files give it now. `online`: whether that is the one online."""

    tenant: Tenant
    report: Report
    layout: Layout
    online: bool

    @property
    def tree(self) -> Path | None:
        """The folder of the site; None where its files give none."""
        number = self.report.number if self.online else self.layout.online()
        return self.layout.generation(number) if number else None


@contextmanager
def today(campaign: Campaign, tenants: Sequence[Tenant]) -> Iterator[list[Today]]:
    """Each commune's site of this moment, for the time of the block; nothing is published.

    What is online, where it is what the files give; else a site made aside, from what earlier
    builds have left in the commune's store and cache.
    """
    campaign.settings.sortie.mkdir(parents=True, exist_ok=True)
    found = {tenant.slug: _current(campaign, tenant) for tenant in tenants}
    with tempfile.TemporaryDirectory(prefix=".verification-", dir=campaign.settings.sortie) as to:
        stale = [replace(t, output=Path(to) / t.slug) for t in tenants if not found[t.slug]]
        for tenant in stale:
            lend(Layout(campaign.settings.sortie / tenant.slug), Layout(tenant.output))
        folders = {tenant.slug: tenant for tenant in stale}
        for report in build_all(replace(campaign, register=False), stale):
            tenant = folders[report.slug]
            layout = Layout(tenant.output)
            found[report.slug] = Today(tenant=tenant, report=report, layout=layout, online=False)
        yield [one for tenant in tenants if (one := found[tenant.slug]) is not None]


def _current(campaign: Campaign, tenant: Tenant) -> Today | None:
    """What is online, where a build would give just that."""
    layout = Layout(tenant.output)
    stamps = state.source_stamps(tenant.folder)
    known = state.read(layout)
    if known is None or not state.holds(
        known, layout, tenant.folder, campaign.inputs, stamps, campaign.moment
    ):
        return None
    report = Report(
        slug=tenant.slug,
        status=Status.INCHANGEE,
        problems=known.problems,
        number=known.numero,
        until=next_change(known.until),
    )
    return Today(tenant=tenant, report=report, layout=layout, online=True)


def lend(of: Layout, to: Layout) -> None:
    """Links to what is in a commune's store, and a copy of its cache: its pictures are made."""
    to.cache.mkdir(parents=True, exist_ok=True)
    with suppress(OSError):
        shutil.copyfile(of.results, to.results)
    with suppress(OSError):
        shutil.copytree(of.root / "store", to.root / "store", copy_function=os.link)


def _occupied(target: Path) -> Problem:
    return error(
        "dossier-occupe",
        f"Le dossier « {target} » n’est pas vide.",
        "Donnez à « --to » un dossier vide ou nouveau.",
    )
