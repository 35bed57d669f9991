"""Refusals gathered, so that all of a value's faults are told at once."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from pydantic import BaseModel, ValidationError

from factory.ground.models.refusal_text import described
from factory.ground.refusal import Refus, Refuses

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=BaseModel)
Way = tuple[str | int, ...]


class Faults:
    """What was refused so far, each with the way to it."""

    def __init__(self) -> None:
        self.refusals: list[tuple[Way, Refus]] = []

    def add(self, way: Way, refus: Refus) -> None:
        self.refusals.append((way, refus))

    def within(self, way: Way, read: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R | None:
        """`read(…)`, or None where it refuses: its refusals are kept, placed under `way`."""
        try:
            return read(*args, **kwargs)
        except Refuses as refuses:
            self.refusals += [((*way, *below), refus) for below, refus in refuses.refusals]
        except Refus as refus:
            self.refusals.append((way, refus))
        return None

    def each(self, key: str, model: type[M], value: Any) -> tuple[M | None, ...]:
        """A list's items (or the one item) as models."""
        several = isinstance(value, list | tuple)
        return tuple(
            self.within((key, rank) if several else (key,), validated, model, item)
            for rank, item in enumerate(value if several else [value])
        )

    def tell(self) -> None:
        """Raises `Refuses` where anything was refused."""
        if self.refusals:
            raise Refuses(self.refusals)


def validated(model: type[M], value: Any) -> M:
    """`model.model_validate(value)`, its errors as one `Refuses`."""
    try:
        return model.model_validate(value)
    except ValidationError as caught:
        raise Refuses(refusals(model, caught)) from None


def refusals(model: type[BaseModel], caught: ValidationError) -> list[tuple[Way, Refus]]:
    """Each of pydantic's errors as a refusal in French, with the way to it."""
    found: list[tuple[Way, Refus]] = []
    for detail in caught.errors(include_url=False):
        way: Way = detail["loc"]
        cause = detail.get("ctx", {}).get("error")
        if isinstance(cause, Refuses):
            found += [((*way, *below), refus) for below, refus in cause.refusals]
        elif isinstance(cause, Refus):
            found.append((way, cause))
        else:
            found.append((way, Refus(*described(model, way, detail))))
    return found
