"""What all the communes of one run share."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from factory.build.engine import engine, pagefind
from factory.ground.digests import digest_of
from factory.ground.problems import Problem
from factory.media.batches import Carrier
from factory.tenants.folder import Tenant
from factory.tenants.settings import Settings
from factory.theme.theme import Theme


def _open(tenant: Tenant) -> Problem | None:
    """No convention is over."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """One run over communes. `carry` is what takes tasks to children."""

    settings: Settings
    theme: Theme
    moment: datetime
    carry: Carrier
    jobs: int = 1
    accept_removals: bool = False
    clean: bool = False
    verify: bool = False
    drafts: bool = False
    """Show drafts too: a preview."""
    index: bool = True
    """Wait for the search's index; otherwise pages go online with the one before, and another
    build is needed (`Report.complete`, factory/build/following.py)."""
    erasing: bool = False
    """Keep nothing of the generations before but the theme's files: something is being erased."""
    register: bool = True
    """Write to the register what goes online; never for a preview, a proof or another moment."""
    over: Callable[[Tenant], Problem | None] = _open
    """Why nothing new may be published for a commune, if something forbids it: asked of one that
    would be built, and whose register is written to."""
    engine: str = field(default_factory=engine)

    @property
    def templates(self) -> Path:
        """Where the theme's compiled templates wait from one run to the next."""
        return self.settings.sortie / ".gabarits" / digest_of((self.engine, self.theme.digest))

    @property
    def inputs(self) -> str:
        """Digest of what is not the commune's own."""
        return digest_of(
            (self.settings.digest, self.theme.digest, self.engine, pagefind(), self.drafts)
        )
