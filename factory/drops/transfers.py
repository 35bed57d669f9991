"""What OpenSSH's SFTP server says of each file that it closes: whole, or cut by a lost connection.

On the disk both look the same: the server closes what it had, however the connection ended. It
tells them apart in its log alone (« close », « forced close »), which it writes to `/dev/log`. In
its chroot, that is `dev/log` of the drop: a socket where the factory listens.
"""

import os
import re
import selectors
import socket
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from factory.tenants.drop import Drop

_OPENED = re.compile(rb': open "(.*)" flags [A-Z,]*WRITE')
_CLOSED = re.compile(rb': (forced )?close "(.*)" bytes read \d+ written (\d+)')
_OCTAL = re.compile(rb"\\(\d{3}|\\)")
_LONGEST = 1 << 13


class Transfers:
    """Listens to the servers of the drops it is shown, from a thread of its own."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._heard: dict[Path, socket.socket] = {}
        self._sending: set[Path] = set()
        self._cut: dict[Path, float] = {}
        """The files that were cut, and when (`time.monotonic`)."""
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._listen, name="transferts", daemon=True)

    def cut(self, drop: Drop) -> dict[Path, float]:
        """The files there that were not received whole the last time they were sent, and when:
        as far as the server said so since this was first asked."""
        with self._lock:
            if drop.site not in self._heard and drop.log.parent.is_dir():
                with suppress(OSError):  # without it, a file that is cut passes for a whole one
                    self._heard[drop.site] = opened = _bound(drop.log)
                    self._selector.register(opened, selectors.EVENT_READ, drop)
                if not self._thread.is_alive():
                    self._thread.start()
            return {path: at for path, at in self._cut.items() if path.is_relative_to(drop.site)}

    def noted(self, cut: Mapping[Path, float]) -> None:
        """Forget these: what was left of them is known by its stamp from now on."""
        with self._lock:
            for path, at in cut.items():
                if self._cut.get(path) == at:
                    del self._cut[path]

    def _listen(self) -> None:
        while True:
            for key, _ in self._selector.select():
                with suppress(OSError):
                    data = key.fileobj.recv(_LONGEST)  # type: ignore[union-attr]
                    self._note(key.data, data)

    def _note(self, drop: Drop, data: bytes) -> None:
        with self._lock:
            if opened := _OPENED.search(data):
                path = _place(drop, opened[1])
                self._sending.add(path)
                self._cut.pop(path, None)
            elif closed := _CLOSED.search(data):
                path = _place(drop, closed[2])
                # One that was only read is whole, wherever its reader went.
                if closed[1] and (path in self._sending or closed[3] != b"0"):
                    self._cut[path] = time.monotonic()
                self._sending.discard(path)


def _bound(log: Path) -> socket.socket:
    """The socket of a drop; anyone may write to it: what it says is of that drop only.

    Its folder is opened first: a socket's address has at most 107 characters.
    """
    folder = os.open(log.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        log.unlink(missing_ok=True)
        made = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        made.bind(f"/proc/self/fd/{folder}/{log.name}")
        log.chmod(0o666)
        return made
    finally:
        os.close(folder)


def _place(drop: Drop, name: bytes) -> Path:
    """Where that file is; in its log, sshd writes what is no ASCII in octal."""
    plain = _OCTAL.sub(lambda m: b"\\" if m[1] == b"\\" else bytes([int(m[1], 8) & 255]), name)
    inside = os.path.normpath(os.path.join("/site", os.fsdecode(plain)))
    return drop.root / inside.lstrip("/")
