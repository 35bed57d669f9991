"""Running a command, and what it cost."""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_LAUNCH = Path(__file__).with_name("launch.py")


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
    with tempfile.NamedTemporaryFile("r", encoding="ascii") as report:
        done = subprocess.run(
            [sys.executable, "-S", str(_LAUNCH), report.name, *command],
            env={**os.environ, **(env or {})},
            input=stdin,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        said = report.read()
    if not said:
        raise Failed(f"not started: {' '.join(command)}\n{done.stderr[-2000:]}")
    code, wall, cpu, rss = said.split()
    if int(code) not in accepted:
        raise Failed(f"exit {code}: {' '.join(command)}\n{done.stderr[-2000:]}")
    return Cost(wall=float(wall), cpu=float(cpu), rss=int(rss) / 1024)


def median(costs: Iterable[Cost]) -> Cost:
    """Each figure's own median."""
    every = list(costs)
    return Cost(
        wall=statistics.median(cost.wall for cost in every),
        cpu=statistics.median(cost.cpu for cost in every),
        rss=statistics.median(cost.rss for cost in every),
    )
