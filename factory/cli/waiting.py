"""A bar, on a terminal, for whoever waits for an export; nothing elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from factory.reversibility.progress import Progress, Told, silent


@contextmanager
def bar(*, shown: bool) -> Iterator[Told]:
    """Who is told each step, while the block lasts."""
    if not (shown and sys.stderr.isatty()):
        yield silent
        return
    from rich import progress
    from rich.console import Console

    counted = progress.TextColumn("{task.fields[counted]}")
    columns = (progress.TextColumn("{task.description}"), progress.BarColumn(), counted)
    with progress.Progress(*columns, console=Console(stderr=True), transient=True) as line:
        task = line.add_task("", counted="")

        def told(step: Progress) -> None:
            line.update(
                task,
                description=f"{step.etape}".capitalize(),
                completed=step.fait,
                total=step.total or 1,
                counted=f"{step.fait}/{step.total}" if step.total else "",
            )

        yield told
