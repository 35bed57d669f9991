"""Who does the work of `usine build` and `usine nightly`: this machine, or a scheduler's."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from factory.cli.options import Executor
from factory.ground.problems import UsageError, error
from factory.nightly import cluster
from factory.nightly.cluster import Scheduler
from factory.nightly.crew import here
from factory.tenants.settings import Settings

TOGETHER = 16
"""Errands in one message, at most."""


@contextmanager
def crew(settings: Settings, executor: Executor, *, jobs: int, communes: int) -> Iterator[Any]:
    """The crew that carries errands.

    Raises UsageError where the machines cannot be had, or are not made of the same.
    """
    if (executor.name == "dask") != bool(executor.scheduler):
        raise UsageError(
            error(
                "executeur-sans-ordonnanceur",
                "« --executor dask » et « --scheduler ADRESSE » vont ensemble.",
                "Donnez les deux, ou aucun : le travail est alors fait ici.",
            )
        )
    if not executor.elsewhere:
        yield partial(here, jobs=jobs)
        return
    scheduler = Scheduler(
        address=executor.scheduler,
        ca=executor.tls_ca,
        certificate=executor.tls_cert,
        key=executor.tls_key,
    )
    with cluster.machines(scheduler, settings.memoire) as machines:
        # Many small messages would keep the scheduler busy; few large ones, some machines idle.
        together = max(1, min(TOGETHER, communes // (8 * max(1, machines.places))))
        yield partial(machines, together=together)
