"""Limits: how much of the machine one child may take."""

import os
import resource
from dataclasses import dataclass
from pathlib import Path

_MO = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one child may use. A child of a limited process never gets more than it."""

    seconds: float = 600.0
    """From its start to its answer, by the clock on the wall."""
    cpu: int | None = None
    """Seconds of processor; None leaves only the deadline."""
    memory: int = 1024 * _MO
    """Bytes it may allocate beyond what it inherits from its parent."""
    file: int = 1024 * _MO
    """Bytes of the largest file it may write."""
    files: int = 512
    """Files open at once."""
    nice: int = 0
    """Courtesy towards other processes, 0 to 19."""


def impose(limits: Limits) -> None:
    """Bind the calling process and its children to `limits`, for ever."""
    _cap(resource.RLIMIT_CORE, 0)
    _cap(resource.RLIMIT_FSIZE, limits.file)
    _cap(resource.RLIMIT_NOFILE, limits.files)
    # DATA rather than AS: libraries and files mapped for reading are not what runs away.
    _cap(resource.RLIMIT_DATA, _inherited_memory() + limits.memory)
    if limits.cpu is not None:
        # The soft limit is a signal that says why; the hard one, a second later, cannot be caught.
        _cap(resource.RLIMIT_CPU, limits.cpu, margin=1)
    if limits.nice:
        os.nice(limits.nice)


def _cap(kind: int, value: int, *, margin: int = 0) -> None:
    hard = resource.getrlimit(kind)[1]
    roof = value + margin if hard == resource.RLIM_INFINITY else min(hard, value + margin)
    resource.setrlimit(kind, (min(value, roof), roof))


def _inherited_memory() -> int:
    """Bytes of data and stack this process already has; what a nested child inherits is its
    parent's allowance, and /proc is closed to it."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[5])
    except OSError:
        return resource.getrlimit(resource.RLIMIT_DATA)[0]
    return pages * resource.getpagesize()
