"""The two files that people keep: the expense ledger, and the help desk's requests (CSV).

UTF-8, « ; » or « , »; columns by name, in any order, accents and case aside. A line that cannot be
read stops the account: its sums would be false.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from factory.ground.dates import parse_instant, parse_jour, plain
from factory.ground.fields import Montant
from factory.ground.moment import opening
from factory.ground.problems import Problem, UsageError, error
from factory.ground.refusal import Refus

T = TypeVar("T")
EVOLUTION = "évolution"
_EXPENSE = ("date", "mandat", "fournisseur", "ht", "ttc", "nature", "piece")
_REQUEST = ("numero", "commune", "ouverte_le", "type", "objet")
_AMOUNT: TypeAdapter[Decimal] = TypeAdapter(Montant)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expense:
    """One payment. `line` is its line in the file; amounts in euros (a credit note is negative)."""

    line: int
    date: date
    mandat: str
    fournisseur: str
    ht: Decimal
    ttc: Decimal
    nature: str
    piece: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request to the help desk. `commune` is empty for the Métropole's own users."""

    line: int
    numero: str
    commune: str
    opened: datetime
    kind: str
    objet: str
    gravite: str = ""
    restored: datetime | None = None

    @property
    def evolution(self) -> bool:
        """A request for evolution (art. 4.6.2): the committee's."""
        return plain(self.kind) == plain(EVOLUTION)


def expenses(file: Path, year: int) -> tuple[Expense, ...]:
    """Those of a year, in the file's order. Raises UsageError with every line that is wrong."""
    return tuple(one for one in _all(file, _EXPENSE, _expense) if one.date.year == year)


def requests(file: Path, year: int) -> tuple[Request, ...]:
    """Those opened in a year. Raises UsageError with every line that is wrong."""
    return tuple(one for one in _all(file, _REQUEST, _request) if one.opened.year == year)


def _all(
    file: Path, wanted: tuple[str, ...], make: Callable[[int, dict[str, str]], T]
) -> Iterator[T]:
    if not file.is_file():
        return
    found: list[T] = []
    problems: list[Problem] = []
    for line, row in _rows(file, wanted):
        try:
            found.append(make(line, row))
        except (Refus, ValidationError) as fault:
            problems.append(_unreadable(file, line, fault))
    if problems:
        raise UsageError(*problems)
    yield from found


def _rows(file: Path, wanted: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line that is not blank, by column name. Raises UsageError where a column is missing."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(_encoding(file)) from None
    first = text.partition("\n")[0]
    reader = csv.reader(StringIO(text), delimiter=";" if ";" in first else ",", strict=True)
    try:
        names = [plain(name).replace(" ", "_") for name in next(reader, [])]
        missing = [name for name in wanted if name not in names]
        if missing:
            raise UsageError(_column(file, missing, wanted))
        for cells in reader:
            if any(cell.strip() for cell in cells):
                padded = [*cells, *[""] * (len(names) - len(cells))]
                row = dict(zip(names, (cell.strip() for cell in padded), strict=False))
                yield reader.line_num, row
    except csv.Error as fault:
        raise UsageError(_unreadable(file, reader.line_num, fault)) from None


def _expense(line: int, row: dict[str, str]) -> Expense:
    if not row["nature"] or not row["piece"]:
        raise Refus("ligne-illisible", "la nature ou la pièce justificative manque", "")
    return Expense(
        line=line,
        date=parse_jour(row["date"]),
        mandat=row["mandat"],
        fournisseur=row["fournisseur"],
        ht=_amount(row["ht"]),
        ttc=_amount(row["ttc"]),
        nature=row["nature"],
        piece=row["piece"],
    )


def _request(line: int, row: dict[str, str]) -> Request:
    own = plain(row["commune"]) in ("", "metropole")
    restored = row.get("retablie_le", "")
    return Request(
        line=line,
        numero=row["numero"],
        commune="" if own else row["commune"],
        opened=opening(parse_instant(row["ouverte_le"])),
        kind=row["type"],
        objet=row["objet"],
        gravite=row.get("gravite", ""),
        restored=opening(parse_instant(restored)) if restored else None,
    )


def _amount(text: str) -> Decimal:
    amount = _AMOUNT.validate_python(text)
    if amount != amount.quantize(Decimal("0.01")):
        raise Refus("ligne-illisible", f"« {text} » a plus de deux décimales", "")
    return amount


def _unreadable(file: Path, line: int, fault: Exception) -> Problem:
    why = fault.message if isinstance(fault, Refus) else "une valeur ne se lit pas"
    if isinstance(fault, ValidationError):
        cause = fault.errors()[0].get("ctx", {}).get("error")
        why = cause.message if isinstance(cause, Refus) else why
    return error(
        "ligne-illisible",
        f"Cette ligne ne se lit pas : {why.rstrip('.')}.",
        "Corrigez-la : le bilan n’est pas établi tant qu’une ligne manque à ses sommes.",
        file=file.name,
        line=line,
    )


def _column(file: Path, missing: list[str], wanted: tuple[str, ...]) -> Problem:
    return error(
        "colonne-absente",
        f"Il manque la colonne « {missing[0]} ».",
        f"La première ligne nomme les colonnes : {';'.join(wanted)}.",
        file=file.name,
        line=1,
    )


def _encoding(file: Path) -> Problem:
    return error(
        "registre-mal-encode",
        "Ce fichier n’est pas enregistré en UTF-8.",
        "Dans le tableur, enregistrez-le en « CSV UTF-8 ».",
        file=file.name,
    )
