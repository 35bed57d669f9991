"""A commune's drop: the folder, beside its sources, where its agents leave their files.

    depots/<account>/          root's: the agents' root by SFTP, which OpenSSH wants unwritable
      site/                    the account's: commune.yaml, contenu/, medias/, and the answer
      depot.git/               the account's, where the commune pushes by git
      etat/                    the factory's: what was received from here, closed to the account
      dev/                     the factory's: its socket `log`, where the SFTP server writes
"""

from dataclasses import dataclass
from pathlib import Path

from factory.ground.digests import digest
from factory.tenants.folder import Tenant
from factory.tenants.places import FolderPlace
from factory.tenants.settings import Settings

ANSWER = "LISEZMOI-publication.txt"
PREFIX = "depot-"
_LONGEST = 32
"""Characters of an account's name (useradd(8))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """One commune's drop, whether it is laid out already or not."""

    slug: str
    root: Path
    by_git: bool = False

    @property
    def account(self) -> str:
        """The Unix account that the commune's agents share: one a commune, so that the system
        itself keeps them apart."""
        return self.root.name

    @property
    def site(self) -> Path:
        return self.root / "site"

    @property
    def repository(self) -> Path:
        return self.root / "depot.git"

    @property
    def state(self) -> Path:
        return self.root / "etat"

    @property
    def log(self) -> Path:
        """`/dev/log` for the SFTP server in its chroot, where it says how each transfer ended."""
        return self.root / "dev" / "log"

    @property
    def answer(self) -> Path:
        return self.site / ANSWER


def account(slug: str) -> str:
    """« depot-bellevue »; a long name is cut, and its digest keeps it apart from its like."""
    name = PREFIX + slug
    if len(name) <= _LONGEST:
        return name
    return f"{name[: _LONGEST - 9].rstrip('-')}-{digest(slug.encode())[:8]}"


def drop_of(settings: Settings, slug: str) -> Drop | None:
    """The commune's drop; None where this factory has none."""
    if not settings.depots.dossier:
        return None
    root = Path(settings.depots.dossier) / account(slug)
    return Drop(slug=slug, root=root, by_git=slug in settings.depots.git)


def place(settings: Settings) -> FolderPlace | None:
    """The drops, as a place where something of a commune is kept."""
    if not settings.depots.dossier:
        return None
    root = Path(settings.depots.dossier)

    def where(tenant: Tenant) -> Path:
        return root / account(tenant.slug)

    return FolderPlace("Dépôt de fichiers", where)
