"""`audit`: what is to be mended in each commune, from its sources and its site, worst first.

A commune's files are its own, and untrusted: they are read in a confined child, as a build does.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import to_json

from factory.archive import manifest as manifests
from factory.audit import consistency, contrast, linking, markup, website, weight
from factory.audit.browser import Browser, Tools
from factory.audit.finding import Finding, in_order, of_build, placed, without_echoes
from factory.audit.harm import Harm
from factory.audit.obligations import Duty
from factory.audit.sources import Desk
from factory.audit.weight import Weight
from factory.build import elsewhere
from factory.build.campaign import Campaign
from factory.build.elsewhere import Today
from factory.ground.confined.children import ChildDied, Limits, Task
from factory.ground.problems import Problem, error
from factory.tenants.folder import Tenant
from factory.tenants.usine import Metropole


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a child found in one commune."""

    name: str
    findings: tuple[Finding, ...]
    weights: tuple[Weight, ...]
    duties: tuple[Duty, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """One commune's findings. `online`: its site is the one its files give today."""

    slug: str
    name: str
    online: bool
    findings: tuple[Finding, ...]
    weights: tuple[Weight, ...]
    duties: tuple[Duty, ...] = ()
    browsed: bool = False
    """Whether its pages were opened in a browser."""

    @property
    def to_mend(self) -> tuple[Finding, ...]:
        return tuple(found for found in self.findings if found.harm < Harm.SAVOIR)

    @property
    def grades(self) -> dict[str, int]:
        """EcoIndex: how many pages have each grade, best first."""
        return dict(sorted(Counter(one.grade for one in self.weights).items()))

    def as_json(self) -> dict[str, Any]:
        return {
            "commune": self.slug,
            "nom": self.name,
            "en_ligne": self.online,
            "navigateur": self.browsed,
            "pages": len(self.weights),
            "ecoindex": self.grades,
            "obligations": [asdict(duty) for duty in self.duties],
            "constats": [found.as_json() for found in self.findings],
        }


_READ = TypeAdapter(Read)


def audit(
    campaign: Campaign, tenants: Sequence[Tenant], tools: Tools | None = None
) -> Iterator[Audit]:
    """Each commune's audit. Publishes nothing, writes nothing of the commune's.

    With `tools`, the pages are then opened in a browser.
    """
    folders = {tenant.slug: tenant.folder for tenant in tenants}
    with elsewhere.today(campaign, tenants) as sites:
        by_name = {site.tenant.slug: site for site in sites}
        tasks = (_task(campaign, site, folders[site.tenant.slug]) for site in sites)
        done = ((by_name[t.name], _audit(by_name[t.name], o)) for t, o in campaign.carry(tasks))
        if tools is None:
            yield from (found for _, found in done)
            return
        # No child is forked while a browser's driver runs in this process.
        read_first = list(done)
        with tools.opened() as window:
            for site, found in read_first:
                yield _browsed(site, found, window)


def _browsed(site: Today, found: Audit, window: Browser) -> Audit:
    if site.tree is None:
        return found
    seen = window.findings(site.tree, [one.url for one in found.weights])
    return replace(found, findings=in_order((*found.findings, *seen)), browsed=True)


def _task(campaign: Campaign, site: Today, folder: Path) -> Task:
    limits = campaign.settings.limites
    tree = site.tree
    manifest = manifests.read(site.layout.manifest(int(tree.name))) if tree else None
    made = {
        f"/{path.removesuffix('index.html')}": output.source
        for path, output in (manifest.fichiers.items() if manifest else ())
        if output.source and path.endswith(".html")
    }
    desk = partial(Desk, folder, limits.octets_fichier, campaign.moment)
    work = partial(read, desk, campaign.settings.metropole, tree, made)
    return Task(
        name=site.tenant.slug,
        work=work,
        read=(folder, *((tree,) if tree else ())),
        limits=Limits(seconds=limits.secondes, memory=limits.memoire),
    )


def read(
    opened: Callable[[], Desk], metropole: Metropole, tree: Path | None, made: dict[str, str]
) -> bytes:
    """A child's work: the sources, then the pages. `made`: address → its source file."""
    desk = opened()
    found = list(desk.findings())
    weights: tuple[Weight, ...] = ()
    name = ""
    if tree is not None:
        site = website.read(tree, made)
        name = _name(site)
        weights = tuple(weight.weigh(site, page) for page in site.pages)
        found += [*consistency.findings(site), *contrast.findings(site)]
        for check in (linking, markup):
            found += [placed(one, made) for one in check.findings(site)]
        found += [placed(one, made) for one in weight.findings(site, weights)]
    return to_json(
        Read(
            name=name,
            findings=in_order(found),
            weights=weights,
            duties=desk.duties(metropole),
        )
    )


def _audit(site: Today, outcome: bytes | ChildDied) -> Audit:
    if isinstance(outcome, ChildDied):
        result = Read(name="", findings=(Finding(problem=_died(outcome)),), weights=())
    else:
        result = _READ.validate_json(outcome)
    found = (*result.findings, *map(of_build, site.report.problems))
    return Audit(
        slug=site.tenant.slug,
        name=result.name or site.tenant.slug,
        online=site.online,
        findings=in_order(without_echoes(found)),
        weights=result.weights,
        duties=result.duties,
    )


def _name(site: website.Website) -> str:
    metas = site.home.root.all("meta") if site.home else ()
    return next((one.get("content") for one in metas if one.get("property") == "og:site_name"), "")


def _died(death: ChildDied) -> Problem:
    return error(
        "verification-interrompue",
        f"La vérification de cette commune a été interrompue : {death.message}",
        "Relancez-la ; si cela se répète, voyez le journal avec la Métropole.",
    )
