"""What is to be mended in the conventions, for those who look at something else.

A build, a check, a status, a morning page: none of them needs a convention, and each says that one
is broken or contradictory.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from factory.convention.desk import Desk, open_desk
from factory.ground.problems import Problem, UsageError
from factory.tenants.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Mending:
    """By commune's slug, those that have something; `shared`: in what is common to all."""

    communes: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    shared: tuple[Problem, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.communes or self.shared)

    def line(self, slug: str) -> str:
        """« sa convention a 2 points à corriger », and the command that says them; else empty."""
        count = len(self.communes.get(slug, ()))
        if not count:
            return ""
        points = f"{count} points" if count > 1 else "un point"
        return f"sa convention a {points} à corriger (« usine convention show {slug} »)"

    def as_json(self) -> dict[str, Any]:
        return {
            "communes": {
                slug: [problem.as_json() for problem in found]
                for slug, found in self.communes.items()
            },
            "commun": [problem.as_json() for problem in self.shared],
        }


def to_mend(settings: Settings, day: date, only: Sequence[str] = ()) -> Mending:
    """What the conventions of these communes (all, where `only` is empty) have to mend that day.

    Never raises: a shared file that does not load is itself to be mended.
    """
    try:
        return of(open_desk(settings, day, only))
    except UsageError as fault:
        return Mending(shared=fault.problems)


def of(desk: Desk) -> Mending:
    return Mending(
        communes={party.slug: party.to_mend for party in desk.parties if party.to_mend},
        shared=desk.problems,
    )
