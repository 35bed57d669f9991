"""`depenses.csv`, the expense ledger: one line for each payment, and its proof (art. 4.5 and 6)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from pydantic import TypeAdapter

from factory.convention import csvfile
from factory.ground.dates import parse_jour
from factory.ground.models.fields import Montant
from factory.ground.refusal import Refus

_COLUMNS = ("date", "mandat", "fournisseur", "ht", "ttc", "nature", "piece")
_AMOUNT: TypeAdapter[Decimal] = TypeAdapter(Montant)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expense:
    """One payment. `line` is its line in the file; amounts in euros (a credit note is negative).

    `affectation`: whom it is for, a commune's slug or an operation's number; empty where it is
    shared by all.
    """

    line: int
    date: date
    mandat: str
    fournisseur: str
    ht: Decimal
    ttc: Decimal
    nature: str
    piece: str
    affectation: str = ""


def expenses(file: Path, assigned: Callable[[str], str]) -> tuple[Expense, ...]:
    """Every line, in order. `assigned` knows whom the optional column « affectation » names.

    Raises UsageError with every line that is wrong; `assigned` raises Refus.
    """
    return csvfile.lines(file, _COLUMNS, lambda line, row: _expense(line, row, assigned))


def _expense(line: int, row: dict[str, str], assigned: Callable[[str], str]) -> Expense:
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
        affectation=assigned(row.get("affectation", "")),
    )


def _amount(text: str) -> Decimal:
    amount = _AMOUNT.validate_python(text)
    if amount != amount.quantize(Decimal("0.01")):
        raise Refus("ligne-illisible", f"« {text} » a plus de deux décimales", "")
    return amount
