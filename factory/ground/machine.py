"""What the machine refuses to a command: rights, or room."""

import re
from dataclasses import dataclass
from errno import EDQUOT, ENOSPC, EROFS

from factory.ground.problems import Problem, error

_PARTIAL = re.compile(r"\.partiel-(?:\d+-|[0-9a-f]{12}$)|(?<=/)\.([^/]+)\.partiel$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Why a command ends here, and with which code."""

    problem: Problem
    code: int


def stop(fault: Exception) -> Stop | None:
    """What to tell of it; None where the fault is the factory's own, whose trace is wanted."""
    if getattr(fault, "sqlite_errorname", "") == "SQLITE_FULL":
        return Stop(problem=_full(""), code=3)
    if not isinstance(fault, OSError):
        return None
    # A file being written has a name of its own, which means nothing to anybody.
    file = _PARTIAL.sub(r"\1", str(fault.filename or ""))
    if isinstance(fault, PermissionError):
        return Stop(problem=_refused(file), code=2)
    if fault.errno in (ENOSPC, EDQUOT):
        return Stop(problem=_full(file), code=3)
    if fault.errno == EROFS:
        return Stop(problem=_read_only(file), code=2)
    return None


def _refused(file: str) -> Problem:
    """What an account lacks: on a server, files belong to several."""
    return error(
        "acces-refuse",
        f"Ce compte n’a pas accès à « {file} ».",
        "Lancez la commande sous le compte de l’usine, ou nommez un fichier où ce compte peut "
        "écrire. « usine doctor » dit ce qui doit être à qui.",
    )


def _full(file: str) -> Problem:
    place = f" pour « {file} »" if file else ""
    return error(
        "disque-plein",
        f"Il n’y a plus de place sur le disque{place} : la commande n’a pas pu finir.",
        "Libérez de la place (« usine doctor » dit laquelle), puis relancez la même commande.",
    )


def _read_only(file: str) -> Problem:
    return error(
        "disque-en-lecture-seule",
        f"Le disque de « {file} » n’accepte pas d’écriture : il est en lecture seule.",
        "Nommez un fichier d’un autre disque, ou rendez celui-ci accessible en écriture "
        "(« mount -o remount,rw ») après avoir vérifié son état.",
    )
