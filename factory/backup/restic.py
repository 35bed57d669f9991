"""restic, run as a program: at least 0.14; what it says of a failure is told by its cause.

Its exit code is 1 for everything before 0.17 (10, 11 and 12 since): causes are read in its words.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path

from factory.ground.problems import UsageError, error

OLDEST = (0, 14)
"""The first that compresses, and Debian 12's."""
_KEPT = ("PATH", "HOME", "SSH_AUTH_SOCK", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR")
_INTERRUPTED_WITH_US = (
    "import ctypes, os, sys; ctypes.CDLL(None).prctl(1, 2); os.execv(sys.argv[1], sys.argv[1:])"
)
"""prctl's PR_SET_PDEATHSIG with SIGINT, which an executed program keeps."""
_GRACE = 5.0
"""Seconds that restic has to remove its lock before it is killed."""


class Cause(StrEnum):
    """Why restic failed."""

    ABSENT = "absent"
    CLE = "clé"
    VERROU = "verrou"
    PLEIN = "plein"
    FERME = "fermé"
    """Read-only, or refused to this account."""
    INJOIGNABLE = "injoignable"
    ABIME = "abîmé"
    REFUS = "refus"
    """An append-only place refused to forget."""
    DELAI = "délai"
    AUTRE = "autre"


class Fault(Exception):
    """restic failed. `detail` is its own last words, in English, for the log."""

    def __init__(self, cause: Cause, detail: str) -> None:
        super().__init__(f"{cause}: {detail}")
        self.cause = cause
        self.detail = detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """One restic repository, the file of its password, and the instant by which all must be done.

    `until` is a `time.monotonic()`; `cache` is None for a folder, which needs none.
    """

    url: str
    key: Path
    until: float
    folder: Path | None = None
    """The same, where it is a folder of this machine."""
    cache: Path | None = None
    options: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict, repr=False)

    def run(
        self, *words: str, cwd: Path | None = None, each: Callable[[str], None] | None = None
    ) -> str:
        """What restic prints; `each` is given its lines as they come. A stale lock is undone.

        Raises `Fault`.
        """
        try:
            return self._run(words, cwd, each)
        except Fault as fault:
            if fault.cause is not Cause.VERROU or words[0] == "unlock":
                raise
        self._run(("unlock",), None, None)  # Only the locks of processes that are no more.
        return self._run(words, cwd, each)

    def writable(self) -> None:
        """Raise `Fault` where this is a folder that cannot be written in: restic would try again
        for a minute.
        """
        if self.folder is not None and self.folder.is_dir() and not os.access(self.folder, os.W_OK):
            raise Fault(Cause.FERME, f"{self.folder}: not writable")

    @property
    def lockless(self) -> tuple[str, ...]:
        """What lets a place that cannot be written in be read all the same."""
        closed = self.folder is not None and not os.access(self.folder, os.W_OK)
        return ("--no-lock",) if closed else ()

    def _run(
        self, words: tuple[str, ...], cwd: Path | None, each: Callable[[str], None] | None
    ) -> str:
        left = self.until - time.monotonic()
        if left <= 0:
            raise Fault(Cause.DELAI, "no time left")
        cached = ("--cache-dir", str(self.cache)) if self.cache else ("--no-cache",)
        options = tuple(word for option in self.options for word in ("-o", option))
        command = [
            *_died_with_us(), program(), "-r", self.url, "--password-file", str(self.key),
            *cached, *options, *words,
        ]  # fmt: skip
        with tempfile.TemporaryFile() as noise:
            process = subprocess.Popen(
                command,
                cwd=cwd,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=noise,
                start_new_session=True,
            )
            late = threading.Event()
            timer = threading.Timer(left, _stop, (process, late))
            timer.start()
            try:
                said = _heard(process, each)
            except BaseException:
                _stop(process, late)
                raise
            finally:
                timer.cancel()
            noise.seek(0)
            complaint = noise.read().decode("utf-8", "replace")
        if late.is_set():
            raise Fault(Cause.DELAI, "killed: too slow")
        if process.returncode != 0:
            raise Fault(cause_of(process.returncode, complaint + said), _last(complaint or said))
        return said

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        return {**kept, "LC_ALL": "C.UTF-8", "TZ": "Europe/Paris", **self.environment}


