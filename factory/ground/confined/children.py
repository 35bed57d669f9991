"""Confined children: each task runs in a process of its own, and dies alone.

A task is a function that returns bytes (JSON, say: the parent checks what it reads, and never
unpickles what a confined process wrote). Its child has limits, a deadline, its own process group
and, where the kernel has it, Landlock; it keeps no open file of the parent's. Linux only.

The child is a plain fork, so what the parent has imported is already there. The parent may have
threads, but then the task must not wait for a lock that another thread may have held at the fork
(logging's and import's are safe: Python renews them). The thread that starts a child must live
until it has the answer: the kernel kills the child when that thread ends. A child may itself run
children: they are at least as confined as it is.
"""

import os
import selectors
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from factory.ground.confined.child import live
from factory.ground.confined.confinement import code_roots
from factory.ground.confined.deaths import ChildDied, death, whole
from factory.ground.confined.limits import Limits

__all__ = ["ChildDied", "Limits", "Task", "run", "run_all"]

_CHUNK = 1 << 16
_TAIL = 1 << 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """`work` to be done in a child that reads `read` and reads and writes `write`, no more."""

    name: str
    work: Callable[[], bytes]
    read: tuple[Path, ...] = ()
    write: tuple[Path, ...] = ()
    limits: Limits = field(default_factory=Limits)
    trusted: bool = False
    """The factory's own work, which reads no content itself: a deadline, and no confinement."""


def run(
    work: Callable[[], bytes],
    *,
    read: Sequence[Path] = (),
    write: Sequence[Path] = (),
    limits: Limits | None = None,
) -> bytes:
    """The bytes that `work` returns, computed in one confined child.

    Raises ChildDied when the child is killed, is too slow or too big, or when `work` raises.
    """
    limits = limits or Limits()
    task = Task(name="", work=work, read=tuple(read), write=tuple(write), limits=limits)
    for _, outcome in run_all([task], jobs=1):
        if isinstance(outcome, ChildDied):
            raise outcome
        return outcome
    raise AssertionError("one task, one outcome")


def run_all(tasks: Iterable[Task], *, jobs: int) -> Iterator[tuple[Task, bytes | ChildDied]]:
    """Each task with its bytes or the death of its child, as they finish.

    At most `jobs` children live at once; `tasks` is read as places come free. Leaving the loop
    early, or KeyboardInterrupt, kills those that still live. Deadlines are watched while the
    loop waits here: a caller that dwells on an outcome only delays them.
    """
    waiting = iter(tasks)
    living: dict[int, Child] = {}
    done: deque[Child] = deque()
    with selectors.DefaultSelector() as selector:
        try:
            while True:
                while len(living) < jobs and (task := next(waiting, None)) is not None:
                    child = Child(task, selector)
                    living[child.pid] = child
                if not living:
                    return
                soonest = min(child.deadline for child in living.values())
                for key, _ in selector.select(max(0.0, soonest - time.monotonic())):
                    if key.data.take(key.fd):
                        done.append(key.data)
                now = time.monotonic()
                for child in living.values():
                    if child.deadline <= now and child not in done:
                        child.kill()
                        child.late = True
                        done.append(child)
                while done:
                    child = done.popleft()
                    del living[child.pid]
                    yield child.task, child.bury()
        finally:
            for child in (*living.values(), *done):
                child.kill()
                child.bury()


class Child:
    """The parent's side of one child: its pipes, its deadline, its end.

    One that `stays` is sent what it is asked next through `asked` (`residents.py`).
    """

    def __init__(
        self, task: Task, selector: selectors.BaseSelector, *, stays: bool = False
    ) -> None:
        self.task = task
        self.late = False
        self._selector = selector
        answer, answer_end = os.pipe()
        noise, noise_end = os.pipe()
        asked_end, self.asked = os.pipe() if stays else (-1, -1)
        parent = os.getpid()
        code_roots()  # looked up once, here, for all children
        self.pid = os.fork()
        if self.pid == 0:
            live(task, answer=answer_end, noise=noise_end, asked=asked_end, parent=parent)
        for end in (answer_end, noise_end, asked_end):
            if end >= 0:
                os.close(end)
        with suppress(OSError):  # the child does it too: whoever comes first
            os.setpgid(self.pid, self.pid)
        self.deadline = time.monotonic() + task.limits.seconds
        self._end = os.pidfd_open(self.pid)
        self._read = {answer: bytearray(), noise: bytearray()}
        self._answer, self._noise = answer, noise
        for fd in self._read:
            os.set_blocking(fd, False)
        for fd in (self._end, *self._read):
            selector.register(fd, selectors.EVENT_READ, self)

    def take(self, fd: int) -> bool:
        """Read what `fd` has ready; whether the child has ended."""
        if fd == self._end:
            return True
        if fd in self._read and not self._drain(fd, once=True):
            self._selector.unregister(fd)
        return False

    def answered(self) -> bytes | None:
        """The answer of a child that stays, once it is whole; None before."""
        data = whole(self._read[self._answer])
        if data is not None:
            self._read[self._answer].clear()
        return data

    def kill(self) -> None:
        """Kill the child and all its group. It is not reaped yet: its number is still its own."""
        for end in (os.killpg, os.kill):
            with suppress(OSError):
                end(self.pid, signal.SIGKILL)

    def bury(self) -> bytes | ChildDied:
        """Reap the child; its answer, or what it died of."""
        os.waitid(os.P_PIDFD, self._end, os.WEXITED | os.WNOWAIT)
        self.kill()  # what it may have left behind in its group
        status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        for fd in self._read:
            self._drain(fd)
        for fd in (self._end, *self._read):
            with suppress(KeyError):
                self._selector.unregister(fd)
            os.close(fd)
        if self.asked >= 0:
            os.close(self.asked)
        answer = self._read[self._answer]
        noise = bytes(self._read[self._noise])
        return death(answer, noise, status=status, late=self.late, limits=self.task.limits)

    def _drain(self, fd: int, *, once: bool = False) -> bool:
        """Read what is ready; False at the end of the pipe. Of the noise, keep the end."""
        while True:
            try:
                data = os.read(fd, _CHUNK)
            except BlockingIOError:
                return True
            if not data:
                return False
            self._read[fd] += data
            if fd == self._noise:
                del self._read[fd][:-_TAIL]
            if once:
                return True
