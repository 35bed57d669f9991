"""What a page's and a commune's build is made of, in processor time: where the limit lies."""

import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from resource import RUSAGE_CHILDREN, RUSAGE_SELF
from typing import Any

from markdown_it import MarkdownIt

from benchmarks.contents import edit, generate
from benchmarks.measure import run
from benchmarks.profile_build import MOMENT, here
from benchmarks.report import Row
from benchmarks.tools import Usine
from factory.archive.store import Store
from factory.build.campaign import Campaign
from factory.build.publish import build
from factory.build.warm import warm
from factory.content.load import load
from factory.ground.confined.children import Task, run_all
from factory.ground.confined.residents import Residents
from factory.tenants import settings
from factory.tenants.folder import communes
from factory.theme.minify import minified
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
    rendered, minifying = _rendering(usine)
    yield _row("a page: rendered and minified, listings included", rendered / pages)
    yield _row("of which minify-html alone", minifying / pages)
    yield _row("a page: its blob, its folder and its link on the disk", _least(_Files(usine), 200))
    yield _row(
        "a commune: a confined child that does nothing", _least(partial(_children, usine), 20)
    )
    yield _row("a command: Python, and what a build imports", _start())
    edited = partial(edit, commune.documents[10])
    yield _row(f"one page of {pages} edited: a new child", _saves(usine, edited, stays=False))
    yield _row("the same: a child that stayed", _saves(usine, edited, stays=True))


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
    used = [resource.getrusage(whose) for whose in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


class _Timed:
    """A theme that says how long it rendered."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.spent = 0.0
        self.texts: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._theme, name)

    def render(self, template: str, view: object) -> bytes:
        start = time.process_time()
        try:
            return self._theme.render(template, view)
        finally:
            self.spent += time.process_time() - start
            if template.endswith(".html"):
                self.texts.append(self._theme.text(template, view))


def _rendering(usine: Usine) -> tuple[float, float]:
    """All the pages of the commune, listings included; and what minify-html takes of it."""
    known = settings.load(usine.work / "usine.yaml", {}, usine.work)
    theme: Any = _Timed(Theme.load(known.theme))
    theme.prepare()
    found: list[float] = []
    for _ in range(_AGAIN):
        theme.spent = 0.0
        theme.texts = []
        campaign = Campaign(settings=known, theme=theme, moment=MOMENT, carry=here, clean=True)
        list(build(campaign, communes(known).tenants))
        found.append(theme.spent)
    return min(found), _least(lambda: [minified(text) for text in theme.texts], 1)


class _Files:
    """Writes what two hundred pages leave on the disk."""

    def __init__(self, usine: Usine) -> None:
        self._root = usine.work / "fichiers"
        self._times = 0

    def __call__(self) -> None:
        self._times += 1
        root = self._root / str(self._times)
        store = Store(root / "store")
        for number in range(200):
            name = store.put(b"%d-%d " % (self._times, number) + b"x" * 8000)
            (root / str(number)).mkdir()
            os.link(store.path(name), root / str(number) / "index.html")


def _saves(usine: Usine, edited: Callable[[str], object], *, stays: bool) -> float:
    """A save, once the first is made: what more of them cost, their children's share included."""
    known = settings.load(usine.work / "usine.yaml", {}, usine.work)
    theme = Theme.load(known.theme)
    theme.prepare()
    warm()

    def saves(times: int) -> float:
        start = _processor()
        residents = Residents()
        carry = residents.carry if stays else partial(run_all, jobs=1)
        for _ in range(times):
            edited(f"passage {time.time_ns()}")
            campaign = Campaign(
                settings=known, theme=theme, moment=MOMENT, carry=carry, index=False
            )
            list(build(campaign, communes(known).tenants))
        residents.close()
        return _processor() - start

    first = min(saves(2) for _ in range(_AGAIN))
    return (min(saves(12) for _ in range(_AGAIN)) - first) / 10


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
