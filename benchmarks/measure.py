"""Running a command, and what it cost."""

import os
import statistics
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """`wall` and `cpu` in seconds, the whole process tree; `rss` the largest
    process's peak, in MiB.
    """

    wall: float
    cpu: float
    rss: float


class Failed(Exception):
    """A measured command failed: what it cost would mean nothing."""


def run(
    command: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    stdin: str = "",
    accepted: tuple[int, ...] = (0,),
) -> Cost:
    """Run `command` to its end. Raises Failed, with the end of its output, on another exit code.

    CPU and memory come from wait4: they cover every descendant that was waited for.
    """
    with Path(os.devnull).open("w") as nowhere:
        start = time.perf_counter()
        child = subprocess.Popen(
            command,
            env={**os.environ, **(env or {})},
            stdin=subprocess.PIPE,
            stdout=nowhere,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert child.stdin and child.stderr
        child.stdin.write(stdin)
        child.stdin.close()
        said = child.stderr.read()
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
    code = child.returncode = os.waitstatus_to_exitcode(status)
    if code not in accepted:
        raise Failed(f"exit {code}: {' '.join(command)}\n{said[-2000:]}")
    return Cost(wall=wall, cpu=usage.ru_utime + usage.ru_stime, rss=usage.ru_maxrss / 1024)


def median(costs: Iterable[Cost]) -> Cost:
    """Each figure's own median."""
    every = list(costs)
    return Cost(
        wall=statistics.median(cost.wall for cost in every),
        cpu=statistics.median(cost.cpu for cost in every),
        rss=statistics.median(cost.rss for cost in every),
    )
