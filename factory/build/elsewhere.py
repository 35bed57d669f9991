"""A site built somewhere else: at another moment, from drafts; never online, never registered."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from factory.build.layout import Layout
from factory.build.publish import Campaign
from factory.build.report import Report
from factory.build.publish import build as build_all
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


def _occupied(target: Path) -> Problem:
    return error(
        "dossier-occupe",
        f"Le dossier « {target} » n’est pas vide.",
        "Donnez à « --to » un dossier vide ou nouveau.",
    )
