"""The keys of the repositories: random, one each, with a copy sealed for the recovery key.

    <cles>/<commune>              0600, what restic is given; never inside a backup
    <depot>/_cles/<commune>.age   the same, sealed when it is made (age, X25519)

Whoever destroys both has made what is elsewhere unreadable. The recovery key's secret half is on
no machine of the factory: the Métropole keeps it offline.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from factory.ground.files import sync, write_new, write_whole
from factory.ground.problems import Problem, UsageError, error

_RANDOM = 32
"""Bytes of a key: 256 bits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vault:
    """The folder of the keys, the folders of their sealed copies, and for whom they are sealed."""

    folder: Path
    sealed: tuple[Path, ...]
    recipient: str = ""

    def path(self, name: str) -> Path:
        return self.folder / name

    def has(self, name: str) -> bool:
        return self.path(name).is_file()

    def names(self) -> tuple[str, ...]:
        """Of which repositories there is a key here."""
        if not self.folder.is_dir():
            return ()
        return tuple(sorted(p.name for p in self.folder.iterdir() if p.is_file()))

    def create(self, name: str) -> Path:
        """A new random key, sealed at once where a recovery key is known.

        Raises `FileExistsError` where there is one: a key is never written over. Raises `OSError`
        where the sealed copy cannot be written; the key is then not kept.
        """
        path = self.path(name)
        if path.exists():
            raise FileExistsError(path)
        key = secrets.token_urlsafe(_RANDOM)
        self._seal(name, key)
        self._keep(name, key)
        return path

    def seal(self, name: str) -> bool:
        """Write the sealed copies of a key again; False where no recovery key is known."""
        return self._seal(name, self.path(name).read_text("ascii").strip())

    def sealed_copies(self, name: str) -> tuple[Path, ...]:
        found = (folder / f"{name}.age" for folder in self.sealed)
        return tuple(path for path in found if path.is_file())

    def sealed_names(self) -> tuple[str, ...]:
        """Of which repositories there is a sealed copy."""
        names = {p.stem for folder in self.sealed if folder.is_dir() for p in folder.glob("*.age")}
        return tuple(sorted(names))

    def unseal(self, name: str, identity: Path) -> str:
        """The key that the sealed copies hold. Raises `UsageError` where none of them opens."""
        import pyrage

        identities = read_identities(identity)
        for copy in self.sealed_copies(name):
            try:
                return str(pyrage.decrypt(copy.read_bytes(), identities), "ascii")
            except (pyrage.DecryptError, OSError, ValueError):
                continue
        raise UsageError(_closed(name, bool(self.sealed_copies(name))))

    def bring_back(self, name: str, identity: Path) -> bool:
        """Write the key that a sealed copy holds; False where the same key is there already.

        Raises `UsageError` where no sealed copy opens, or where another key stands there.
        """
        key = self.unseal(name, identity)
        if self.has(name):
            if self.path(name).read_text("ascii").strip() != key:
                raise UsageError(_other(name))
            return False
        self._keep(name, key)
        return True

    def _keep(self, name: str, key: str) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = str(self.folder / f".{name}.partiel")
        write_new(temporary, key.encode("ascii") + b"\n", 0o600)
        os.replace(temporary, self.path(name))
        sync(self.folder)

    def _seal(self, name: str, key: str) -> bool:
        if not self.recipient:
            return False
        import pyrage

        try:
            recipient = pyrage.x25519.Recipient.from_str(self.recipient)
        except pyrage.RecipientError:
            raise UsageError(_mistyped(self.recipient)) from None
        closed = pyrage.encrypt(key.encode("ascii"), [recipient])
        for folder in self.sealed:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(folder / f"{name}.age", closed, 0o600)
            sync(folder)
        return bool(self.sealed)


def read_identities(file: Path) -> list[Any]:
    """The secret keys of an age file. Raises `UsageError`."""
    import pyrage

    try:
        lines = file.read_text("ascii").split()
        found = [
            pyrage.x25519.Identity.from_str(word)
            for word in lines
            if word.startswith("AGE-SECRET-KEY-")
        ]
    except (OSError, ValueError, pyrage.IdentityError):
        found = []
    if not found:
        raise UsageError(
            error(
                "cle-de-secours-absente",
                f"Ce fichier ne contient pas de clé de secours : {file}.",
                "Donnez le fichier qu’« age-keygen » avait écrit : une de ses lignes commence par "
                "AGE-SECRET-KEY.",
            )
        )
    return found


def _mistyped(recipient: str) -> Problem:
    return error(
        "cle-de-secours-illisible",
        f"« {recipient} » n’est pas une clé publique d’age : une lettre a dû changer.",
        "Recopiez la clé publique que « age-keygen -y FICHIER » écrit.",
    )


def _closed(name: str, there: bool) -> Problem:
    if there:
        return error(
            "copie-scellee-fermee",
            f"La clé de secours n’ouvre pas la copie scellée de « {name} ».",
            "Cette copie a été scellée pour une autre clé de secours : essayez avec l’ancienne.",
        )
    return error(
        "copie-scellee-absente",
        f"Il n’y a pas de copie scellée de la clé de « {name} ».",
        "Cherchez-la dans « _cles », à côté des dépôts, ou dans le dossier « cles_scellees ».",
    )


def _other(name: str) -> Problem:
    return error(
        "cle-differente",
        f"La clé de « {name} » n’est pas celle de sa copie scellée.",
        f"Essayez « usine backup key {name} » : si la clé ouvre son dépôt, faites refaire la copie "
        f"(« --resceller »). Sinon, mettez cette clé de côté et recommencez.",
    )
