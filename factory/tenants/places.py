"""Where a commune's data lie. What can be listed can be destroyed.

Each room that keeps something for a commune gives a `Place`. The command line composes them in one
tuple, an ordinary value that is passed along; destruction, erasure and restitution walk it.
"""

import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from factory.ground.problems import Problem, error
from factory.tenants.folder import Tenant


class Place(Protocol):
    """One kind of place where something of a commune is kept."""

    @property
    def name(self) -> str:
        """In French, as the certificate of destruction calls it."""
        ...

    def list(self, tenant: Tenant) -> tuple[Path, ...]:
        """Every file kept here for this commune, sorted; empty once it is destroyed."""
        ...

    def destroy(self, tenant: Tenant) -> None:
        """Remove all that is kept here for this commune. Done twice, it does nothing more.

        Raises `OSError` where something resists; `list` then tells what is left.
        """
        ...

    def check(self, tenant: Tenant) -> tuple[Problem, ...]:
        """What is wrong with this place: files that cannot be read, links that lead out of it."""
        ...


@dataclass(frozen=True, slots=True)
class FolderPlace:
    """A place that is a folder of the commune's own."""

    name: str
    where: Callable[[Tenant], Path]

    def list(self, tenant: Tenant) -> tuple[Path, ...]:
        return tuple(sorted(_files(self.where(tenant))))

    def destroy(self, tenant: Tenant) -> None:
        folder = self.where(tenant)
        if folder.is_symlink():  # The link is ours to remove; what it leads to is not.
            folder.unlink()
        elif folder.exists():
            shutil.rmtree(folder)

    def check(self, tenant: Tenant) -> tuple[Problem, ...]:
        folder = self.where(tenant)
        return tuple(
            problem for path in self.list(tenant) if (problem := _fault(path, folder)) is not None
        )


SOURCES = FolderPlace("Contenus et registre", lambda tenant: tenant.folder)
OUTPUT = FolderPlace("Sites publiés et générations", lambda tenant: tenant.output)


def _files(folder: Path) -> Iterable[Path]:
    """Files and links below `folder`, links not followed. The folder itself where it is a link."""
    if folder.is_symlink():
        yield folder
        return
    for parent, folders, files in os.walk(folder):
        yield from (Path(parent, name) for name in files)
        yield from (path for name in folders if (path := Path(parent, name)).is_symlink())


def _fault(path: Path, folder: Path) -> Problem | None:
    name = str(path.relative_to(folder.parent))
    if path.is_symlink():
        if folder.is_symlink() or not path.resolve().is_relative_to(folder.resolve()):
            return error(
                "lien-hors-du-dossier",
                "Ce lien symbolique mène hors du dossier de la commune.",
                "Supprimez le lien et, s’il le faut, copiez à sa place le fichier qu’il désigne.",
                file=name,
            )
    elif not os.access(path, os.R_OK):
        return error(
            "fichier-illisible",
            "Ce fichier ne peut pas être lu : il manquerait aux sauvegardes et aux exports.",
            "Rendez sa lecture possible au compte qui fait tourner l’usine.",
            file=name,
        )
    return None
