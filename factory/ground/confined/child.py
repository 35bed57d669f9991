"""The child's side of a confined task: let go of the parent, be bound, work, answer, vanish."""

import ctypes
import gc
import io
import os
import resource
import signal
import struct
import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from errno import EFBIG
from functools import partial
from pathlib import Path
from typing import NoReturn, Protocol, runtime_checkable

from factory.ground.confined.confinement import confine
from factory.ground.confined.limits import Limits, impose
from factory.ground.confined.seccomp import seal

DONE, BROKEN, TOO_BIG, FILE_TOO_BIG = b"=", b"!", b"m", b"f"
HEADER = struct.Struct("=cQ")
"""What stands before the answer: how it ended, and the length of what follows."""
LENGTH = struct.Struct("=Q")
"""What stands before the words that a child which stays is asked with."""

_PR_SET_PDEATHSIG = 1
_KEPT_VARIABLES = ("PATH", "HOME", "LANG", "LANGUAGE", "LC_", "TZ", "PYTHON", "COVERAGE")


class Work(Protocol):
    """What the child is told: a `Task`, seen from below."""

    @property
    def work(self) -> Callable[[], bytes]: ...
    @property
    def read(self) -> Sequence[Path]: ...
    @property
    def write(self) -> Sequence[Path]: ...
    @property
    def limits(self) -> Limits: ...
    @property
    def trusted(self) -> bool: ...


@runtime_checkable
class Repeated(Protocol):
    """Work that a child which stays can do again, from what it remembers of the times before.

    Two of an equal `key` differ by their `words` alone: `again` gives for some words the bytes
    that new work with those words would give.
    """

    @property
    def key(self) -> str: ...
    @property
    def words(self) -> bytes: ...
    def __call__(self) -> bytes: ...
    def again(self, words: bytes) -> bytes: ...
    def rest(self) -> None:
        """What can be made ready once the answer is given."""


def live(task: Work, *, answer: int, noise: int, asked: int, parent: int) -> NoReturn:
    """Do the task and exit; nothing of the parent's stack is ever unwound here.

    With `asked`, the end of a pipe, stay and do what comes through it, until it is closed.
    """
    try:
        _die_with(parent)
        _let_go(answer, noise, asked)
        if not task.trusted:
            _forget_variables()
            impose(task.limits)
            confine(task.read, task.write)
            seal()
        kind, data = _outcome(task.work)
        _send(answer, HEADER.pack(kind, len(data)) + data)
        if asked >= 0 and isinstance(task.work, Repeated) and kind == DONE:
            _stay(task.work, answer, asked)
        os._exit(0)
    except BaseException:
        # Not even the answer could be given: the parent sees the end of the pipe, and the noise.
        with suppress(BaseException):
            traceback.print_exc()
    os._exit(1)


def _stay(work: Repeated, answer: int, asked: int) -> None:
    """Do what is asked, as long as it goes well."""
    with os.fdopen(asked, "rb", closefd=False) as pipe:
        while True:
            work.rest()
            head = pipe.read(LENGTH.size)
            if len(head) < LENGTH.size:
                return
            kind, data = _outcome(partial(work.again, pipe.read(*LENGTH.unpack(head))))
            _send(answer, HEADER.pack(kind, len(data)) + data)
            if kind != DONE:
                return


def _outcome(work: Callable[[], bytes]) -> tuple[bytes, bytes]:
    try:
        return DONE, work()
    except MemoryError:
        return TOO_BIG, b""
    except OSError as failure:
        kind = FILE_TOO_BIG if failure.errno == EFBIG else BROKEN
        return kind, traceback.format_exc().encode(errors="backslashreplace")
    except BaseException:
        return BROKEN, traceback.format_exc().encode(errors="backslashreplace")


def _die_with(parent: int) -> None:
    """Own group, ordinary signals, and SIGKILL when the parent dies."""
    os.setpgid(0, 0)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before we asked
        os._exit(1)
    signal.set_wakeup_fd(-1)
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        ignored = number in (signal.SIGPIPE, signal.SIGXFSZ)  # they come as OSError instead
        with suppress(OSError, ValueError):  # some real-time signals are the C library's
            signal.signal(number, signal.SIG_IGN if ignored else signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def _let_go(answer: int, noise: int, asked: int) -> None:
    """Keep nothing of the parent's open: no file, no terminal.

    The parent's files are covered with /dev/null rather than closed: objects that hold their
    numbers may still close them, and must not close what we open.
    """
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(noise, 1)
    os.dup2(noise, 2)
    for fd in _open_files():
        if fd not in (1, 2, answer, asked, nothing):
            os.dup2(nothing, fd, inheritable=fd == 0)
    os.close(nothing)
    sys.stdin = io.StringIO()
    heard = io.FileIO(2, "w", closefd=False)
    sys.stdout = sys.stderr = io.TextIOWrapper(
        heard, encoding="utf-8", errors="backslashreplace", write_through=True
    )
    gc.freeze()  # so that collecting here does not copy the parent's pages


def _forget_variables() -> None:
    """Of the parent's variables, some may hold a secret."""
    for name in [name for name in os.environ if not name.startswith(_KEPT_VARIABLES)]:
        del os.environ[name]


def _open_files() -> Iterable[int]:
    try:
        listed = [int(name) for name in os.listdir("/proc/self/fd")]
    except OSError:  # a child of a confined child: its limit is low
        listed = list(range(resource.getrlimit(resource.RLIMIT_NOFILE)[0]))
    for fd in listed:
        with suppress(OSError):
            os.fstat(fd)
            yield fd


def _send(fd: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]
