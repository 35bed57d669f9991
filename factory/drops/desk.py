"""The counter between the drops and the factory: takes what is left there, and answers.

One for as long as `usine watch` runs. A look at a drop is asked for by the watcher, under the same
turn as the commune's build; letters leave from a thread of their own, so that a mail server that
does not answer holds up no publication.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from factory.build.report import Report, Status
from factory.drops import answer as answers
from factory.drops.receipt import Receipt
from factory.drops.taking import PATIENCE, take
from factory.drops.transfers import Transfers
from factory.ground import mail
from factory.ground.confined.children import ChildDied
from factory.ground.digests import digest_of
from factory.ground.files import write_whole
from factory.ground.mail import Letter
from factory.ground.problems import Problem, error
from factory.ground.system import why
from factory.tenants import commune, convention
from factory.tenants.drop import Drop, drop_of
from factory.tenants.folder import Tenant
from factory.tenants.outbox import Outbox
from factory.tenants.roles import holder
from factory.tenants.settings import Settings

NOTHING = Receipt()


class Desk:
    """Receives and answers. `tell` hears of what an operator must mend, from any thread."""

    def __init__(self, tell: Callable[[tuple[Problem, ...]], None]) -> None:
        self._tell = tell
        self._transfers = Transfers()
        self._first: dict[str, float] = {}
        self._last: dict[str, tuple[str, Receipt]] = {}
        """What was last said of each commune's site, and of what it left."""
        self._letters: dict[str, _Waiting] = {}
        self._changed = threading.Condition()
        self._closed = False
        self._postman = threading.Thread(target=self._post, name="courrier", daemon=True)

    def open(self) -> None:
        self._postman.start()

    def close(self) -> None:
        """Send what waits, and stop."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._postman.join()

    def receive(
        self, settings: Settings, tenant: Tenant, sending: frozenset[Path] = frozenset()
    ) -> Receipt:
        """Take what the commune left, where it has a drop; not the files that are `sending`.

        Never raises for a drop's fault.
        """
        drop = drop_of(settings, tenant.slug)
        if drop is None or not drop.site.is_dir():
            return NOTHING
        now = time.monotonic()
        first = self._first.setdefault(tenant.slug, now)
        try:
            patient = now - first < PATIENCE
            cut = self._transfers.cut(drop)
            found = take(
                drop, tenant.folder, settings.limites,
                patient=patient, sending=sending, cut=frozenset(cut),
            )  # fmt: skip
            if not (found.waiting and patient):
                self._transfers.noted(cut)
        except (ChildDied, OSError, ValueError) as fault:
            found = Receipt(problems=(_unread(drop, fault),))
        if not found.waiting:
            del self._first[tenant.slug]
        return found

    def answer(
        self,
        settings: Settings,
        tenant: Tenant,
        receipt: Receipt,
        report: Report | None,
        moment: datetime,
    ) -> None:
        """Say in the drop what became of it, and by e-mail to the commune's référent.

        Nothing where nothing was left and what was said still holds: the search's index, which
        follows its pages, is no news.
        """
        drop = drop_of(settings, tenant.slug)
        if drop is None or not drop.site.is_dir() or _is_passing(report):
            return
        state, last = self._last.get(tenant.slug, ("", NOTHING))
        if not drop.answer.exists():  # an erasure took it: what it named is not said again
            last = NOTHING
        news = receipt.moved or receipt.fresh
        if not news:
            receipt = replace(last, problems=receipt.problems)
        now = _state(report)
        self._last[tenant.slug] = (now, receipt)
        if not news and drop.answer.exists() and now == (state or now):
            return
        name = _name(tenant)
        text = answers.answer(name, receipt, report, moment, settings.metropole.assistance)
        try:
            write_whole(drop.answer, _as_text(text), 0o644)
        except OSError as fault:
            self._tell((_unanswered(drop, fault),))
        if news and mail.ready(settings.courriel):
            letter = answers.letter(name, text, _recipients(tenant, moment.date()))
            self._send(settings, tenant, letter, moment)

    def turn_away(self, settings: Settings, tenant: Tenant, why: Problem, moment: datetime) -> None:
        """Say, once, that nothing is taken any more: what is left stays in the drop."""
        drop = drop_of(settings, tenant.slug)
        if drop is None or not drop.site.is_dir():
            return
        name, assistance = _name(tenant), settings.metropole.assistance
        report = Report(slug=tenant.slug, status=Status.TERMINEE, problems=(why,))
        text = answers.answer(name, NOTHING, report, moment, assistance)
        data = _as_text(text)
        with suppress(OSError):
            if drop.answer.read_bytes().partition(b"\r\n")[2] == data.partition(b"\r\n")[2]:
                return
        try:
            write_whole(drop.answer, data, 0o644)
        except OSError as fault:
            self._tell((_unanswered(drop, fault),))
            return
        if mail.ready(settings.courriel):
            letter = answers.letter(name, text, _recipients(tenant, moment.date()))
            self._send(settings, tenant, letter, moment)

    def _send(self, settings: Settings, tenant: Tenant, letter: Letter, moment: datetime) -> None:
        """After a while: what is left in the meantime makes one letter, the last."""
        with self._changed:
            when = time.monotonic() + settings.depots.regroupement
            self._letters[tenant.slug] = _Waiting(when, settings, letter, moment)
            self._changed.notify_all()

    def _post(self) -> None:
        while True:
            with self._changed:
                now = time.monotonic()
                due = [
                    slug for slug, one in self._letters.items() if one.due <= now or self._closed
                ]
                if not due:
                    if self._closed:
                        return
                    soonest = min((one.due for one in self._letters.values()), default=None)
                    self._changed.wait(None if soonest is None else soonest - now)
                    continue
                letter = self._letters.pop(due[0])
            problems = letter.send(due[0])
            if problems:
                self._tell(problems)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A letter that leaves at `due`, unless another takes its place."""

    due: float
    settings: Settings
    letter: Letter
    moment: datetime

    def send(self, slug: str) -> tuple[Problem, ...]:
        """What could not be sent, and may be later, waits in the outbox for the night."""
        problems: list[Problem] = []
        for done in mail.deliver(self.settings.courriel, [self.letter]):
            if done.causes and not done.lasting:
                left = replace(done.letter, to=tuple(done.causes))
                with suppress(OSError):  # it is told below; the answer in the drop stays
                    Outbox(self.settings.memoire).put(left, self.moment, slug)
            tell = mail.given_up if done.lasting else mail.not_sent
            subject = done.letter.subject
            problems += (tell((to,), subject, why) for to, why in done.causes.items())
        return tuple(problems)


