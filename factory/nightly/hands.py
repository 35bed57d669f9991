"""What a machine that lends its hands does: it is compared first, then runs errands.

Called on a worker of dask.distributed, and imports nothing of it. Each errand has a process of its
own there too, with its deadline: a stuck one takes no place for ever.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from factory.build.engine import LIBRARIES
from factory.ground.confined.children import ChildDied, run_all
from factory.ground.confined.deaths import Cause
from factory.ground.problems import UsageError
from factory.nightly.crew import Errand, task
from factory.nightly.versions import versions

_MORE = ("dask", "distributed", "pillow", "resvg-py", "cloudpickle", "tornado", "msgpack")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a machine says of itself. `shares`: it sees the file that was just written."""

    versions: dict[str, str]
    shares: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One errand's: its bytes, or the death of its process."""

    data: bytes = b""
    cause: str = ""
    message: str = ""
    detail: str = ""
    status: int = 0

    @property
    def outcome(self) -> bytes | ChildDied:
        if not self.cause:
            return self.data
        return ChildDied(Cause(self.cause), self.message, status=self.status, detail=self.detail)


def look(witness: Path) -> Seen:
    """What this machine is made of, and whether it sees the shared folders."""
    return Seen(versions=made_with(), shares=witness.is_file())


@cache
def made_with() -> dict[str, str]:
    """The factory's code, Python, and each library that takes part."""
    found = dict(versions(None))
    for name in (*LIBRARIES, *_MORE):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found


def work(errands: Sequence[Errand], expected: dict[str, str]) -> list[Answer] | None:
    """Each errand's answer; None where this machine is not made of the same."""
    if made_with() != expected:
        return None
    return [_done(errand) for errand in errands]


def _done(errand: Errand) -> Answer:
    try:
        errand.prepare()
    except UsageError as fault:
        return Answer(cause=Cause.PANNE, message=fault.problems[0].message)
    ((_, outcome),) = run_all([task(errand)], jobs=1)
    if not isinstance(outcome, ChildDied):
        return Answer(data=outcome)
    return Answer(
        cause=outcome.cause,
        message=outcome.message,
        detail=outcome.detail,
        status=outcome.status,
    )
