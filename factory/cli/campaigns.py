"""The run that a verb makes over communes: now, with the processors there are."""

import os
from functools import partial

from factory.build.campaign import Campaign
from factory.cli import options
from factory.ground.confined.children import run_all
from factory.tenants.settings import Settings
from factory.theme.theme import Theme


def campaign(
    settings: Settings, *, workers: int | None = None, one_at_a_time: bool = True
) -> Campaign:
    """Where communes come one at a time, each may have every worker.

    Raises UsageError where the theme cannot be read.
    """
    workers = workers or len(os.sched_getaffinity(0))
    return Campaign(
        settings=settings,
        theme=Theme.load(settings.theme),
        moment=options.now(),
        carry=partial(run_all, jobs=workers),
        jobs=workers if one_at_a_time else 1,
    )
