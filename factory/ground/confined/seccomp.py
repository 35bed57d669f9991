"""What Landlock does not know: after `seal`, this process alters no file's attributes, nor another
process.

Landlock says which files may be written, and knows nothing of their modes, owners, dates and
extended attributes: these could still be changed on any file of the same user. So could the limits
of any process of the same user, the factory's own to begin with; and System V's shared memory stays
when its maker is gone. A seccomp filter (Linux 3.17 and later) refuses the system calls that would.
It can never be lifted, and every child inherits it. A new file gets its mode where it is opened,
never afterwards.
"""

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 22, 38
_MODE_FILTER, _GET_ACTION_AVAIL = 2, 2
_RET_ERRNO, _RET_ALLOW = 0x00050000, 0x7FFF0000

# linux/filter.h: the instructions that a filter needs, and struct seccomp_data's offsets.
_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_WORD = 0, 4, 16
_X32 = 0x40000000


@dataclass(frozen=True, slots=True)
class _Machine:
    """One architecture's audit number, the calls `seccomp` and `prlimit64`, and the calls that
    are refused. `prlimit64` is refused for another process alone: the first argument is its pid."""

    audit: int
    seccomp: int
    prlimit: int
    refused: tuple[int, ...]


# The calls added since Linux 5.x have the same number everywhere: io_uring_setup (a ring does what
# a filter never sees), fchmodat2, setxattrat and removexattrat, file_setattr.
_EVERYWHERE = (425, 452, 463, 466, 469)
_MACHINES: Mapping[str, _Machine] = {
    "x86_64": _Machine(
        0xC000003E,
        317,
        302,
        # chmod fchmod fchmodat, chown fchown lchown fchownat, utime utimes futimesat utimensat,
        # setxattr and its two sisters, removexattr and its two sisters,
        # sched_setparam sched_setscheduler sched_setaffinity sched_setattr, ioprio_set,
        # shmget semget msgget, add_key request_key keyctl, bpf, perf_event_open, userfaultfd
        (90, 91, 268, 92, 93, 94, 260, 132, 235, 261, 280, 188, 189, 190, 197, 198, 199,
         142, 144, 203, 314, 251, 29, 64, 68, 248, 249, 250, 321, 298, 323),
    ),
    "aarch64": _Machine(
        0xC00000B7,
        277,
        261,
        # fchmod fchmodat, fchownat fchown, utimensat, setxattr…, removexattr…, then as above
        (52, 53, 54, 55, 88, 5, 6, 7, 14, 15, 16,
         118, 119, 122, 274, 30, 194, 190, 186, 217, 218, 219, 280, 241, 282),
    ),
}  # fmt: skip

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long


class _Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def available() -> bool:
    """Whether this kernel and this architecture can refuse these calls."""
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return False
    refusal = ctypes.c_uint32(_RET_ERRNO)
    asked = _libc.syscall(machine.seccomp, _GET_ACTION_AVAIL, 0, ctypes.byref(refusal))
    return int(asked) == 0


def seal() -> bool:
    """Refuse the calling thread, and all it will start, what this module is about.

    The calls then fail with EPERM. False, and nothing is done, where there is no seccomp.
    """
    if not available():
        return False
    code, length = _filter(platform.machine())
    program = _Program(length, code)
    if _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or _libc.prctl(
        _PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(program), 0, 0
    ):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return True


@cache
def _filter(name: str) -> tuple[bytes, int]:
    """The filter in the kernel's classic BPF, and how many instructions it has."""
    machine = _MACHINES[name]
    refused = sorted((*machine.refused, *_EVERYWHERE))
    last = len(refused) + 3
    steps = [
        _step(_LOAD, _ARCHITECTURE),
        # Calls by another architecture's numbers (32 bits on a 64-bit kernel) are refused whole.
        _step(_JUMP_EQUAL, machine.audit, otherwise=last + 3),
        _step(_LOAD, _NUMBER),
        _step(_JUMP_AT_LEAST, _X32, then=last + 1),
        *(_step(_JUMP_EQUAL, number, then=last - rank) for rank, number in enumerate(refused)),
        _step(_JUMP_EQUAL, machine.prlimit, otherwise=2),
        _step(_LOAD, _FIRST_WORD),  # a pid has 32 bits; 0 is the caller
        _step(_JUMP_EQUAL, 0, otherwise=1),
        _step(_RETURN, _RET_ALLOW),
        _step(_RETURN, _RET_ERRNO | errno.EPERM),
    ]
    return b"".join(steps), len(steps)


def _step(code: int, value: int, *, then: int = 0, otherwise: int = 0) -> bytes:
    """struct sock_filter: the jumps count the instructions to leave out."""
    return struct.pack("=HBBI", code, then, otherwise, value)
