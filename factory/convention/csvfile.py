"""The CSV files that people keep, read line by line.

UTF-8, « ; » or « , »; columns by name, in any order, accents and case aside. A line that cannot be
read stops the account: its sums would be false.
"""

import csv
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from factory.ground.dates import plain
from factory.ground.problems import Problem, UsageError, error
from factory.ground.refusal import Refus

T = TypeVar("T")


def lines(
    file: Path, wanted: tuple[str, ...], make: Callable[[int, dict[str, str]], T]
) -> tuple[T, ...]:
    """What `make` reads in each line, by column name; nothing where there is no file.

    Raises UsageError with every line that is wrong (`make` raises Refus or ValidationError).
    """
    if not file.is_file():
        return ()
    found: list[T] = []
    problems: list[Problem] = []
    for line, row in _rows(file, wanted):
        try:
            if row.pop("", ""):
                raise Refus(
                    "ligne-illisible",
                    "elle a plus de colonnes que la première",
                    "Entourez de guillemets droits un texte qui contient le séparateur.",
                )
            found.append(make(line, row))
        except (Refus, ValidationError) as fault:
            problems.append(_unreadable(file, line, fault))
    if problems:
        raise UsageError(*problems)
    return tuple(found)


def header(data: bytes) -> tuple[list[str], str]:
    """The names of the columns, as they are looked for, and what separates them."""
    first = data.decode("utf-8-sig").partition("\n")[0]
    delimiter = ";" if ";" in first else ","
    [names] = csv.reader([first], delimiter=delimiter)
    return [plain(name).replace(" ", "_") for name in names], delimiter


def _rows(file: Path, wanted: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line that is not blank, by column name. Raises UsageError where a column is missing."""
    data = file.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(_encoding(file)) from None
    names, delimiter = header(data)
    missing = [name for name in wanted if name not in names]
    if missing:
        raise UsageError(_column(file, missing, wanted))
    reader = csv.reader(StringIO(text), delimiter=delimiter, strict=True)
    try:
        next(reader)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                row = dict.fromkeys(names, "")
                row |= zip(names, (cell.strip() for cell in cells), strict=False)
                yield reader.line_num, row | {"": "".join(cells[len(names) :]).strip()}
    except csv.Error as fault:
        raise UsageError(_unreadable(file, reader.line_num, fault)) from None


def _unreadable(file: Path, line: int, fault: Exception) -> Problem:
    refused = fault if isinstance(fault, Refus) else None
    if isinstance(fault, ValidationError):
        cause = fault.errors()[0].get("ctx", {}).get("error")
        refused = cause if isinstance(cause, Refus) else None
    why = refused.message if refused else "une valeur ne se lit pas"
    remedy = refused.remedy if refused and refused.remedy else "Corrigez-la."
    return error(
        "ligne-illisible",
        f"Cette ligne ne se lit pas : {why.rstrip('.')}.",
        f"{remedy} Le bilan n’est pas établi tant qu’une ligne manque à ses sommes.",
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
