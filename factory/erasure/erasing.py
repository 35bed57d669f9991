"""An erasure carried out: the site without it first, then the ledger, then all the rest.

Should the site not be made without it, nothing is erased. From the line in the ledger on, a run
that dies is gone on with by the next one, to the same end; each step may be done twice.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from factory.archive import erasures
from factory.archive import manifest as manifests
from factory.archive import registre as registers
from factory.archive.history import Remembered
from factory.backup.purging import Fate, Purged, expiry
from factory.build import erasure, publish
from factory.build.campaign import Campaign
from factory.build.layout import Layout
from factory.build.lock import locked, under_way
from factory.build.report import Status
from factory.destruction.logs import LoggedPlace
from factory.destruction.remains import RemainsPlace
from factory.erasure import mentions, places, refusals, search
from factory.erasure.order import Desk, Order, counted
from factory.erasure.search import Sought
from factory.erasure.wanted import Wanted
from factory.ground.locks import tried
from factory.ground.problems import Problem, UsageError
from factory.tenants.commune import insee
from factory.tenants.drop import drop_of
from factory.tenants.folder import Tenant

Backups = Callable[[], tuple[Purged, ...]]
"""What is done in the backups, once the ledger says what is erased."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What came of an erasure. With problems, nothing was erased."""

    order: Order | None = None
    generation: int = 0
    """The one online, which was made without it."""
    sauvegardes: tuple[Purged, ...] = ()
    restes: dict[str, int] = field(default_factory=dict)
    """Each place where bytes of it are still, or that could not be read: how many files."""
    a_la_main: tuple[str, ...] = ()
    """What is left to a person, in French."""
    problems: tuple[Problem, ...] = ()

    @property
    def whole(self) -> bool:
        return not self.problems and not self.restes and not self.a_la_main


def begin(
    campaign: Campaign, tenant: Tenant, wanted: Wanted, reference: str, backups: Backups
) -> Erased:
    """Erase. Raises `UsageError` where another erasure of the commune is under way or unfinished,
    or where the ledger of erasures was touched."""
    desk = Desk(tenant)
    with _alone(tenant):
        if (left := desk.read()) is not None:
            raise UsageError(refusals.unfinished(tenant.slug, left.moment))
        erasures.read(campaign.settings.memoire)
        moment = campaign.moment.isoformat(timespec="seconds")
        order = desk.write(Order(wanted=wanted, moment=moment, reference=reference))
        return _carried_out(campaign, desk, order, backups)


def resume(campaign: Campaign, tenant: Tenant, backups: Backups) -> Erased:
    """Go on with an erasure that was interrupted. Raises `UsageError` where there is none."""
    desk = Desk(tenant)
    with _alone(tenant):
        order = desk.read()
        if order is None:
            raise UsageError(refusals.none_unfinished(tenant.slug))
        return _carried_out(campaign, desk, order, backups)


def _carried_out(campaign: Campaign, desk: Desk, order: Order, backups: Backups) -> Erased:
    """The steps. The order is still on the disk at the end: `close` it once that is told."""
    desk.set_aside(order)
    problems = _online_without(campaign, desk.tenant, order.wanted)
    if problems:
        if order.noted:
            return Erased(problems=problems)
        desk.put_back(order)
        return Erased(problems=(*problems, refusals.not_begun(desk.tenant.slug, problems)))
    order = desk.write(_noted(campaign, desk.tenant, order))
    order, left = _removed(campaign, desk, order)
    layout = Layout(desk.tenant.output)
    return Erased(
        order=order,
        generation=layout.online(),
        sauvegardes=(*backups(), *_of_the_system(campaign, order)),
        restes=_remains(campaign, desk.tenant, order.wanted),
        a_la_main=left,
    )


def _online_without(campaign: Campaign, tenant: Tenant, wanted: Wanted) -> tuple[Problem, ...]:
    """Put the site online without it; why that could not be done."""
    # Many addresses that go are no accident where they are the ones that were confirmed.
    many = len(wanted.adresses) >= publish.FEW
    run = replace(campaign, erasing=True, accept_removals=many)
    (report,) = publish.build(run, [tenant])
    layout = Layout(tenant.output)
    online = manifests.read(layout.manifest(layout.online()))
    if report.status is not Status.PUBLIEE or online is None:
        return report.problems
    kept = replace(wanted, oublier_adresses=False)
    if kept.holds(online):
        return tuple(
            refusals.not_published_today(path) for path in wanted.gardees or wanted.chemins
        )
    return ()


def _noted(campaign: Campaign, tenant: Tenant, order: Order) -> Order:
    """Write it down for whoever restores or imports, before anything is removed."""
    erasures.note(
        campaign.settings.memoire,
        tenant.slug,
        datetime.fromisoformat(order.moment),
        documents=order.wanted.chemins,
        contents=order.wanted.empreintes,
        spared=order.wanted.gardees,
        insee=insee(tenant.folder),
    )
    return replace(order, noted=True)


