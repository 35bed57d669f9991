"""What a page's and a commune's build is made of, in processor time: where the limit lies."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from markdown_it import MarkdownIt

from benchmarks.contents import generate
from benchmarks.measure import run
from benchmarks.profile_build import MOMENT, here
from benchmarks.report import Row
from benchmarks.tools import Usine
from factory.build.campaign import Campaign
from factory.build.publish import build
from factory.content.load import load
from factory.ground.children import Task, run_all
from factory.tenants import settings
from factory.tenants.folder import communes
from factory.theme.theme import Theme

_AGAIN = 5


def rows(usine: Usine, pages: int) -> Iterator[Row]:
    """The least of some runs, since what disturbs a run only adds to it."""
    commune = generate(usine.communes, 1, pages)
    texts = {
        path.relative_to(commune.folder).as_posix(): path.read_bytes() for path in commune.documents
    }
    bodies = [data.decode().split("---\n", 2)[2] for data in texts.values()]
    parser = MarkdownIt("js-default")
    yield _row(
        "a page: markdown-it alone", _least(lambda: [parser.render(b) for b in bodies], pages)
    )
    loading = _least(lambda: [load(path, data) for path, data in texts.items()], pages)
    yield _row("a page: loaded (front matter, Markdown, typography, sanitiser)", loading)
    yield _row("a page: rendered and minified", _rendering(usine) / pages)
    yield _row(
        "a commune: a confined child that does nothing", _least(partial(_children, usine), 20)
    )
    yield _row("a command: Python, and what a build imports", _start())


def _least(work: Callable[[], object], of: int) -> float:
    """Seconds of processor for one of `of`."""
    found = []
    for _ in range(_AGAIN):
        start = _processor()
        work()
        found.append(_processor() - start)
    return min(found) / of


def _processor() -> float:
    """This process's, and its dead children's."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


class _Timed:
    """A theme that says how long it rendered."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.spent = 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._theme, name)

    def render(self, template: str, view: object) -> bytes:
        start = time.process_time()
        try:
            return self._theme.render(template, view)
        finally:
            self.spent += time.process_time() - start


def _rendering(usine: Usine) -> float:
    """All the pages of the commune, listings included."""
    known = settings.load(usine.work / "usine.yaml", {}, usine.work)
    theme: Any = _Timed(Theme.load(known.theme))
    theme.prepare()
    found: list[float] = []
    for _ in range(_AGAIN):
        theme.spent = 0.0
        campaign = Campaign(settings=known, theme=theme, moment=MOMENT, carry=here, clean=True)
        list(build(campaign, communes(known).tenants))
        found.append(theme.spent)
    return min(found)


def _children(usine: Usine) -> None:
    tasks = [
        Task(name=str(number), work=bytes, read=(usine.communes,), write=(usine.output,))
        for number in range(20)
    ]
    list(run_all(tasks, jobs=1))


def _start() -> float:
    code = "import factory.cli.build, factory.build.worker"
    return min(run([sys.executable, "-c", code]).cpu for _ in range(_AGAIN))


def _row(what: str, seconds: float) -> Row:
    return Row(what=what, goal="", usine=f"{seconds * 1000:.2f} ms of processor")
