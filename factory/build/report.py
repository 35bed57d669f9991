"""How a commune's build ended, and what it has to say."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from factory.ground.problems import Problem, Severity


class Status(StrEnum):
    """How a commune's build ended."""

    PUBLIEE = "publiée"
    INCHANGEE = "inchangée"
    RETENUE = "retenue"
    """Built, and not put online: it would remove too much."""
    SUSPENDUE = "suspendue"
    """Under a rollback's hold."""
    TERMINEE = "terminée"
    """Its convention is over: what is online stays, until the commune is destroyed."""
    OCCUPEE = "occupée"
    """Another build of it is running."""
    ECHEC = "non publiée"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One commune's build, told."""

    slug: str
    status: Status
    problems: tuple[Problem, ...] = ()
    pages: int = 0
    rendered: int = 0
    number: int = 0
    until: datetime | None = None
    """When a date next changes the site, if one does."""
    complete: bool = True
    """Whether the search finds what is online; if not, its index is still to follow."""
    faults: tuple[str, ...] = ()
    passing: bool = False
    """What kept it from being published may be over at the next try."""
    online: float | None = None
    """When the new generation went online (`time.monotonic`): what follows, nobody waits for."""

    @property
    def with_reserves(self) -> bool:
        """Published, with something to mend."""
        return any(problem.severity is not Severity.INFORMATION for problem in self.problems)

    @property
    def exit_code(self) -> int:
        """0 all well, 1 problems to mend, 3 something promised was not done (DESIGN §5)."""
        if self.status in (Status.ECHEC, Status.RETENUE, Status.OCCUPEE):
            return 3
        return 1 if self.with_reserves else 0