def _removed(campaign: Campaign, desk: Desk, order: Order) -> tuple[Order, tuple[str, ...]]:
    """Everything of it that this account can reach; what is left to a person."""
    tenant, wanted, settings = desk.tenant, order.wanted, campaign.settings
    for place, count in _gone(campaign, desk, order):
        order = desk.write(counted(order, place, count))
    left = []
    log = LoggedPlace(file=settings.journal.fichier)
    try:
        order = desk.write(counted(order, log.name, log.silence(tenant)))
    except OSError:
        left.append(
            f"le journal de l’usine ({log.file}) est à un autre compte : en retirer les lignes de "
            f"« {tenant.slug} »"
        )
    drop = drop_of(settings, tenant.slug)
    gone = [path for path in wanted.chemins if path not in wanted.gardees]
    if drop is not None and drop.site.is_dir():
        try:
            order = desk.write(counted(order, places.DROP, mentions.left_in(drop, gone)))
        except OSError:
            left.append(f"dans le dépôt de fichiers ({drop.site}), retirer les documents à la main")
    if drop is not None and drop.by_git:
        left.append(
            f"l’historique du dépôt git ({drop.repository}) : en root, le supprimer, relancer "
            "« python -m factory.drops », et demander aux agents de le cloner de nouveau"
        )
    return order, tuple(left)


def _gone(campaign: Campaign, desk: Desk, order: Order) -> Iterator[tuple[str, int]]:
    """Remove it from each place in turn: the place, and how much went."""
    tenant, wanted, settings = desk.tenant, order.wanted, campaign.settings
    layout = Layout(tenant.output)
    with locked(layout) as free:
        if not free:
            raise UsageError(under_way(tenant.slug))
        before = len(tuple(layout.store.names()))
        yield "Générations gardées", erasure.forget(layout, wanted.holds)
        yield "Magasin (fichiers publiés)", before - len(tuple(layout.store.names()))
    preview = places.preview(settings, tenant)
    if preview.root.exists():
        with locked(preview) as free:
            if not free:
                raise UsageError(under_way(tenant.slug))
            yield "Aperçus", sum(1 for path in preview.root.rglob("*") if path.is_file())
            shutil.rmtree(preview.root)
    prepared = settings.sortie / places.PREPARED / f"envoi-{tenant.slug}"
    yield "Préparation des sauvegardes", int(prepared.exists())
    shutil.rmtree(prepared, ignore_errors=True)
    prepared.with_suffix(".stamps").unlink(missing_ok=True)
    left = RemainsPlace(settings=settings)
    yield left.name, len(left.list(tenant))
    left.destroy(tenant)
    yield from mentions.remove(settings, tenant, (*wanted.chemins, *wanted.adresses))
    yield "Registre (versions gardées)", _pieces(tenant, wanted)
    yield "Contenus de la commune", desk.empty()


def _pieces(tenant: Tenant, wanted: Wanted) -> int:
    """Remove the versions that the register kept; how many."""
    folder = tenant.folder / "registre"
    needed = registers.named_pieces(registers.read(folder))
    gone = [folder / "pieces" / name for name in wanted.empreintes if name not in needed]
    there = [path for path in gone if path.exists()]
    for path in there:
        path.unlink()
    return len(there)


def _of_the_system(campaign: Campaign, order: Order) -> tuple[Purged, ...]:
    """The system's own backups have the nights' findings, in which a file may have been named."""
    backups = campaign.settings.sauvegardes
    findings = Remembered(campaign.settings.memoire).name
    if not backups.depot or findings not in (order.retires or {}):
        return ()
    until = expiry(datetime.fromisoformat(order.moment), backups.conservation)
    place = "système, constats des nuits où un nom de fichier a pu figurer"
    return (Purged(lieu=place, sort=Fate.ATTENTE, jusqu_au=until),)


def _remains(campaign: Campaign, tenant: Tenant, wanted: Wanted) -> dict[str, int]:
    """Where bytes of it still are, under any name and in any compressed form."""
    looked = search.look(
        tuple(places.searched(campaign.settings, tenant)),
        Sought(digests=frozenset(wanted.empreintes)),
        campaign.carry,
    )
    found: dict[str, int] = {}
    for hit in looked.hits:
        found[hit.place] = found.get(hit.place, 0) + 1
    if looked.unread:
        found["Fichiers illisibles par l’usine"] = len(looked.unread)
    return found


@contextmanager
def _alone(tenant: Tenant) -> Iterator[None]:
    """One erasure of a commune at a time."""
    with tried(tenant.folder) as free:
        if not free:
            raise UsageError(under_way(tenant.slug))
        yield
