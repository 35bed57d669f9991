"""One commune's night: its steps one after the other, whatever becomes of each.

Each step has a process of its own, a deadline, and other tries where its fault may pass. What is
done is noted in the night's journal at once: whoever comes after goes on there.
"""

import time
from contextlib import suppress
from dataclasses import replace
from errno import EDQUOT, ENOSPC
from functools import partial
from traceback import format_exc

from factory.archive.nights import CommuneNight, Outcome, Step
from factory.build.report import Status
from factory.ground.confined.children import ChildDied, Limits, Task, run_all
from factory.ground.confined.deaths import Cause
from factory.ground.problems import Problem, UsageError, error
from factory.nightly.journal import Journal
from factory.nightly.order import Entry, Given, Order, given, given_from, to_bytes
from factory.nightly.publishing import online
from factory.nightly.steps import STEPS, Kind

PAUSES = (2.5, 10.0)
"""Seconds before the second try, and before each that follows."""
GRACE = 30.0
"""Seconds that a commune's process has, beyond its night, to say how far it came."""
GONE = "disparue"
_OF_A_TRY = frozenset(
    {"etape-trop-longue", "etape-interrompue", "disque-plein-la-nuit", "commune-disparue"}
)
"""Problems that another try may not have."""


def pass_night(order: Order) -> bytes:
    """The entry of this commune, once all its steps are over."""
    end = time.monotonic() + order.settings.limites.nuit
    journal = Journal(order.journal)
    entry = _again(journal.entry(order.slug)) or fresh(order)
    for kind in STEPS:
        if entry.done(kind.name):
            continue
        if not order.tenant.folder.is_dir():
            entry = _gone(entry)
            note(journal, entry)
            break
        entry = _taken(kind, order, entry, end)
        note(journal, entry)
    return to_bytes(entry)


def _again(entry: Entry | None) -> Entry | None:
    """Where an earlier try left this commune, without what that try failed at."""
    if entry is None:
        return None
    steps = tuple(step for step in entry.commune.steps if entry.done(step.name))
    problems = tuple(problem for problem in entry.problems if problem.code not in _OF_A_TRY)
    return Entry(commune=replace(entry.commune, steps=steps, code=0), problems=problems)


def fresh(order: Order) -> Entry:
    name = order.before.name if order.before else order.slug
    return Entry(commune=CommuneNight(commune=order.slug, name=name))


def note(journal: Journal, entry: Entry) -> None:
    # A full disk: what is done is done, and told; only a night that resumes would do it again.
    with suppress(OSError):
        journal.write(entry)


def _taken(kind: Kind, order: Order, entry: Entry, end: float) -> Entry:
    """The entry once that step is over, well or not."""
    began = time.monotonic()
    idle = kind.idle(order, entry)
    if idle is not None:
        return idle.entry.with_step(
            Step(name=kind.name, outcome=idle.outcome, message=idle.message)
        )
    tries = 0
    while True:
        tries += 1
        # Half of what is left, so that a step that is stuck leaves time for those that follow:
        # the backup, above all.
        left = min(kind.seconds(order.settings.limites), (end - time.monotonic()) / 2)
        found = _once(kind, order, entry, left)
        pause = PAUSES[min(tries, len(PAUSES)) - 1]
        if not found.passing or tries >= kind.tries or end - time.monotonic() <= pause:
            break
        time.sleep(pause)
    step = Step(
        name=kind.name,
        outcome=found.outcome,
        seconds=round(time.monotonic() - began, 3),
        tries=tries,
        message=found.message,
    )
    return found.entry.with_step(step)


def _once(kind: Kind, order: Order, entry: Entry, seconds: float) -> Given:
    if seconds <= 0:
        message = "La nuit de cette commune a pris tout son temps avant cette étape."
        return _failed(order, entry, message, _late(kind.name))
    task = Task(
        name=kind.name,
        work=partial(_work, kind, order, entry),
        limits=Limits(seconds=seconds),
        trusted=True,
    )
    ((_, outcome),) = run_all([task], jobs=1)
    if not isinstance(outcome, ChildDied):
        return given_from(outcome)
    late = outcome.cause is Cause.DELAI
    problem = _late(kind.name) if late else broken(kind.name, outcome.message)
    told = replace(entry, faults=(*entry.faults, *filter(None, [outcome.detail])))
    found = _failed(order, told, outcome.message, problem)
    return replace(found, passing=outcome.cause in (Cause.SIGNAL, Cause.MUETTE))


def _work(kind: Kind, order: Order, entry: Entry) -> bytes:
    """The step itself, in its own process."""
    try:
        found = kind.act(order, entry)
    except UsageError as fault:
        found = _failed(order, entry, fault.problems[0].message, *fault.problems)
    except OSError as fault:
        if fault.errno not in (ENOSPC, EDQUOT):
            raise
        told = replace(entry, faults=(*entry.faults, format_exc()))
        problem = _full(kind.name)
        found = _failed(order, told, problem.message, problem)
    return to_bytes(found)


def _failed(order: Order, entry: Entry, message: str, *problems: Problem) -> Given:
    told = replace(entry, problems=(*entry.problems, *problems))
    if entry.commune.state:
        return given(told, Outcome.ECHEC, message)
    # The build itself failed, and could not say what is online.
    return given(told, Outcome.ECHEC, message, state=str(Status.ECHEC), **online(order))


def _gone(entry: Entry) -> Entry:
    problem = error(
        "commune-disparue",
        "Le dossier de la commune a disparu pendant la nuit. Son site reste en ligne tel qu’il "
        "était, et ses sauvegardes d’avant restent entières.",
        "Si ce n’est pas voulu, remettez le dossier à sa place ou restaurez-le depuis la dernière "
        "sauvegarde.",
    )
    told = replace(
        entry,
        commune=replace(entry.commune, state=GONE),
        problems=(*entry.problems, problem),
    )
    return told.with_step(Step(name="présence", outcome=Outcome.ECHEC, message=problem.message))


def _late(step: str) -> Problem:
    return error(
        "etape-trop-longue",
        f"Étape « {step} » : elle n’était pas finie à temps, et a été arrêtée.",
        "Elle sera reprise la nuit prochaine. Si cela se répète, voyez le journal ; « limites » de "
        "usine.yaml dit le temps de chacun.",
    )


def broken(step: str, why: str) -> Problem:
    return error(
        "etape-interrompue",
        f"Étape « {step} » : elle a été interrompue. {why}",
        "Elle sera reprise la nuit prochaine. Si cela se répète, voyez le journal.",
    )


def _full(step: str) -> Problem:
    return error(
        "disque-plein-la-nuit",
        f"Étape « {step} » : il n’y a plus de place sur le disque. Ce qui est en ligne y reste.",
        "Libérez de la place (« usine doctor » dit laquelle), puis relancez la nuit.",
    )
