"""Residents: confined children that stay, for whom the same work is asked again and again.

A child that stays has read its commune already: its memory holds what a new one would have to
read, and touch page by page, before it could begin. It is confined as any other, for the same
folders, has the same limits and a deadline for each answer, and dies alone.

Its confinement holds for folders, not for their names: one that was removed and made again needs
a new child. So the parent keeps each folder open, and compares.
"""

import os
import selectors
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress

from factory.ground.confined.child import LENGTH, Repeated
from factory.ground.confined.children import Child, Task, run_all
from factory.ground.confined.deaths import ChildDied

MOST = 4
"""Children kept at once: who is at work today has one, the factory's memory is bounded."""
IDLE = 900.0
"""Seconds after which one that is asked nothing goes."""
TIMES = 200
"""Answers after which one goes: what it may have let grow goes with it."""


class Residents:
    """Carries tasks one by one to children that stay. May be used by several threads.

    As for any child, the thread that started one must live as long as it.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._waiting: dict[str, _Resident] = {}
        self._lock = threading.Lock()

    def carry(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, bytes | ChildDied]]:
        """Each task with its bytes or the death of its child."""
        for task in tasks:
            if isinstance(task.work, Repeated):
                yield task, self._outcome(task, task.work)
            else:
                yield from run_all([task], jobs=1)

    def tidy(self) -> None:
        """Let go of those that were asked nothing for long."""
        now = time.monotonic()
        self._let_go([name for name, one in self._here() if one.since + IDLE < now])

    def forget(self, name: str) -> None:
        """Let go of the one that did the tasks of that name, with all that it remembers."""
        self._let_go([name])

    def close(self) -> None:
        self._let_go([name for name, _ in self._here()])

    def _outcome(self, task: Task, work: Repeated) -> bytes | ChildDied:
        with self._lock:
            resident = self._waiting.pop(task.name, None)
        if resident is not None and not resident.can_do(task, work):
            resident.leave()
            resident = None
        if resident is None:
            resident = _Resident(task, work)
            outcome = resident.answer(task)
        else:
            outcome = resident.ask(task, work.words)
        if not isinstance(outcome, ChildDied):
            self._keep(task.name, resident)
        return outcome

    def _keep(self, name: str, resident: "_Resident") -> None:
        with self._lock:
            # Another thread's, of the same name, would be the older one.
            older = self._waiting.pop(name, None)
            self._waiting[name] = resident
            names = list(self._waiting)
        if older is not None:
            older.leave()
        self._let_go(names[: -self._most])

    def _here(self) -> "list[tuple[str, _Resident]]":
        with self._lock:
            return list(self._waiting.items())

    def _let_go(self, names: Iterable[str]) -> None:
        for name in names:
            with self._lock:
                resident = self._waiting.pop(name, None)
            if resident is not None:
                resident.leave()


class _Resident:
    """One child that stays, and the folders it was given."""

    def __init__(self, task: Task, work: Repeated) -> None:
        self._key = work.key
        self._times = 0
        self.since = time.monotonic()
        self._folders = {
            path: os.open(path, os.O_PATH | os.O_CLOEXEC) for path in (*task.read, *task.write)
        }
        self._selector = selectors.DefaultSelector()
        self._child = Child(task, self._selector, stays=True)

    def can_do(self, task: Task, work: Repeated) -> bool:
        """Whether it is alive, and was given the very folders and work of this task."""
        return (
            self._key == work.key
            and self._times < TIMES
            and {*task.read, *task.write} == self._folders.keys()
            and all(_same(path, handle) for path, handle in self._folders.items())
            and not self._hear(0)
        )

    def ask(self, task: Task, words: bytes) -> bytes | ChildDied:
        self._child.task = task
        # If it died this very moment, its answer says so.
        with suppress(BrokenPipeError):
            os.write(self._child.asked, LENGTH.pack(len(words)) + words)
        return self.answer(task)

    def answer(self, task: Task) -> bytes | ChildDied:
        """What it answers within the task's time. One that died, or is late, is buried."""
        deadline = time.monotonic() + task.limits.seconds
        while (answer := self._child.answered()) is None:
            left = deadline - time.monotonic()
            if left <= 0:
                self._child.kill()
                self._child.late = True
            if left <= 0 or self._hear(left):
                return self._buried()
        self._times += 1
        self.since = time.monotonic()
        return answer

    def leave(self) -> None:
        self._child.kill()
        self._buried()

    def _hear(self, seconds: float) -> bool:
        """Read what it says, waiting for it `seconds` at most; whether it has ended."""
        ended = [key.data.take(key.fd) for key, _ in self._selector.select(seconds)]
        return any(ended)

    def _buried(self) -> bytes | ChildDied:
        outcome = self._child.bury()
        self._selector.close()
        for handle in self._folders.values():
            os.close(handle)
        return outcome


def _same(path: os.PathLike[str], handle: int) -> bool:
    """Whether what `path` names is the open folder: while it is open no other has its number."""
    try:
        return os.path.samestat(os.stat(path), os.fstat(handle))
    except OSError:
        return False
