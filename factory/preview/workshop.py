"""The workshop: a few threads that build what is due, never one commune twice at once.

A child dies with the thread that started it, so each of these threads lives as long as the
workshop. Requests may wait here until a commune's pending build is done.
"""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from factory.build.report import Report, Status
from factory.drops.desk import NOTHING, Desk, echoes
from factory.drops.receipt import Receipt
from factory.ground.confined.residents import Residents
from factory.ground.problems import Problem, UsageError
from factory.preview.agenda import Agenda, Due
from factory.preview.indexer import Indexer
from factory.preview.plant import Plant, broken
from factory.preview.told import Built, Refused, Told
from factory.preview.watcher import Watcher
from factory.tenants import folder
from factory.tenants.drop import drop_of

ALL = ""
"""In the agenda: the settings or the theme, that is every commune."""
ROUND = "*"
"""In the agenda: have a look at every commune, whether or not something was told."""
ROUNDS = 300.0
"""Seconds between two rounds: what the kernel forgot to tell waits no longer."""
BUSY = 1.0
"""Seconds before another try where another process builds the commune."""
RETRY, LONGEST_RETRY = 60.0, 3600.0
"""Seconds before another try where a build failed: twice as many each time."""


class Workshop:
    """Builds what changes, until it is stopped. `tell` is called from its threads, one at a time.

    `now` gives the instant that sites are built for. With `receives`, what communes leave in their
    drops is taken first, and answered.
    """

    def __init__(
        self,
        plant: Plant,
        tell: Callable[[Told], None],
        *,
        now: Callable[[], datetime],
        polling: bool = False,
        receives: bool = False,
    ) -> None:
        self._residents = Residents()
        """The children of the communes that somebody works on."""
        self._plant = replace(plant, carry=self._residents.carry)
        self._tell = tell
        self._now = now
        self._agenda = Agenda()
        self._busy: set[str] = set()
        self._last: dict[str, Report] = {}
        self._failures: dict[str, int] = {}
        self._indexer = Indexer(self._prepare, self._prepared)
        self._desk = Desk(lambda problems: self._say(Refused(problems=problems)))
        self._receives = receives
        self._taken: set[str] = set()
        """Communes whose sources the desk has just changed: the kernel will tell of it."""
        self._patient: set[str] = set()
        """Communes whose index could not be made beside: their next build waits for it."""
        self._unread: tuple[Problem, ...] = ()
        self._refused: tuple[Problem, ...] = ()
        self._stopping = False
        self._changed = threading.Condition()
        self._telling = threading.Lock()
        self._threads: list[threading.Thread] = []
        self.epoch = 0
        """How many times something was built."""
        self.watcher = Watcher(self._moved, polling=polling)

    @property
    def plant(self) -> Plant:
        """As it was last read."""
        return self._plant

    def start(self) -> None:
        """Watch, and have a first look at every commune."""
        self.watcher.watch(self._plant.roots())
        with self._changed:
            self._agenda.within(ROUND, 0.0, time.monotonic())
        self._threads = [
            threading.Thread(target=self._work, name=f"atelier-{n}", daemon=True)
            for n in range(self._plant.jobs)
        ]
        for thread in self._threads:
            thread.start()
        self._indexer.start()
        self._desk.open()

    def stop(self) -> None:
        """Finish what is being built, and begin nothing more."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self.watcher.stop()
        self._indexer.stop()
        for thread in self._threads:
            thread.join()
        self._residents.close()
        self._desk.close()

    def settled(self, slug: str, patience: float) -> bool:
        """Wait until what is shown of this commune is up to date, `patience` seconds at most."""
        with self._changed:
            return self._changed.wait_for(
                lambda: self._stopping or not self._pending(slug), patience
            )

    def changed(self, since: int, patience: float) -> bool:
        """Wait until `epoch` is past `since`, `patience` seconds at most; False once stopped."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopping or self.epoch != since, patience)
            return not self._stopping

    def _pending(self, slug: str) -> bool:
        now = time.monotonic()
        names = (slug, ALL, ROUND) if slug not in self._last else (slug, ALL)
        return any(name in self._busy or self._agenda.waits(name, now) for name in names)

    def _moved(self, path: Path) -> None:
        slug = self._plant.concerned(path)
        if slug is not None:
            with self._changed:
                self._agenda.touched(slug, time.monotonic())
                self._changed.notify()

    def _work(self) -> None:
        while (due := self._next()) is not None:
            told: list[Told] = []
            try:
                told = self._everything(due) if due.name in (ALL, ROUND) else self._build(due)
            except Exception as fault:  # a service stays alive, whatever happens
                problem, trace = broken(fault)
                told = [Refused(problems=(problem,), fault=trace)]
            self._say(*told)
            with self._changed:
                self._busy.discard(due.name)
                self.epoch += 1
                self._changed.notify_all()

    def _say(self, *told: Told) -> None:
        with self._telling:
            for one in told:
                self._tell(one)

    def _next(self) -> Due | None:
        """What to do now; None once the workshop stops."""
        with self._changed:
            while not self._stopping:
                now, today = time.monotonic(), self._now()
                due = self._agenda.take(now, today, self._busy)
                if due is not None:
                    self._busy.add(due.name)
                    return due
                self._changed.wait(self._agenda.pause(now, today, self._busy))
        return None

    def _everything(self, due: Due) -> list[Told]:
        """The settings and the theme read again if they changed; every commune on the agenda."""
        if due.name == ALL:
            try:
                self._plant = self._plant.again()
                self._unread = ()
            except UsageError as fault:
                self._unread = fault.problems
            except FileNotFoundError:  # it went while it was being read: its own event follows
                return []
        self.watcher.watch(self._plant.roots())  # a drop may have been laid
        problems = self._unread + self._round(time.monotonic())
        if problems == self._refused:
            return []
        self._refused = problems
        return [Refused(problems=problems)]

    def _round(self, now: float) -> tuple[Problem, ...]:
        """Every commune on the agenda, those that are gone too; what is wrong with the list."""
        self._residents.tidy()
        problems: tuple[Problem, ...] = ()
        found: list[str] = []
        try:
            listing = self._plant.communes()
            found = [tenant.slug for tenant in listing.tenants]
            problems = listing.problems
        except UsageError as fault:
            problems = fault.problems
        with self._changed:
            for slug in (*found, *(slug for slug in self._last if slug not in found)):
                self._agenda.within(slug, 0.0, now)
            self._agenda.within(ROUND, ROUNDS, now)
            self._changed.notify_all()
        return problems

    def _build(self, due: Due) -> list[Told]:
        slug, moment = due.name, self._now()
        with self._changed:
            workers = max(1, self._plant.jobs // max(1, len(self._busy)))
            patient = slug in self._patient
            self._patient.discard(slug)
        closed = self._plant.closed(slug, moment) if self._receives else None
        receipt = self._receive(slug) if closed is None else NOTHING
        report = echoes(receipt, self._plant.build(slug, moment, workers, index=patient))
        done = time.monotonic()
        if closed is None:
            self._answer(slug, receipt, report)
        else:  # what is left stays in the drop
            tenant = folder.tenant(self._plant.settings, slug)
            self._desk.turn_away(self._plant.settings, tenant, closed, moment)
        if report is None:  # its folder is gone: so is what its child remembers of it
            self._residents.forget(slug)
        with self._changed:
            echo = slug in self._taken or bool(receipt.waiting)
            self._taken -= {slug}
            if receipt.moved:
                self._taken.add(slug)
            if receipt.waiting:
                self._agenda.within(slug, receipt.waiting, done)
            previous = self._last.pop(slug, None)
            if report is None and previous is None:
                return []
            if report is not None:
                self._last[slug] = report
                self._plan(slug, report, done)
                self._follow(slug, report, patient, done)
        asked = due.asked and not echo
        news = asked or receipt.moved or report is None or _tells_more(report, previous)
        return [Built(slug=slug, report=report, settled=due.since, done=done, news=news)]

    def _receive(self, slug: str) -> Receipt:
        settings = self._plant.settings
        there = os.path.isdir(settings.communes / slug)
        if not (self._receives and there):
            return NOTHING
        drop = drop_of(settings, slug)
        sending = self.watcher.being_written(drop.site) if drop else frozenset()
        return self._desk.receive(settings, folder.tenant(settings, slug), sending)

    def _answer(self, slug: str, receipt: Receipt, report: Report | None) -> None:
        settings = self._plant.settings
        if self._receives and report is not None:
            tenant = folder.tenant(settings, slug)
            self._desk.answer(settings, tenant, receipt, report, self._now())

    def _follow(self, slug: str, report: Report, patient: bool, now: float) -> None:
        """The search's index, where the pages are online without it."""
        if report.complete:
            return
        if patient:
            self._agenda.within(slug, LONGEST_RETRY, now)
        else:
            self._indexer.want(slug)

    def _prepare(self, slug: str) -> bool:
        return self._plant.prepare(slug, self._now())

    def _prepared(self, slug: str, ready: bool) -> None:
        """The next build publishes the index; or makes it itself, and says why it cannot."""
        with self._changed:
            if not ready:
                self._patient.add(slug)
            self._agenda.within(slug, 0.0 if ready else RETRY, time.monotonic())
            self._changed.notify_all()

    def _plan(self, slug: str, report: Report, now: float) -> None:
        """When to look again: at a date, or after a failure."""
        if report.until is not None:
            self._agenda.on(slug, report.until)
        if report.status is Status.OCCUPEE:
            self._agenda.within(slug, BUSY, now)
        if report.status is not Status.ECHEC:
            self._failures.pop(slug, None)
            return
        times = self._failures.get(slug, 0)
        self._failures[slug] = times + 1
        self._agenda.within(slug, min(RETRY * 2**times, LONGEST_RETRY), now)


def _tells_more(report: Report, previous: Report | None) -> bool:
    """Whether a report tells something that the one before did not."""
    if previous is None:
        return True
    if report.status is Status.PUBLIEE and (previous.complete or not report.complete):
        return True  # but for the search's index, which follows its pages without a word
    return report.status is not Status.OCCUPEE and report.problems != previous.problems