@cache
def program() -> str:
    """restic's path. Raises `UsageError` where it is missing or too old."""
    found = shutil.which("restic")
    if found is None:
        raise UsageError(
            error(
                "restic-absent",
                "Les sauvegardes ont besoin du programme « restic », qui n’est pas installé.",
                "Installez-le : apt-get install restic.",
            )
        )
    said = _version(found)
    known = re.match(r"restic (\d+)\.(\d+)", said)
    if known is None or (int(known[1]), int(known[2])) < OLDEST:
        raise UsageError(
            error(
                "restic-trop-ancien",
                f"Ce programme « restic » est trop ancien ({said}).",
                "Installez la version 0.14 ou une plus récente (Debian 12 l’a).",
            )
        )
    return found


def version() -> str:
    """« restic 0.14.0 »."""
    return _version(program())


def _version(program: str) -> str:
    said = subprocess.run([program, "version"], capture_output=True, text=True, check=False).stdout
    return said.partition(" compiled")[0].strip()


def cause_of(code: int, said: str) -> Cause:
    """The cause of a failure, from restic's exit code and words."""
    if code in _CODES:
        return _CODES[code]
    words = said.lower()
    return next((cause for cause, pattern in _WORDS if pattern.search(words)), Cause.AUTRE)


_CODES = {10: Cause.ABSENT, 11: Cause.VERROU, 12: Cause.CLE}
_WORDS = tuple(
    (cause, re.compile(pattern))
    for cause, pattern in (
        (Cause.CLE, r"wrong password or no key found"),
        (Cause.PLEIN, r"no space left on device|disk quota exceeded|insufficient storage"),
        (Cause.FERME, r"read-only file system|permission denied(?! \()|access denied"),
        (Cause.REFUS, r"403 forbidden|append.only|unexpected http response \(403\)"),
        (Cause.VERROU, r"already locked|unable to create lock"),
        (
            Cause.INJOIGNABLE,
            r"connection refused|connection reset|no route to host|no such host|network is unreach"
            r"|timeout|timed out|unable to start the sftp session|ssh command exited|host key"
            r"|permission denied \((publickey|password|keyboard)",
        ),
        (
            Cause.ABSENT,
            r"(unable to open config file|config file)[^\n]*"
            r"(no such file|not exist|not found|404|specified key)",
        ),
        (
            Cause.ABIME,
            r"ciphertext verification failed|hash mismatch|invalid data|does not match id"
            r"|contains errors|pack [0-9a-f]+[^\n]*(damaged|missing|size)|unexpected eof"
            r"|not found in repository|unable to load (tree|snapshot|index)|loadblob|no such file",
        ),
    )
)


def _died_with_us() -> tuple[str, ...]:
    """What has restic interrupted, and its lock removed, should this process be killed.

    Not setpriv, which sets capabilities too: the night's unit lets no program do that.
    """
    return (sys.executable, "-I", "-S", "-c", _INTERRUPTED_WITH_US)


def _heard(process: "subprocess.Popen[bytes]", each: Callable[[str], None] | None) -> str:
    assert process.stdout is not None
    lines = []
    with process.stdout as output:
        for raw in output:
            line = raw.decode("utf-8", "replace").rstrip("\n")
            if each is not None:
                each(line)
            lines.append(line)
    process.wait()
    return "\n".join(lines)


def _stop(process: "subprocess.Popen[bytes]", late: threading.Event) -> None:
    """Interrupt restic, then kill it and what it started."""
    late.set()
    for how, grace in ((signal.SIGINT, _GRACE), (signal.SIGKILL, _GRACE)):
        if process.poll() is not None:
            return
        try:
            os.killpg(process.pid, how)
            process.wait(grace)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue


def _last(said: str) -> str:
    """The line that says most: restic's « Fatal: … », else the last one."""
    lines = [line for line in said.splitlines() if line.strip()]
    fatal = [line for line in lines if line.startswith("Fatal:")]
    return (fatal or lines or [""])[-1][:500]
