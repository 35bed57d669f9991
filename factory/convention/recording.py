"""What `usine convention record` does: a fact noted in its file, and what follows from it.

One at a time, for all the files: who writes is soon done.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from factory.convention import agenda, common, contradictions
from factory.convention.agenda import Entry
from factory.convention.common import Commun
from factory.convention.desk import Desk, open_desk
from factory.convention.dossier import Given, opened
from factory.convention.facts import COMMITTEE, DECISION, Kind, Told, among
from factory.convention.requests import requests
from factory.ground.dates import in_words
from factory.ground.locks import waited_for
from factory.ground.moment import opening
from factory.ground.problems import Problem, UsageError, error
from factory.tenants import convention as conventions
from factory.tenants import folder
from factory.tenants.convention import Convention
from factory.tenants.settings import Settings

_IMPOSSIBLE = ("dates-de-violation", "dates-de-demande", "retrait-sans-effet", "preavis-trop-court")
"""Days that cannot be: told before they are written, since the command does not correct."""
_AHEAD = ("effet_le", "jusqu_au", "fin")
"""What is agreed for a day to come; all else has happened."""
_HEAD = "# Ce que les conventions ont en commun.\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What was noted, where, and what is to be done since: problems and days that were not there.

    `new` is False where the file said it already.
    """

    kind: Kind
    file: str
    line: int
    new: bool
    problems: tuple[Problem, ...] = ()
    deadlines: tuple[Entry, ...] = ()


def record(settings: Settings, slug: str, kind: Kind, given: Given, day: date) -> Recorded:
    """A fact of a commune's convention. Raises UsageError where it is refused: nothing is then
    written.
    """
    _happened(kind, given, day)
    with _alone(settings):
        desk = open_desk(settings, day, [slug])
        before = desk.party(desk.agreed(slug))
        tenant = folder.tenant(settings, slug)
        shown = f"{slug}/{conventions.FILE}"
        known = opened(Convention, tenant.folder / conventions.FILE, shown)
        found = known.noted(kind, given)
        bound = contradictions.check(found.read(), day, desk.commun.lectures, desk.tarif, shown)
        after = replace(before, convention=bound.value, problems=bound.problems)
        told = [one for one in after.problems if not _among(one, before.problems)]
        refused = [one for one in told if one.code in _IMPOSSIBLE]
        if refused:
            raise UsageError(*(one.at(line=0, column=0, excerpt="") for one in refused))
        if found.text != known.text:
            found.write()
    earlier = {one.deadline for one in agenda.of(before, desk, day)}
    return Recorded(
        kind=kind,
        file=shown,
        line=found.line,
        new=found.text != known.text,
        problems=tuple(told),
        deadlines=tuple(
            one for one in agenda.of(after, desk, day) if one.deadline not in earlier
        ),
    )  # fmt: skip


def decide(settings: Settings, year: Told, given: Given, day: date, *, whole: bool) -> Recorded:
    """What the committee of a year decided (`whole`: what is known of its meeting).

    A decision takes its subject and its commune from the request that it names. Raises UsageError.
    """
    kind = COMMITTEE if whole else DECISION
    _happened(kind, given, day)
    with _alone(settings):
        desk = open_desk(settings, day)
        file = settings.convention / common.FILE
        known = opened(Commun, file, f"{settings.convention.name}/{common.FILE}", _HEAD)
        met = {"annee": year}
        found = known.noted(COMMITTEE, {**met, **given} if whole else met)
        if not whole:
            rank = among(found.value.comites, COMMITTEE, year.value)
            assert rank is not None
            found = found.noted(DECISION, {**_asked(desk, given), **given}, ("comites", rank))
        if found.text != known.text:
            found.write()
    return Recorded(kind=kind, file=found.shown, line=found.line, new=found.text != known.text)


def _asked(desk: Desk, given: Given) -> dict[str, Told]:
    """The subject and the commune of the request that a decision names."""
    number = given["demande"]
    assert isinstance(number, Told)
    for one in requests(desk.requests, desk.evolutions, desk.named):
        if one.evolution and number.value in (one.numero, one.also):
            told = {"objet": one.objet, "commune": one.commune}
            return {name: Told(text=text, value=text) for name, text in told.items() if text}
    if "objet" in given:
        return {}
    raise UsageError(
        error(
            "demande-inconnue",
            f"Aucune demande d’évolution ne porte le numéro « {number.text} ».",
            "Vérifiez le numéro (« usine convention bilan » les donne) ; ou dites de quoi il "
            "s’agit avec « --objet ».",
        )
    )


def _happened(kind: Kind, given: Given, day: date) -> None:
    """Raises UsageError where a fact would be of a day to come: a slip, in the year most often."""
    for name, told in given.items():
        value = told.value if isinstance(told, Told) else None
        if name not in _AHEAD and isinstance(value, date) and opening(value).date() > day:
            raise UsageError(
                error(
                    "fait-a-venir",
                    f"{kind.title} : « {name} » serait le {in_words(value)}, qui n’est pas encore "
                    "venu.",
                    "Corrigez l’année ou le jour. Un fait s’inscrit quand il a eu lieu.",
                )
            )


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    settings.convention.mkdir(parents=True, exist_ok=True)
    with waited_for(settings.convention / ".inscriptions.verrou"):
        yield


def _among(one: Problem, known: tuple[Problem, ...]) -> bool:
    """Whether a problem was there: on whatever line, since lines have been added."""
    said: tuple[Any, ...] = (one.code, one.message)
    return any((other.code, other.message) == said for other in known)
