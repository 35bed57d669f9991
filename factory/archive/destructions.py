"""What the factory remembers of a commune that it destroyed, or is destroying.

    <memoire>/destructions/<commune>/<start>/journal.json      written first, then after each place
    <memoire>/destructions/<commune>/<start>/proces-verbal.*   the papers, once all is gone

It holds no content: places, counts, bytes, dates, and the references of letters. It is kept for
good, and is what the web server knows hosts by that answer 410.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from factory.ground.files import sync, write_whole
from factory.ground.problems import Problem, UsageError, error
from factory.ground.written import Written, written

FOLDER = "destructions"
_JOURNAL = "journal.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A letter: its day, its reference, and what it says, in a word or two."""

    date: date
    reference: str
    objet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """Why a commune may be destroyed: what each condition was found to be."""

    fin: date
    """The last day of the convention."""
    motif: str
    article: str
    instruction: Piece
    recepisse: Piece | None
    visa: Piece | None
    preuve: str
    """When the export was last proven (ISO 8601)."""
    empreinte: str
    """One digest for the site that the export gives back."""
    recu: str
    """SHA-256 of the receipt of that proof, which goes with the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Emptied:
    """A place: what was found there when it was first looked at, and whether it is empty now."""

    lieu: str
    fichiers: int
    octets: int
    """Of files, each once however many names it has."""
    detruit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Destruction:
    """One commune's destruction. `fin` is None while it is under way."""

    commune: str
    nom: str
    hotes: tuple[str, ...]
    fictive: bool
    debut: datetime
    motifs: Grounds
    lieux: tuple[Emptied, ...] = ()
    reponse: str = ""
    """What the web server answered, where it was asked: « 410 »; else why it was not."""
    fin: datetime | None = None
    version: int = 1

    def folder(self, memory: Path) -> Path:
        """Where its journal and its papers are."""
        return memory / FOLDER / self.commune / self.debut.strftime("%Y-%m-%dT%H%M%S")

    def place(self, name: str) -> Emptied | None:
        return next((one for one in self.lieux if one.lieu == name), None)

    def noting(self, place: Emptied) -> "Destruction":
        """With that place, in its own rank where it is known already."""
        if self.place(place.lieu) is None:
            return replace(self, lieux=(*self.lieux, place))
        lieux = tuple(place if one.lieu == place.lieu else one for one in self.lieux)
        return replace(self, lieux=lieux)


_FORM: Written[Destruction] = Written(Destruction)


def keep(memory: Path, known: Destruction) -> None:
    """Write it, and wait until it is on the disk: what follows cannot be undone."""
    folder = known.folder(memory)
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / _JOURNAL, written(known) + b"\n")
    sync(folder)


def all_of(memory: Path, slug: str = "*") -> Iterator[Destruction]:
    """Every destruction, or those of one commune, oldest first.

    Raises UsageError where a journal does not read: nothing is done beside a destruction that may
    be under way.
    """
    for path in sorted((memory / FOLDER).glob(f"{slug}/*/{_JOURNAL}")):
        try:
            yield _FORM.read(path.read_bytes())
        except ValueError:
            raise UsageError(_unreadable(path)) from None


def under_way(memory: Path, slug: str) -> Destruction | None:
    """The destruction of that commune that has begun and has not ended."""
    return next((one for one in all_of(memory, slug) if one.fin is None), None)


def last(memory: Path, slug: str) -> Destruction | None:
    """The last destruction of that commune, ended or not."""
    return max(all_of(memory, slug), key=lambda one: one.debut, default=None)


def refuse(memory: Path, slug: str) -> None:
    """Raises UsageError where that commune is being destroyed: nothing may take its place."""
    if os.path.isdir(memory / FOLDER / slug) and under_way(memory, slug) is not None:
        raise UsageError(
            error(
                "destruction-en-cours",
                f"La commune « {slug} » est en cours de destruction.",
                f"Terminez-la d’abord : « usine destroy {slug} » reprend où elle s’est arrêtée.",
            )
        )


def _unreadable(path: Path) -> Problem:
    return error(
        "destruction-illisible",
        "Le journal d’une destruction ne se lit pas.",
        "Remettez ce fichier en place depuis la sauvegarde des systèmes. D’ici là, rien n’est "
        "détruit ni remis en place pour cette commune.",
        file=str(path),
    )
