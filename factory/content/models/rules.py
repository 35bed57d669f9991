"""Rules between the fields of a front matter."""

from datetime import date, datetime
from typing import NamedTuple

from factory.ground.moment import closing, opening
from factory.ground.problems import Problem, error


class Fault(NamedTuple):
    """A problem and the key it is about; loading says on which line that key stands."""

    key: tuple[str | int, ...]
    problem: Problem


def fault(key: str, problem: Problem) -> Fault:
    return Fault(tuple(key.split(".")), problem)


def ends_before(start: date | datetime | None, end: date | datetime | None) -> bool:
    """Whether both are given and the end comes first (DESIGN §4: a day lasts until its end)."""
    return start is not None and end is not None and closing(end) <= opening(start)


def wrong_order(key: str, start_key: str) -> Fault:
    """The fault of a stretch of time that ends before it begins."""
    return fault(
        key,
        error(
            "dates-inversees",
            f"« {key} » vient avant « {start_key} ».",
            "Vérifiez le jour, l’année et l’heure des deux dates.",
        ),
    )
