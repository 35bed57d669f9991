"""What a worker is told, and what it answers."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from factory.archive.registre import Lines
from factory.ground.moment import aware
from factory.ground.problems import Problem
from factory.ground.written import Written, written
from factory.tenants.usine import Metropole
from factory.theme.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What differs from one build of a commune to the next, nothing else having changed."""

    moment: datetime
    number: int
    jobs: int
    index: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One commune's build, all said."""

    slug: str
    folder: Path
    output: Path
    engine: str
    theme: Theme
    metropole: Metropole
    """Who hosts: the legal notice says so."""
    moment: datetime
    number: int
    """The generation to make, if there is anything new."""
    pages: int
    """Limits: pages, bytes in all, bytes of one file."""
    octets: int
    largest: int
    precompression: bool = True
    """Whether each file that compresses has its `.br` and `.gz` beside it."""
    jobs: int = 1
    """How many children may make its pictures at once."""
    drafts: bool = False
    clean: bool = False
    """Reuse nothing."""
    index: bool = True
    """Wait for the search's index; otherwise the one before stays: the build is not complete."""
    verify: bool = False
    """Read every blob again rather than trust stamps."""
    erasing: bool = False
    """Make a generation anew that carries nothing of the ones before: something is erased."""
    lender: Path | None = None
    """Where the same commune is published, for a preview to take pictures from."""

    @property
    def stamp(self) -> str:
        """The moment as the register and the manifest write it."""
        return self.moment.isoformat(timespec="seconds")

    @property
    def turn(self) -> Turn:
        return Turn(moment=self.moment, number=self.number, jobs=self.jobs, index=self.index)

    def at(self, turn: Turn) -> "Order":
        """The same order at another turn."""
        return replace(
            self, moment=aware(turn.moment), number=turn.number, jobs=turn.jobs, index=turn.index
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a worker did. `number` is 0 where nothing changed."""

    number: int = 0
    complete: bool = True
    """Whether the search finds what the pages say; if not, another build is needed."""
    pages: int = 0
    rendered: int = 0
    problems: tuple[Problem, ...] = ()
    removed: tuple[str, ...] = ()
    """Addresses that go without a successor."""
    before: int = 0
    """How many addresses were online."""
    moved: bool = False
    """Whether the web server is to answer otherwise: addresses moved, or went."""
    lines: Lines = field(default_factory=dict)
    """What the register will say, once the generation is online."""
    since: datetime
    until: datetime
    faults: tuple[str, ...] = field(default_factory=tuple)
    """Internal faults, as tracebacks, for the operator."""


_MADE: Written[Made] = Written(Made)


def to_bytes(made: Made) -> bytes:
    return written(made)


def from_bytes(data: bytes) -> Made:
    return _MADE.read(data)
