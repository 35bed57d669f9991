"""What the operating system answers, in French."""

import os
from errno import (
    EACCES,
    EADDRINUSE,
    EADDRNOTAVAIL,
    ECONNREFUSED,
    ECONNRESET,
    EDQUOT,
    EHOSTUNREACH,
    EIO,
    EISDIR,
    ELOOP,
    ENAMETOOLONG,
    ENETUNREACH,
    ENOENT,
    ENOSPC,
    ENOTDIR,
    EPERM,
    EROFS,
    ETIMEDOUT,
)  # fmt: skip

_WORDS = {
    EACCES: "ce compte n’en a pas le droit",
    EPERM: "ce compte n’en a pas le droit",
    EADDRINUSE: "un autre programme tient déjà cette adresse",
    EADDRNOTAVAIL: "cette adresse n’est pas celle de cette machine",
    ECONNREFUSED: "la connexion est refusée",
    ECONNRESET: "la connexion a été coupée",
    EDQUOT: "le quota de ce compte est atteint",
    EHOSTUNREACH: "aucun chemin n’y mène",
    EIO: "le disque répond mal",
    EISDIR: "c’est un dossier",
    ELOOP: "ses liens tournent en rond",
    ENAMETOOLONG: "le nom est trop long",
    ENETUNREACH: "le réseau est coupé",
    ENOENT: "il n’existe pas",
    ENOSPC: "il n’y a plus de place sur le disque",
    ENOTDIR: "un dossier de son chemin n’en est pas un",
    EROFS: "le disque est en lecture seule",
    ETIMEDOUT: "pas de réponse à temps",
}


def why(fault: OSError) -> str:
    """Why the system refused, to be read in brackets; its own words where none are known here.

    Libraries (TLS, mail) give their own numbers to an `OSError`: only the system's are translated.
    """
    number = fault.errno
    if number in _WORDS and fault.strerror == os.strerror(number):
        return _WORDS[number]
    return fault.strerror or str(fault)
