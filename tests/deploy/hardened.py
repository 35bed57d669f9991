"""Runs a command under what a unit of `deploy/systemd` forbids, without systemd.

    python hardened.py UNIT COMMAND…

The system calls that the unit does not allow are refused by a filter made from the same lists that
systemd uses, memory cannot be written and executed, no privilege can be gained, and the umask is
the unit's. What needs mounts or a network namespace is not done here.
"""

import ctypes
import os
import re
import struct
import subprocess
import sys
from pathlib import Path

HEADER = Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h")
PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, PR_SET_MDWE = 22, 38, 65


def allowed(unit: Path) -> set[str]:
    """The names that the unit's SystemCallFilter lines leave, in their order."""
    names: set[str] = set()
    for line in re.findall(r"^SystemCallFilter=(.*)$", unit.read_text(), re.M):
        for word in line.lstrip("~").split():
            found = _group(word) if word.startswith("@") else {word}
            names = names - found if line.startswith("~") else names | found
    return names


def _group(name: str) -> set[str]:
    done = subprocess.run(
        ["systemd-analyze", "syscall-filter", "--no-pager", name],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    words = [line.strip() for line in done.stdout.splitlines()[1:]]
    found: set[str] = set()
    for word in words:
        if word.startswith("@"):
            found |= _group(word)
        elif word and not word.startswith("#"):
            found.add(word)
    return found


def program(names: set[str]) -> tuple[bytes, int]:
    numbers = {
        int(number)
        for name, number in re.findall(r"#define __NR_(\w+) (\d+)", HEADER.read_text())
        if name in names
    }
    steps = [struct.pack("=HBBI", 0x20, 0, 0, 0)]
    for number in sorted(numbers):
        steps += [struct.pack("=HBBI", 0x15, 0, 1, number)]
        steps += [struct.pack("=HBBI", 0x06, 0, 0, 0x7FFF0000)]
    steps += [struct.pack("=HBBI", 0x06, 0, 0, 0x00050001)]
    return b"".join(steps), len(steps)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def main() -> None:
    unit, *command = sys.argv[1:]
    text = Path(unit).read_text()
    libc = ctypes.CDLL(None, use_errno=True)
    code, length = program(allowed(Path(unit)))
    found = re.search(r"^UMask=(\d+)$", text, re.M)
    os.umask(int(found[1], 8) if found else 0o022)
    assert libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
    if "MemoryDenyWriteExecute=yes" in text and libc.prctl(PR_SET_MDWE, 1, 0, 0, 0):
        sys.stderr.write("no PR_SET_MDWE here\n")
    filled = _Program(length, code)
    assert libc.prctl(PR_SET_SECCOMP, 2, ctypes.byref(filled), 0, 0) == 0
    os.execvp(command[0], command)


if __name__ == "__main__":
    main()
