"""`pass_night`: the whole of a night, from its lock to its report.

    lock → history → theme, clock → each commune's steps (factory/nightly/steps.py) → history →
    what follows (factory/nightly/following.py)

One commune's failure is its own. A night that is killed goes on where it was.
"""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Protocol

from factory.archive.nights import Night, Outcome, Step
from factory.ground.confined.children import ChildDied
from factory.ground.moment import after, fixed
from factory.ground.problems import Problem, Severity, UsageError
from factory.ground.system import why
from factory.nightly import following, foreman, journal, lock, ready, remembering, shard, troubles
from factory.nightly.crew import Crew
from factory.nightly.errand import NightErrand
from factory.nightly.journal import Header, Journal
from factory.nightly.order import Entry, Order, entry_from
from factory.nightly.remembering import Recalled
from factory.nightly.steps import STEPS
from factory.nightly.versions import versions
from factory.tenants import folder
from factory.tenants.settings import Settings
from factory.theme.theme import Theme

BACKWARDS = timedelta(minutes=2)
"""How far a clock may be set back before the night doubts it."""


class Listener(Protocol):
    """Who is told of the night as it goes."""

    def begun(self, night: Night, communes: int) -> None: ...
    def commune(self, entry: Entry) -> None: ...
    def problem(self, problem: Problem) -> None: ...
    def ended(self, night: Night) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What is asked of a night."""

    settings: Settings
    crew: Crew[NightErrand]
    listener: Listener
    now: Callable[[], datetime]
    part: tuple[int, int] = shard.WHOLE
    only: tuple[str, ...] = ()
    """Some communes alone: the last night is completed, rather than another begun."""
    trust_clock: bool = False
    """Publish even though the clock seems to have been set back."""


class _Clock:
    """The instant the night began, then the time that passes, whatever is done to the clock."""

    def __init__(self, start: datetime) -> None:
        self.start = start
        self._zero = time.monotonic()

    def now(self) -> datetime:
        return after(self.start, timedelta(seconds=time.monotonic() - self._zero))


def pass_night(run: Run) -> int:
    """The night's exit code (DESIGN §5): 0 all well, 1 problems to mend, 3 a promise not kept.

    Raises UsageError where there is no commune, or where another night is under way.
    """
    with lock.locked(run.settings.memoire, run.part), _heard():
        return _Night(run).passed()


class Stopped(Exception):
    """The system asks this process to end."""


@contextmanager
def _heard() -> Iterator[None]:
    """SIGTERM, once, is an exception: children die with it, and the night can say what it did."""

    def stop(number: int, frame: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise Stopped

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class _Night:
    """One night under way, on this machine."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.settings = run.settings
        self.clock = _Clock(fixed(run.now()))
        self.code = 0
        self.problems: list[Problem] = []
        """The factory's own: no commune's."""
        self.entries: dict[str, Entry] = {}

    def passed(self) -> int:
        memory = self.settings.memoire
        listing = folder.communes(self.settings, self.run.only)
        slugs = shard.mine([tenant.slug for tenant in listing.tenants], self.run.part)
        recalled = remembering.recall(memory, slugs, self.clock.start)
        theme, halted = self._halted(recalled)
        night = Night(
            start=self.clock.start,
            communes=len(listing.tenants),
            versions=versions(theme),
            message=halted.message if halted else "",
        )
        book, night = self._book(self._same(night, recalled))
        ended = book.ended()
        if self.run.part[0] in ended and len(ended) < self.run.part[1]:
            return ended[self.run.part[0]]
        self.run.listener.begun(night, len(slugs))
        for problem in (*self.settings.problems, *listing.problems, halted, recalled.problem):
            self._say(problem)
        changed = recalled.last is None or recalled.last.versions != night.versions
        turn = remembering.turns(recalled, slugs, changed, night.start.toordinal())
        orders = (
            Order(
                settings=self.settings,
                slug=slug,
                moment=self.clock.now(),
                journal=book.folder,
                theme=theme.digest if theme else "",
                halted=halted.message if halted else "",
                turn=tuple(sorted(turn[slug])),
                before=recalled.before.get(slug),
            )
            for slug in slugs
        )
        try:
            for entry in self._entries(book, orders):
                self.entries[entry.commune.commune] = entry
                self.code = max(self.code, entry.commune.code)
                self.run.listener.commune(entry)
            return self._ended(book, night)
        except Stopped:
            return self._stopped(book, night)

    def _halted(self, recalled: Recalled) -> tuple[Theme | None, Problem | None]:
        """The theme, and why nothing may be published tonight, if something forbids it."""
        last = recalled.last
        known = max(filter(None, (last.start, last.end))) if last else None
        try:
            theme = ready.theme(self.settings)
        except UsageError as fault:
            return None, fault.problems[0]
        if known and self.clock.start < known - BACKWARDS and not self.run.trust_clock:
            return theme, troubles.backwards(self.clock.start, known)
        return theme, None

    def _same(self, night: Night, recalled: Recalled) -> Night:
        """The night to be completed where only some communes are asked for; else the new one."""
        last = recalled.last
        if not self.run.only or last is None or last.end is None:
            return night
        if journal.is_abandoned(last, night.start):
            return night
        self.code = remembering.code(self.settings.memoire, last.start, self.run.only)
        return replace(last, end=None, code=None, versions=night.versions, message=night.message)

    def _book(self, night: Night) -> tuple[Journal, Night]:
        """The journal of the night to go on with, or that of a new one."""
        memory, parts = self.settings.memoire, self.run.part[1]
        roots = journal.roots(memory, self.settings.sortie)
        for book in journal.unfinished(*roots):
            header = book.header()
            if header is None:
                continue
            known = header.night
            over = header.over or journal.is_abandoned(known, night.start)
            if not over and not (known.end and self.run.only):
                if header.parts != parts:
                    raise UsageError(troubles.other_parts(header.parts))
                if self.run.only:
                    raise UsageError(troubles.unfinished())
                again = known.resumed + (parts == 1)
                resumed = replace(known, end=None, code=None, resumed=again)
                book.write_header(replace(header, night=resumed))
                return book, resumed
            if known.end is None:
                known = replace(known, code=3, message=known.message or troubles.NEVER_ENDED)
            if remembering.keep(memory, self.settings.sortie, known, book.entries()) is None:
                book.remove()
        book = self._begun(roots, Header(night=night, parts=parts))
        self._say(remembering.keep(memory, self.settings.sortie, night))
        return book, night

    def _begun(self, roots: tuple[Path, ...], header: Header) -> Journal:
        for root in roots:
            try:
                return journal.begin(root, header)
            except OSError as fault:
                self._say(troubles.no_journal(root, why(fault)))
        return Journal(Path(mkdtemp(prefix="usine-nuit-")))

    def _entries(self, book: Journal, orders: Iterator[Order]) -> Iterator[Entry]:
        """Each commune's entry, as its night ends; first of those whose night was over."""
        left: list[Order] = []
        for order in orders:
            entry = book.entry(order.slug)
            if entry is not None and all(entry.done(kind.name) for kind in STEPS):
                yield entry
            else:
                left.append(order)
        errands = (NightErrand(order=replace(order, moment=self.clock.now())) for order in left)
        for errand, outcome in self.run.crew(errands):
            if isinstance(outcome, ChildDied):
                yield self._died(book, errand.order, outcome)
            else:
                yield entry_from(outcome)

    def _died(self, book: Journal, order: Order, death: ChildDied) -> Entry:
        """A commune whose whole process died: what it had done is in the journal."""
        entry = book.entry(order.slug) or foreman.fresh(order)
        problem = foreman.broken("nuit", death.message)
        told = replace(
            entry,
            problems=(*entry.problems, problem),
            faults=(*entry.faults, *filter(None, [death.detail])),
        ).with_step(Step(name="nuit", outcome=Outcome.ECHEC, message=death.message))
        foreman.note(book, told)
        return told

    def _stopped(self, book: Journal, night: Night) -> int:
        """Told to end (a service that stops): what is done is told, the rest can be resumed."""
        self._say(troubles.stopped())
        night = replace(night, code=self.code, problems=tuple(self.problems))
        noted = {entry.commune.commune: entry for entry in book.entries()}
        entries = {**noted, **self.entries}.values()
        remembering.keep(self.settings.memoire, self.settings.sortie, night, entries)
        for problem in following.follow(self.settings, night.start, following.REPORT):
            self._say(problem)
        self.run.listener.ended(replace(night, end=self.clock.now()))
        return self.code

    def _ended(self, book: Journal, night: Night) -> int:
        """The part's end; where it is the last one, the night's: history, then what follows."""
        memory, output = self.settings.memoire, self.settings.sortie
        rank, parts = self.run.part
        with suppress(OSError):  # on a full disk, what was done is still told
            book.end(rank, parts, self.code)
        ended = {**book.ended(), rank: self.code}
        if len(ended) < parts:
            self.run.listener.ended(replace(night, end=self.clock.now(), code=self.code))
            return self.code
        self.code = max(self.code, *ended.values())
        night = replace(night, end=self.clock.now(), code=self.code)
        with suppress(OSError):
            book.write_header(Header(night=night, parts=parts))
        noted = {entry.commune.commune: entry for entry in book.entries()}
        kept = remembering.keep(memory, output, night, {**noted, **self.entries}.values())
        self._say(kept)
        for problem in following.follow(self.settings, night.start):
            self._say(problem)
        night = replace(night, code=self.code, problems=tuple(self.problems))
        remembering.keep(memory, output, night)
        for problem in following.follow(self.settings, night.start, following.REPORT):
            self._say(problem)
        if self.code != night.code:
            night = replace(night, code=self.code)
            remembering.keep(memory, output, night)
        with suppress(OSError):
            book.write_header(Header(night=night, parts=parts, over=True))
        if kept is None:
            book.remove()
        self.run.listener.ended(night)
        return self.code

    def _say(self, problem: Problem | None) -> None:
        if problem is not None:
            if problem.severity is Severity.ERREUR:
                self.code = 3
            if problem.severity is not Severity.INFORMATION:
                self.problems.append(problem)
            self.run.listener.problem(problem)
