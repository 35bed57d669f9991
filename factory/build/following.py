"""Pages first, the search's index after: for those who wait for a page to be online."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from factory.build import publish
from factory.build.campaign import Campaign
from factory.build.layout import Layout
from factory.build.report import Report, Status
from factory.ground.confined.children import ChildDied, Limits, Task
from factory.tenants.folder import Tenant


def build(campaign: Campaign, tenants: Sequence[Tenant]) -> Iterator[Report]:
    """Each commune's report once its search is up to date too; its pages are online before.

    One build publishes the pages with the index of before; a second one, where the first was not
    complete, brings the new index. A commune that is not online yet waits for its whole site.
    """
    index = not all(Layout(tenant.output).online() for tenant in tenants)
    first = {}
    for report in publish.build(replace(campaign, index=index), tenants):
        if report.complete:
            yield report
        else:
            first[report.slug] = report
    left = [tenant for tenant in tenants if tenant.slug in first]
    for report in publish.build(replace(campaign, clean=False, verify=False), left):
        yield _together(first[report.slug], report)


def prepare(campaign: Campaign, tenant: Tenant) -> ChildDied | str:
    """Make the commune's new index ready, in a confined child, without the commune's lock.

    The next build publishes it. What kept it from being made, or nothing.
    """
    # Imported where there is an index to make: most commands make none themselves.
    from factory.build import search

    layout = Layout(tenant.output)
    limits = campaign.settings.limites
    task = Task(
        name=tenant.slug,
        work=partial(search.prepare, layout),
        write=(layout.cache,),
        limits=Limits(seconds=limits.secondes, memory=limits.memoire),
    )
    for _, outcome in campaign.carry([task]):
        return outcome if isinstance(outcome, ChildDied) else outcome.decode()
    raise AssertionError("one task, one outcome")


def _together(pages: Report, index: Report) -> Report:
    """The two builds told as one."""
    if index.status in (Status.OCCUPEE, Status.SUSPENDUE):
        return pages  # another process has it in hand
    status = pages.status if index.status is Status.INCHANGEE else index.status
    return replace(index, status=status, rendered=pages.rendered + index.rendered)
