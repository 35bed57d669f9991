"""What a look at a drop gave, and what is remembered of it for the next one."""

from dataclasses import dataclass, field

from factory.ground.files import write_whole
from factory.ground.problems import Problem
from factory.ground.written import Written, written
from factory.reception.sources import Stamp
from factory.tenants.drop import Drop


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What was taken from a drop into the commune's sources.

    `waiting` are seconds until the files that are still being sent may be whole: another look is
    due then.
    """

    waiting: float = 0.0
    taken: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    """What is wrong with the drop itself."""
    fresh: bool = False
    """Whether these problems are not those that the last look told of."""

    @property
    def moved(self) -> bool:
        """Whether the commune's sources are no longer what they were."""
        return bool(self.taken or self.withdrawn)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The files that came from this drop, with their stamps: one that is there no more was
    withdrawn by its commune. A file of the sources that never came from here is not the drop's."""

    files: dict[str, Stamp] = field(default_factory=dict)
    cut: dict[str, Stamp] = field(default_factory=dict)
    """The files whose sending was broken off, as they were left: none is taken like that."""
    problems: tuple[Problem, ...] = ()
    """What was said of the drop itself: it is not said twice."""


_FORM = Written[Record](Record)
_NAME = "recu.json"


def read(drop: Drop) -> Record:
    """Raises ValueError where the record is not one: withdrawals could not be told from losses."""
    try:
        return _FORM.read((drop.state / _NAME).read_bytes())
    except FileNotFoundError:
        return Record()


def write(drop: Drop, record: Record) -> None:
    drop.state.mkdir(exist_ok=True)
    write_whole(drop.state / _NAME, written(record), 0o600)
