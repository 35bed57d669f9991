"""What a watcher builds with: the settings and the theme as they are now, and one commune's build.

Both may be edited while it runs: what was last good stays until what is new reads well.
"""

import os
import traceback
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

from factory.build import following
from factory.build.campaign import Campaign
from factory.build.publish import build
from factory.build.report import Report, Status
from factory.build.warm import warm
from factory.ground import machine
from factory.ground.confined.children import run_all
from factory.ground.problems import Problem, UsageError, error
from factory.media.batches import Carrier
from factory.preview.watcher import Root
from factory.reception.sources import is_scratch
from factory.tenants import folder
from factory.tenants.drop import ANSWER, account, drop_of
from factory.tenants.folder import Tenant
from factory.tenants.settings import Settings
from factory.theme.theme import Theme

PREVIEWS = ".apercu"
"""Below the output folder: hidden, so no commune's."""

_SOURCES = ("commune.yaml", "contenu", "medias")
"""What a site is made from. Its register is not: the factory itself writes there."""

_ONE_BY_ONE: Carrier = partial(run_all, jobs=1)


def processors() -> int:
    return len(os.sched_getaffinity(0))


Closing = Callable[[Settings, date], Callable[[Tenant], Problem | None]]
"""On a day: why nothing new may be published for a commune, whose convention is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """The factory at one moment. `load` reads usine.yaml, at `file` where there is one.

    A draft plant shows drafts, publishes nothing and writes to no register.
    """

    load: Callable[[], Settings]
    file: Path
    drafts: bool
    settings: Settings
    theme: Theme
    only: Collection[str] = ()
    """The communes that were named; none named is all."""
    carry: Carrier = _ONE_BY_ONE
    """What takes tasks to children."""
    jobs: int = field(default_factory=processors)
    over: Closing | None = None

    @classmethod
    def open(
        cls,
        load: Callable[[], Settings],
        file: Path,
        *,
        drafts: bool = False,
        only: Collection[str] = (),
        over: Closing | None = None,
    ) -> "Plant":
        """Raises UsageError where the settings, the theme or a name in `only` is wrong."""
        settings = load()
        plant = cls(
            load=load,
            file=file,
            drafts=drafts,
            settings=settings,
            theme=_theme(settings),
            only=only,
            over=over,
        )
        folder.communes(settings, sorted(only))
        return plant

    def again(self) -> "Plant":
        """With the settings and the theme of now. Raises UsageError where one does not read."""
        settings = self.load()
        return replace(self, settings=settings, theme=_theme(settings))

    def communes(self) -> folder.Listing:
        """Those there are, or those that were named and are there."""
        listing = folder.communes(self.settings)
        if not self.only:
            return listing
        tenants = tuple(tenant for tenant in listing.tenants if tenant.slug in self.only)
        problems = tuple(problem for problem in listing.problems if problem.file in self.only)
        return folder.Listing(tenants=tenants, problems=problems)

    def roots(self) -> list[Root]:
        """What to watch."""
        settings = self.settings
        return [
            Root(settings.communes),
            Root(settings.theme),
            Root(self.file.parent, recursive=False),
            *self._drops(),
        ]

    def _drops(self) -> list[Root]:
        """Each commune's drop, and the folders where a new one would come."""
        if self.drafts or not self.settings.depots.dossier:
            return []
        try:
            tenants = self.communes().tenants
        except UsageError:  # told by the round that follows
            return []
        found = [drop_of(self.settings, tenant.slug) for tenant in tenants]
        drops = [drop for drop in found if drop is not None]
        laid = [Root(drop.root, recursive=False) for drop in drops]
        sites = [Root(drop.site) for drop in drops]
        return [Root(Path(self.settings.depots.dossier), recursive=False), *laid, *sites]

    def concerned(self, path: Path) -> str | None:
        """The commune whose site a change at `path` may change; empty for all; None for none."""
        if path == self.file or path.is_relative_to(self.settings.theme):
            return None if is_scratch(path.name) else ""
        if not path.is_relative_to(self.settings.communes):
            return self._dropped(path)
        inside = path.relative_to(self.settings.communes).parts
        if not inside or inside[0].startswith(".") or (self.only and inside[0] not in self.only):
            return None
        if len(inside) > 1 and (inside[1] not in _SOURCES or is_scratch(path.name)):
            return None
        return inside[0]

    def _dropped(self, path: Path) -> str | None:
        """The commune whose drop changed there; empty where a drop came or went."""
        folder = self.settings.depots.dossier
        if self.drafts or not folder or not path.is_relative_to(folder):
            return None
        inside = path.relative_to(folder).parts
        if len(inside) < 2 or inside[1:] == ("site",):
            return ""
        if path.name == ANSWER or is_scratch(path.name):
            return None
        for tenant in self.communes().tenants:
            if account(tenant.slug) == inside[0]:
                return tenant.slug if inside[1] == "site" else None
        return None

    def output(self, slug: str) -> Path:
        """The folder of what is built for this commune."""
        sortie = self.settings.sortie
        return (sortie / PREVIEWS if self.drafts else sortie) / slug

    def build(
        self, slug: str, moment: datetime, workers: int = 1, *, index: bool = False
    ) -> Report | None:
        """One commune built and put online; None where its folder is gone.

        Its pictures are made by `workers` children at once. Whatever goes wrong is in the report.
        Where `index` is false its pages do not wait for the search's: see `prepare`.
        """
        try:
            tenant = self._tenant(slug)
            if tenant is None:
                return None
            campaign = self._campaign(moment, workers, index)
            (report,) = build(campaign, [tenant])
        except UsageError as fault:
            return Report(slug=slug, status=Status.ECHEC, problems=fault.problems)
        except Exception as fault:  # one commune's must never stop the others
            problem, trace = broken(fault)
            faults = (trace,) if trace else ()
            report = Report(slug=slug, status=Status.ECHEC, problems=(problem,), faults=faults)
        return report

    def prepare(self, slug: str, moment: datetime) -> bool:
        """Make ready the search's new index, beside any build of the commune; whether it is."""
        try:
            tenant = self._tenant(slug)
            return tenant is not None and following.prepare(self._campaign(moment), tenant) == ""
        except (UsageError, OSError):
            return False

    def closed(self, slug: str, moment: datetime) -> Problem | None:
        """Why nothing may be published for that commune any more; None where all may."""
        if self.over is None or not os.path.isdir(self.settings.communes / slug):
            return None
        return self.over(self.settings, moment.date())(folder.tenant(self.settings, slug))

    def _campaign(self, moment: datetime, workers: int = 1, index: bool = False) -> Campaign:
        found = Campaign(
            settings=self.settings,
            theme=self.theme,
            moment=moment,
            carry=self.carry,
            jobs=workers,
            drafts=self.drafts,
            register=not self.drafts,
            index=index,
        )
        return replace(found, over=self.over(self.settings, moment.date())) if self.over else found

    def _tenant(self, slug: str) -> Tenant | None:
        if not os.path.lexists(self.settings.communes / slug):
            return None
        listing = folder.communes(self.settings, [slug])
        if listing.problems:
            raise UsageError(*listing.problems)
        (tenant,) = listing.tenants
        return replace(tenant, output=self.output(slug))


def _theme(settings: Settings) -> Theme:
    theme = Theme.load(settings.theme)
    theme.prepare()
    warm()
    return theme


def broken(fault: Exception) -> tuple[Problem, str]:
    """What to tell of a build that could not be, and its trace where the fault is our own."""
    if (stop := machine.stop(fault)) is not None:
        return stop.problem, ""
    problem = error(
        "construction-impossible",
        "La construction n’a pas pu se faire : c’est un défaut de l’usine ou de la machine. "
        "Le site d’avant reste en ligne.",
        "Voyez le journal pour la cause (disque, droits) ; un nouvel essai sera fait tout seul.",
    )
    return problem, traceback.format_exc()
