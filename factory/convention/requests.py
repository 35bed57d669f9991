"""What was asked of the help desk, and what the committee is asked (art. 4.6 and 10).

`demandes.csv` is the help desk's own list, if somebody gives it. `evolutions.csv` is written by
`usine assistance --evolution` alone: a line for each request for evolution, added, never changed.
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import StringIO
from pathlib import Path

from factory.convention import csvfile
from factory.ground.dates import parse_instant, plain
from factory.ground.files import sync, write_whole
from factory.ground.locks import waited_for
from factory.ground.moment import opening, wall
from factory.ground.problems import UsageError, error

EVOLUTION = "évolution"
COLUMNS = ("numero", "commune", "ouverte_le", "type", "objet")
Named = Callable[[str], str]
"""The slug that a text names (empty: the Métropole's own users); raises Refus."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request. `commune` is a slug, empty for the Métropole's own users.

    `also`: its number at the help desk, where `numero` is the one that the factory gave it.
    """

    line: int
    numero: str
    commune: str
    opened: datetime
    kind: str
    objet: str
    gravite: str = ""
    restored: datetime | None = None
    also: str = ""

    @property
    def evolution(self) -> bool:
        """A request for evolution (art. 4.6.2): the committee's."""
        return plain(self.kind) == plain(EVOLUTION)

    @property
    def numbers(self) -> str:
        return f"{self.numero} ({self.also})" if self.also else self.numero


def requests(desk_file: Path, own_file: Path, named: Named) -> tuple[Request, ...]:
    """All of both files. A request for evolution that is in both is one.

    Its subject at the help desk bears the number that the factory gave it (« E-2026-1 »).
    Raises UsageError with every line that is wrong.
    """
    own = {one.numero: one for one in _read(own_file, named)}
    told = []
    for one in _read(desk_file, named):
        number = next((number for number in own if _bears(one.objet, number)), None)
        if number is None:
            told.append(one)
        else:
            own[number] = replace(own[number], also=one.numero, restored=one.restored)
    return (*told, *own.values())


def inscribe(file: Path, slug: str, objet: str, when: datetime) -> tuple[str, bool]:
    """The number of a request for evolution in the committee's list, and whether it is new.

    The same request of the same commune in the same year is there once. The file is written anew
    beside itself and takes its own place: a reader finds the list with the line, or without.
    Raises UsageError where the list cannot be read or written.
    """
    objet, now = " ".join(objet.split()), wall(when)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with waited_for(file.with_name(f".{file.name}.verrou")):
            known = [one for one in _read(file, str) if wall(one.opened).year == now.year]
            for one in known:
                if one.commune == slug and plain(one.objet) == plain(objet):
                    return one.numero, False
            taken = [int(one.numero.rpartition("-")[2]) for one in known]
            number = f"E-{now.year}-{max(taken, default=0) + 1}"
            before = file.read_bytes() if file.is_file() else _line(COLUMNS)
            names, delimiter = csvfile.header(before)
            made = (number, slug, f"{now:%Y-%m-%d %H:%M}", EVOLUTION, objet)
            cells = dict(zip(COLUMNS, made, strict=True))
            line = _line([cells.get(name, "") for name in names], delimiter)
            write_whole(file, before + (b"" if before.endswith(b"\n") else b"\n") + line)
            sync(file.parent)
            return number, True
    except (OSError, ValueError) as fault:
        raise UsageError(
            error(
                "evolution-non-inscrite",
                f"La demande n’a pas été inscrite à la liste du comité ({fault}).",
                "Vérifiez que ce fichier peut s’écrire, que personne ne l’a modifié, et "
                "recommencez.",
                file=str(file),
            )
        ) from None


def _read(file: Path, named: Named) -> tuple[Request, ...]:
    return csvfile.lines(file, COLUMNS, lambda line, row: _request(line, row, named))


def _request(line: int, row: dict[str, str], named: Named) -> Request:
    restored = row.get("retablie_le", "")
    return Request(
        line=line,
        numero=row["numero"],
        commune=named(row["commune"]),
        opened=opening(parse_instant(row["ouverte_le"])),
        kind=row["type"],
        objet=row["objet"],
        gravite=row.get("gravite", ""),
        restored=opening(parse_instant(restored)) if restored else None,
    )


def _bears(text: str, number: str) -> bool:
    """Whether a number stands in a text as a word: « E-2026-1 » isn't in « E-2026-12 »."""
    return number in text.replace(":", " ").replace(",", " ").replace(".", " ").split()


def _line(cells: Sequence[str], delimiter: str = ";") -> bytes:
    text = StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerow(cells)
    return text.getvalue().encode()


def of(asked: Sequence[Request], slug: str) -> tuple[Request, ...]:
    return tuple(one for one in asked if one.commune == slug)
