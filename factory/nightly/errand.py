"""What a crew carries: one commune's night, or its build alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from factory.build import publish
from factory.build.campaign import Campaign
from factory.build.layout import Layout
from factory.build.report import Report, Status
from factory.ground.confined.children import ChildDied
from factory.ground.written import Written, written
from factory.nightly import foreman, ready
from factory.nightly.crew import Crew
from factory.nightly.order import Order
from factory.tenants import folder
from factory.tenants.folder import Tenant
from factory.tenants.settings import Settings

__all__ = ["BuildErrand", "NightErrand", "build"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NightErrand:
    """One commune's night. Its answer is an `Entry`."""

    order: Order

    @property
    def slug(self) -> str:
        return self.order.slug

    @property
    def seconds(self) -> float:
        return self.order.settings.limites.nuit + foreman.GRACE

    def prepare(self) -> None:
        ready.prepare(self.order.settings, self.order.theme)

    def run(self) -> bytes:
        return foreman.pass_night(self.order)


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildErrand:
    """One commune's build, as `usine build` asks for it. Its answer is a `Report`."""

    settings: Settings
    slug: str
    moment: datetime
    theme: str
    """The theme's digest."""
    clean: bool = False
    verify: bool = False
    accept_removals: bool = False
    index: bool = True

    @property
    def seconds(self) -> float:
        return self.settings.limites.secondes + foreman.GRACE

    def prepare(self) -> None:
        ready.prepare(self.settings, self.theme)

    def run(self) -> bytes:
        campaign = ready.campaign(
            self.settings,
            self.theme,
            self.moment,
            clean=self.clean,
            verify=self.verify,
            accept_removals=self.accept_removals,
            index=self.index,
        )
        (report,) = publish.build(campaign, [folder.tenant(self.settings, self.slug)])
        return written(report)


_REPORT: Written[Report] = Written(Report)


def build(
    campaign: Campaign, tenants: Sequence[Tenant], crew: Crew[BuildErrand]
) -> Iterator[Report]:
    """Each commune's report, as they end, whoever built it."""
    errands = (
        BuildErrand(
            settings=campaign.settings,
            slug=tenant.slug,
            moment=campaign.moment,
            theme=campaign.theme.digest,
            clean=campaign.clean,
            verify=campaign.verify,
            accept_removals=campaign.accept_removals,
            index=campaign.index,
        )
        for tenant in tenants
    )
    for errand, outcome in crew(errands):
        if isinstance(outcome, ChildDied):
            yield Report(
                slug=errand.slug,
                status=Status.ECHEC,
                problems=(foreman.broken("construction", outcome.message),),
                number=Layout(folder.tenant(campaign.settings, errand.slug).output).online(),
                faults=tuple(filter(None, [outcome.detail])),
            )
        else:
            yield _REPORT.read(outcome)
