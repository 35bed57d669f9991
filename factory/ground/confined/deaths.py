"""What a child died of, in words."""

import signal
from enum import StrEnum

from factory.ground.confined.child import BROKEN, DONE, FILE_TOO_BIG, HEADER, TOO_BIG
from factory.ground.confined.limits import Limits


class Cause(StrEnum):
    PANNE = "panne"
    """The task raised: a fault of the factory's, `detail` is the traceback."""
    DELAI = "délai"
    PROCESSEUR = "processeur"
    MEMOIRE = "mémoire"
    FICHIER = "fichier trop gros"
    SIGNAL = "signal"
    MUETTE = "sans réponse"


class ChildDied(Exception):
    """A child gave no answer. `message` is French, for anyone; `detail` is for the operator.

    `status` is the exit code, negative for the signal that killed it.
    """

    def __init__(self, cause: Cause, message: str, *, status: int, detail: str = "") -> None:
        super().__init__(message)
        self.cause = cause
        self.message = message
        self.status = status
        self.detail = detail


def death(
    answer: bytearray, noise: bytes, *, status: int, late: bool, limits: Limits
) -> bytes | ChildDied:
    """The answer of a child that gave one whole; otherwise, why not."""
    kind, data = _parse(answer)
    detail = noise.decode(errors="replace").strip()
    if kind == DONE and status == 0:
        return data
    if late:
        message = f"Le travail n’était pas fini au bout de {_number(limits.seconds)} s."
        return ChildDied(Cause.DELAI, message, status=status, detail=detail)
    if status == 0:
        return _confessed(kind, data, detail, limits)
    return _killed(status, detail, limits)


def whole(answer: bytearray) -> bytes | None:
    """The answer of a child that is well, if it is there to its last byte."""
    kind, data = _parse(answer)
    return data if kind == DONE else None


def _parse(answer: bytearray) -> tuple[bytes, bytes]:
    if len(answer) < HEADER.size:
        return b"", b""
    kind, length = HEADER.unpack_from(answer)
    data = bytes(memoryview(answer)[HEADER.size :])
    return (kind, data) if len(data) == length else (b"", b"")


def _confessed(kind: bytes, data: bytes, noise: str, limits: Limits) -> ChildDied:
    """A child that lived to say why it failed."""
    trace = data.decode(errors="replace").strip()
    if kind == TOO_BIG:
        message = f"Le travail demande plus que les {_mo(limits.memory)} Mo de mémoire permis."
        return ChildDied(Cause.MEMOIRE, message, status=0, detail=noise)
    if kind == FILE_TOO_BIG:
        message = f"Le travail écrit un fichier de plus de {_mo(limits.file)} Mo."
        return ChildDied(Cause.FICHIER, message, status=0, detail=trace)
    if kind == BROKEN:
        last = trace.rpartition("\n")[2]
        message = f"Erreur interne de la fabrique : {last}"
        return ChildDied(Cause.PANNE, message, status=0, detail=trace)
    return ChildDied(Cause.MUETTE, _SILENT, status=0, detail=noise)


def _killed(status: int, noise: str, limits: Limits) -> ChildDied:
    """A child that exited on its own or was killed."""
    if status == -signal.SIGXCPU:
        message = f"Le travail a pris plus de {limits.cpu} s de processeur."
        return ChildDied(Cause.PROCESSEUR, message, status=status, detail=noise)
    if status < 0:
        why = ", souvent faute de mémoire sur la machine" if status == -signal.SIGKILL else ""
        message = f"Le travail a été tué par le système (signal {_signal(-status)}{why})."
        return ChildDied(Cause.SIGNAL, message, status=status, detail=noise)
    return ChildDied(Cause.MUETTE, _SILENT, status=status, detail=noise)


_SILENT = "Le travail s’est arrêté sans donner de réponse."


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)


def _mo(size: int) -> int:
    return size >> 20


def _number(seconds: float) -> str:
    return f"{seconds:g}".replace(".", ",")
