"""Confinement: after `confine`, this process reaches the folders it was given, and nothing else.

Landlock (Linux 5.13 and later) through ctypes. It can only be tightened, never lifted, and is
inherited by every child: so it belongs in a process of its own (`children.py`). What
the kernel does not offer is not pretended: `available` says what there is.
"""

import ctypes
import os
import site
import struct
import sys
import sysconfig
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

# linux/landlock.h: one bit a right, in the order in which the ABI grew.
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_MAKE_CHAR, _MAKE_SOCK, _MAKE_FIFO, _MAKE_BLOCK = 1 << 6, 1 << 9, 1 << 10, 1 << 11
_TRUNCATE, _IOCTL_DEV = 1 << 14, 1 << 15
_RIGHTS_BY_ABI = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}
_ALL_RIGHTS = (1 << 16) - 1
_ON_A_FILE = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV

_READ = _READ_FILE | _READ_DIR
_RUN = _READ | _EXECUTE
_WRITE = _ALL_RIGHTS & ~(_EXECUTE | _MAKE_CHAR | _MAKE_SOCK | _MAKE_FIFO | _MAKE_BLOCK | _IOCTL_DEV)
_DEVICE = _READ_FILE | _WRITE_FILE

_BIND_TCP_AND_CONNECT_TCP = 0b11
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11
_NETWORK_SINCE, _SCOPES_SINCE = 4, 6

# The same numbers on every architecture that Debian and Ubuntu support.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_CREATE_RULESET_VERSION = 1
_RULE_PATH_BENEATH = 1
_PR_SET_NO_NEW_PRIVS = 38

_SYSTEM = ("/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib", "/lib64", "/usr/bin", "/usr/share")
_SYSTEM_FILES = ("/etc/ld.so.cache", "/etc/localtime", "/dev/urandom", "/dev/random", "/dev/zero")

_LIBRARIES = ("site-packages", "dist-packages")
"""What installers call a folder of libraries; a .pth file may bring in one from elsewhere."""

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long


def available() -> int:
    """The kernel's Landlock ABI: 1 confines files, 4 also TCP, 6 also signals; 0 is none at all."""
    return max(0, int(_libc.syscall(_CREATE_RULESET, None, 0, _CREATE_RULESET_VERSION)))


def confine(read: Sequence[Path], write: Sequence[Path]) -> int:
    """Confine the calling thread and all it will start, for ever; returns the ABI used.

    `read` may be read; `write` may be read and written; neither may be executed. Python's own
    libraries and the system's stay readable, so that a module imported later still loads. TCP is
    refused from ABI 4. Files that are already open stay open: close them first. A path that does
    not exist raises FileNotFoundError. Where the kernel has no Landlock, nothing is done and 0 is
    returned.
    """
    abi = available()
    if not abi:
        return 0
    handled = _RIGHTS_BY_ABI.get(abi, _ALL_RIGHTS)
    ruleset = _ruleset(abi, handled)
    try:
        for root in code_roots():
            _allow(ruleset, root, _RUN & handled)
        for path in read:
            _allow(ruleset, path, _READ & handled)
        for path in write:
            _allow(ruleset, path, _WRITE & handled)
        _allow(ruleset, Path(os.devnull), _DEVICE)
        _checked(_libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        _checked(_libc.syscall(_RESTRICT_SELF, ruleset, 0))
    finally:
        os.close(ruleset)
    return abi


@cache
def code_roots() -> tuple[Path, ...]:
    """What a Python process needs in order to go on loading code, and nothing of any commune's.

    The roots are libraries' own folders, never `sys.prefix` nor all of `sys.path`: these may well
    be the folder in which the communes live.
    """
    python = sysconfig.get_paths()
    libraries: Iterable[str] = (
        *(python[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")),
        *site.getsitepackages(),
        *(entry for entry in sys.path if Path(entry).name in _LIBRARIES),
        *_SYSTEM,
        *_SYSTEM_FILES,
    )
    package = Path(__file__).resolve().parents[2]
    found = (Path(name) for name in dict.fromkeys(libraries))
    return (package, *(path for path in found if path.exists()))


def _ruleset(abi: int, handled: int) -> int:
    network = _BIND_TCP_AND_CONNECT_TCP if abi >= _NETWORK_SINCE else 0
    scopes = _ABSTRACT_SOCKETS_AND_SIGNALS if abi >= _SCOPES_SINCE else 0
    fields = 1 + (abi >= _NETWORK_SINCE) + (abi >= _SCOPES_SINCE)
    attributes = struct.pack("QQQ", handled, network, scopes)
    return _checked(_libc.syscall(_CREATE_RULESET, attributes, 8 * fields, 0))


def _allow(ruleset: int, path: Path, rights: int) -> None:
    handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not path.is_dir():
            rights &= _ON_A_FILE
        rule = struct.pack("=Qi", rights, handle)
        _checked(_libc.syscall(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, rule, 0))
    finally:
        os.close(handle)


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
