"""Where a commune's backups and keys are: what is to be destroyed for them to be unreadable."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from factory.backup import record
from factory.backup.shelter import Shelter
from factory.backup.target import Target
from factory.ground.problems import Problem, notice
from factory.tenants.folder import Tenant
from factory.tenants.places import FolderPlace, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesPlace:
    """A place that is a few files, each known by the commune's name."""

    name: str
    folders: tuple[Path, ...]
    suffix: str = ""

    def list(self, tenant: Tenant) -> tuple[Path, ...]:
        paths = (folder / f"{tenant.slug}{self.suffix}" for folder in self.folders)
        return tuple(path for path in paths if path.is_symlink() or path.exists())

    def destroy(self, tenant: Tenant) -> None:
        for path in self.list(tenant):
            path.unlink()

    def check(self, tenant: Tenant) -> tuple[Problem, ...]:
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RemotePlace:
    """A repository on another machine: unreadable once its key is destroyed, removed there."""

    target: Target

    @property
    def name(self) -> str:
        return f"Sauvegardes chiffrées ({self.target.name}, {self.target.place})"

    def list(self, tenant: Tenant) -> tuple[Path, ...]:
        return ()

    def destroy(self, tenant: Tenant) -> None:
        return

    def check(self, tenant: Tenant) -> tuple[Problem, ...]:
        return (
            notice(
                "depot-distant",
                f"Le dépôt « {self.target.repository(tenant.slug)} » est sur une autre machine : "
                "sans sa clé, personne ne peut plus le lire.",
                "Faites-le supprimer par qui tient cette machine.",
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPlace:
    """What backing up leaves on this machine: stamps, and restic's cache."""

    name: str
    work: Path

    def list(self, tenant: Tenant) -> tuple[Path, ...]:
        found = [p for p in self._roots(tenant) if p.is_file() or p.is_symlink()]
        folders = [p for p in self._roots(tenant) if p.is_dir() and not p.is_symlink()]
        return tuple(
            sorted([*found, *(p for f in folders for p in f.rglob("*") if not p.is_dir())])
        )

    def destroy(self, tenant: Tenant) -> None:
        for path in self._roots(tenant):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def check(self, tenant: Tenant) -> tuple[Problem, ...]:
        return ()

    def _roots(self, tenant: Tenant) -> tuple[Path, ...]:
        sent = self.work / f"envoi-{tenant.slug}"
        return (sent, sent.with_suffix(".stamps"), self.work / "restic" / tenant.slug)


def places(shelter: Shelter) -> tuple[Place, ...]:
    """The keys first: destroyed, they make all the rest unreadable, wherever copies of it are."""
    repositories: list[Place] = []
    for target in shelter.targets:
        if target.folder is None:
            repositories.append(RemotePlace(target=target))
        else:
            repositories.append(_folder(f"Sauvegardes chiffrées ({target.name})", target.folder))
    return (
        FilesPlace(name="Clé des sauvegardes", folders=(shelter.vault.folder,)),
        FilesPlace(name="Copies scellées de la clé", folders=shelter.vault.sealed, suffix=".age"),
        *repositories,
        FilesPlace(
            name="Mémoire des sauvegardes",
            folders=(shelter.memory / record.FOLDER,),
            suffix=".json",
        ),
        WorkPlace(name="Préparation des sauvegardes", work=shelter.work),
    )


def _folder(name: str, root: Path) -> FolderPlace:
    return FolderPlace(name, lambda tenant: root / tenant.slug)
