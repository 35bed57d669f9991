"""Where a convention stands on a day: art. 7 and 9.

What happened after the day asked for is not looked at: asked again later, the answer is the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from factory.convention.periods import DAY, after, last_day
from factory.convention.readings import Lectures
from factory.tenants.convention import Convention
from factory.tenants.term import ForceMajeure, MiseEnDemeure, Resiliation

YEARS = 8
"""Art. 7: tacitly renewed each year, for eight years at most."""


class State(StrEnum):
    """Where a convention stands."""

    PREPARATION = "en préparation"
    SIGNEE = "signée, à notifier"
    VIGUEUR = "en vigueur"
    DEMEURE = "en vigueur, mise en demeure"
    EMPECHEE = "en vigueur, force majeure"
    PREAVIS = "en vigueur, résiliation reçue"
    TERMINEE = "terminée"
    """The day after the last: the rights to use the service have stopped (art. 7). What follows is
    others': the site stays online as it was until its data are given back and destroyed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """The last day of a convention, why, and by which article."""

    day: date
    why: str
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A convention on a day: what the nights, the drops and destruction ask.

    `end` is the last day, the nearest of those known by then (at the latest the eighth year's);
    None before the notification. `since`: the first day of this state, where it is known.
    `in_service`: the procès-verbal was signed, and the convention has not ended.
    """

    state: State
    since: date | None = None
    end: End | None = None
    in_service: bool = False

    def __str__(self) -> str:
        return str(self.state)


def longest(notification: date, lectures: Lectures) -> date:
    """The last day of « une durée maximale de 8 ans » (art. 7), as the parties read it.

    Notified on 23/11/2026: 31/12/2033, the eighth civil year; or 22/11/2034, from day to day.
    """
    if lectures.huit_ans == "date à date":
        return notification + relativedelta(years=YEARS) - DAY
    return last_day(notification.year + YEARS - 1)


def standing(convention: Convention, day: date, lectures: Lectures) -> Standing:
    """The state of a convention on a day."""
    dates = convention.dates
    if dates.notification is None or dates.notification > day:
        signed = dates.signature is not None and dates.signature <= day
        state = State.SIGNEE if signed else State.PREPARATION
        return Standing(state=state, since=dates.signature if signed else None)
    end = ending(convention, day, lectures)
    service = dates.mise_en_service is not None and dates.mise_en_service <= day
    if end is not None and end.day < day:
        return Standing(state=State.TERMINEE, since=end.day + DAY, end=end)
    state, since = _trouble(convention, day, lectures)
    return Standing(state=state, since=since or dates.notification, end=end, in_service=service)


def ending(convention: Convention, day: date, lectures: Lectures) -> End | None:
    """The first of the ends that were known on that day; None before the notification."""
    return min(_ends(convention, day, lectures), key=lambda end: end.day, default=None)


def terminated(letter: Resiliation, lectures: Lectures) -> date:
    """The last day, after a letter received (art. 9): the end of a year, three months away.

    Received on 30 September: 31 December. Received on 1 October: 31 December of the next year.
    """
    notice = after(letter.recue_le, 3, lectures)
    if letter.effet_le:
        return max(letter.effet_le, notice)
    return last_day(notice.year)


def letters(convention: Convention, day: date, lectures: Lectures) -> tuple[Resiliation, ...]:
    """The letters of termination that hold on a day: received, and not withdrawn in time."""
    return tuple(
        letter
        for letter in convention.dates.resiliation
        if letter.recue_le <= day and not withdrawn(letter, day, terminated(letter, lectures))
    )


def withdrawn(paper: Resiliation | MiseEnDemeure, day: date, limit: date) -> bool:
    """Whether it had been withdrawn by a day. Past `limit` it has ended the convention."""
    return paper.retiree_le is not None and paper.retiree_le <= min(day, limit)


def formal(notice: MiseEnDemeure, lectures: Lectures) -> date:
    """The last day to perform what a formal notice asks for (art. 9)."""
    return after(notice.recue_le, 3, lectures)


def pending(notice: MiseEnDemeure, day: date, lectures: Lectures) -> bool:
    """Whether a formal notice had been received by a day, and neither performed nor withdrawn."""
    performed = notice.executee_le is not None and notice.executee_le <= day
    dropped = withdrawn(notice, day, formal(notice, lectures))
    return notice.recue_le <= day and not (performed or dropped)


def prolonged(force: ForceMajeure, lectures: Lectures) -> date:
    """The last day of the six months (art. 9): a letter sent after it ends the convention."""
    return after(force.debut, 6, lectures)


def released(force: ForceMajeure, lectures: Lectures) -> date | None:
    """The last day after a letter sent (art. 9): one month from its sending, not its receipt.

    None where it was sent too early, or once the situation and what it entailed were over.
    """
    sent, limit = force.courrier_envoye_le, prolonged(force, lectures)
    if sent is None or sent <= limit or (force.fin is not None and force.fin < sent):
        return None
    return after(sent, 1, lectures)


def _ends(convention: Convention, day: date, lectures: Lectures) -> Iterator[End]:
    dates = convention.dates
    if dates.notification is None or dates.notification > day:
        return
    yield End(
        day=longest(dates.notification, lectures),
        why="durée maximale de 8 ans",
        article="article 7",
    )
    if dates.fin and (dates.fin_convenue_le is None or dates.fin_convenue_le <= day):
        yield End(day=dates.fin, why="dernier jour convenu", article="article 7")
    for letter in letters(convention, day, lectures):
        by = f" par {letter.par}" if letter.par else ""
        yield End(day=terminated(letter, lectures), why=f"résiliation{by}", article="article 9")
    for notice in dates.mises_en_demeure:
        limit = formal(notice, lectures)
        met = notice.executee_le is not None and notice.executee_le <= limit
        dropped = withdrawn(notice, day, limit)
        if notice.recue_le <= day and not (met or dropped) and limit < day:
            yield End(day=limit, why="mise en demeure restée sans effet", article="article 9")
    for force in dates.force_majeure:
        release = released(force, lectures)
        if release and force.courrier_envoye_le and force.courrier_envoye_le <= day:
            yield End(day=release, why="force majeure", article="article 9")


def _trouble(convention: Convention, day: date, lectures: Lectures) -> tuple[State, date | None]:
    """What weighs on a convention in force: the gravest first."""
    dates = convention.dates
    for force in dates.force_majeure:
        if force.debut <= day and (force.fin is None or day <= force.fin):
            return State.EMPECHEE, force.debut
    for notice in dates.mises_en_demeure:
        if pending(notice, day, lectures):
            return State.DEMEURE, notice.recue_le
    if holding := letters(convention, day, lectures):
        return State.PREAVIS, min(letter.recue_le for letter in holding)
    return State.VIGUEUR, None
