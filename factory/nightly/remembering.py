"""What a night knows of those before, and what it leaves to the history."""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from pathlib import Path

from factory.archive.history import FILE, History, NewerHistory
from factory.archive.nights import CommuneNight, Night, Publication, Trial
from factory.build import generation
from factory.build.layout import Layout
from factory.ground.locks import waited_for
from factory.ground.problems import Problem, error
from factory.ground.system import why
from factory.nightly.order import Entry
from factory.nightly.shard import part_of
from factory.nightly.steps import CHECK, DRILL, PROOF

PROOFS = 7
"""All communes are proven within as many nights…"""
DRILLS = 30
"""…and a backup of each is restored within as many."""
CHECKS = 7
"""…and each is checked again, changed or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """What the history says as a night begins. `problem` is what is wrong with it."""

    last: Night | None = None
    before: dict[str, CommuneNight] = field(default_factory=dict)
    proofs: dict[str, Trial] = field(default_factory=dict)
    drills: dict[str, Trial] = field(default_factory=dict)
    problem: Problem | None = None


def recall(memory: Path, slugs: Sequence[str], now: datetime) -> Recalled:
    """A history that is damaged is put aside, and a new one begun; one that is newer is left."""
    try:
        with _alone(memory), History(memory) as history:
            history.check()
            return _recalled(history, slugs)
    except NewerHistory:
        return Recalled(problem=_newer())
    except sqlite3.OperationalError as fault:
        return Recalled(problem=_unwritable(str(fault)))
    except (sqlite3.DatabaseError, ValueError):
        with suppress(OSError):
            _put_aside(memory, now)
        return Recalled(problem=_damaged(now))
    except OSError as fault:
        return Recalled(problem=_unwritable(why(fault)))


def keep(memory: Path, output: Path, night: Night, entries: Iterable[Entry] = ()) -> Problem | None:
    """Write the night in the history, with what is told of each commune.

    What kept it from being written, if something did.
    """
    try:
        with _alone(memory), History(memory) as history:
            for entry in entries:
                slug = entry.commune.commune
                history.note(night.start, entry.commune, entry.problems)
                switches = generation.switches(Layout(output / slug))
                history.note_publications(
                    slug,
                    (
                        Publication(moment=when, generation=number, complete=complete)
                        for number, when, complete in switches
                    ),
                )
            history.note_night(night)
    except NewerHistory:
        return _newer()
    except (sqlite3.Error, OSError, ValueError) as fault:
        return _unwritable(str(fault))
    return None


def code(memory: Path, night: datetime, but: Sequence[str]) -> int:
    """The worst of what that night did for the communes that are not named."""
    try:
        with _alone(memory), History(memory) as history:
            known = history.communes(night)
    except (sqlite3.Error, OSError, NewerHistory):
        return 0
    return max((one.code for one in known if one.commune not in but), default=0)


def turns(
    recalled: Recalled, slugs: Sequence[str], everything: bool, day: int
) -> dict[str, set[str]]:
    """Commune → the steps whose turn it is tonight: those that waited longest.

    `everything`: each is checked, since what checks or what is built with has changed.
    """
    found: dict[str, set[str]] = {slug: set() for slug in slugs}
    for slug in _longest(recalled.proofs, slugs, PROOFS):
        found[slug].add(PROOF)
    for slug in _longest(recalled.drills, slugs, DRILLS):
        found[slug].add(DRILL)
    for slug in slugs:
        if everything or part_of(slug, CHECKS) == day % CHECKS + 1:
            found[slug].add(CHECK)
    return found


def _longest(known: dict[str, Trial], slugs: Iterable[str], nights: int) -> list[str]:
    """Those never tried first, then the oldest: a share of all, at least one."""
    waiting = sorted(slugs, key=lambda s: (known[s].moment.timestamp() if s in known else 0.0, s))
    return waiting[: ceil(len(waiting) / nights)]


def _recalled(history: History, slugs: Sequence[str]) -> Recalled:
    last = history.last_night()
    return Recalled(
        last=last,
        before={slug: found for slug in slugs if (found := history.last(slug))},
        proofs={slug: proof for slug in slugs if (proof := history.last_proof(slug))},
        drills={slug: drill for slug in slugs if (drill := history.last_drill(slug))},
    )


def _alone(memory: Path) -> AbstractContextManager[None]:
    """Several machines may write it, one at a time: SQLite's own locks are for one machine."""
    memory.mkdir(parents=True, exist_ok=True)
    return waited_for(memory / "historique.verrou")


def _put_aside(memory: Path, now: datetime) -> None:
    stamp = now.strftime("%Y-%m-%dT%H%M%S")
    for suffix in ("", "-wal", "-shm"):
        path = memory / f"{FILE}{suffix}"
        if path.exists():
            path.rename(memory / f"historique-abime-{stamp}.sqlite{suffix}")


def _damaged(now: datetime) -> Problem:
    return error(
        "historique-abime",
        "L’historique de l’usine est abîmé : il a été mis de côté, et un nouveau commence.",
        "Restaurez « historique.sqlite » depuis la sauvegarde des systèmes ; le fichier abîmé est "
        f"à côté, daté du {now:%d/%m/%Y}.",
    )


def _newer() -> Problem:
    return error(
        "historique-plus-recent",
        "L’historique a été écrit par une version plus récente de l’usine : il n’est ni lu ni "
        "complété.",
        "Remettez en place la version récente de l’usine.",
    )


def _unwritable(why: str) -> Problem:
    return error(
        "historique-inaccessible",
        f"L’historique de l’usine n’a pas pu être lu ou complété : {why}.",
        "Vérifiez la place libre et les droits du dossier « memoire ». La nuit prochaine y "
        "ajoutera ce qui manque.",
    )