def echoes(receipt: Receipt, report: Report | None) -> Report | None:
    """The report with what is wrong with the drop itself: operators read it there too."""
    if report is None or not receipt.problems:
        return report
    return replace(report, problems=(*receipt.problems, *report.problems))


def _as_text(text: str) -> bytes:
    """A mark that says UTF-8 and lines that Windows ends: read in whatever opens it."""
    return ("\ufeff" + text).replace("\n", "\r\n").encode()


def _is_passing(report: Report | None) -> bool:
    return report is not None and report.status is Status.OCCUPEE


def _state(report: Report | None) -> str:
    """What an answer depends on, beside what was left."""
    if report is None:
        return digest_of(())
    held = report.status in (Status.ECHEC, Status.RETENUE, Status.SUSPENDUE)
    return digest_of((report.status if held else "", report.problems))


def _name(tenant: Tenant) -> str:
    known = commune.read(_bytes(tenant.folder / commune.FILE)).value
    return known.nom if known else tenant.slug


def _recipients(tenant: Tenant, day: date) -> tuple[str, ...]:
    """The commune's référent (convention, art. 4-2)."""
    agreement = convention.read(_bytes(tenant.folder / convention.FILE)).value
    person = holder(agreement.contacts.referent, day) if agreement else None
    return (person.courriel,) if person and person.courriel else ()


def _bytes(file: Path) -> bytes:
    """Empty where it does not read: the build says why, and the answer goes without it."""
    try:
        return file.read_bytes()
    except OSError:
        return b""


def _unread(drop: Drop, fault: Exception) -> Problem:
    return error(
        "depot-illisible",
        f"Le dépôt n’a pas pu être repris ({fault}). Le site d’avant reste en ligne.",
        f"Vérifiez les droits de {drop.root} (« usine doctor » les dit), et refaites-les avec "
        "« python -m factory.drops ».",
    )


def _unanswered(drop: Drop, fault: OSError) -> Problem:
    return error(
        "reponse-non-deposee",
        f"La réponse à la commune n’a pas pu être écrite dans {drop.site} ({why(fault)}).",
        "Refaites les droits des dépôts avec « python -m factory.drops ».",
    )
