"""A request under article 17, from what is looked for to the receipt: what the command answers by.

A person is searched for; then documents are erased (`erasing`), backups taken up, the receipt kept.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from factory.backup import purging
from factory.backup.shelter import shelter
from factory.erasure import findings, places, receipt, search
from factory.erasure.erasing import Backups, Erased
from factory.erasure.findings import Findings
from factory.erasure.folding import Terms
from factory.erasure.order import Desk
from factory.erasure.search import Looked, Sought
from factory.media.batches import Carrier
from factory.reversibility.receipt import Kept
from factory.tenants.folder import Tenant
from factory.tenants.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Where terms appear: what was looked at, what that is, and the files that were not read."""

    looked: Looked
    findings: Findings
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """An erasure once it is over. `whole`: nothing is left of it, to be waited for or to do."""

    kept: Kept
    whole: bool


def searched(settings: Settings, tenant: Tenant, terms: Terms, carry: Carrier) -> Found:
    """Everything the factory holds of a commune, backups apart, read for these terms."""
    looked = search.look(tuple(places.searched(settings, tenant)), Sought(terms=terms), carry)
    return Found(
        looked=looked,
        findings=findings.findings(tenant, looked),
        unread=tuple(findings.unread(looked.unread, settings.racine)),
    )


def backups(
    settings: Settings, tenant: Tenant, moment: datetime, *, forget: bool, other_side: bool
) -> Backups:
    """What is to be done in the backups; nothing where the factory has none.

    Raises `UsageError` where their settings do not read.
    """
    if not settings.sauvegardes.depot:
        return tuple
    where = shelter(settings)
    if forget:
        return partial(purging.renew, where, settings, tenant, moment, other_side=other_side)
    return partial(purging.purge, where, tenant.slug, other_side=other_side)


def closed(settings: Settings, tenant: Tenant, done: Erased, moment: datetime) -> Closed:
    """Keep the receipt of an erasure that was carried out, then forget its order: killed in
    between, it is taken up, and the receipt takes its own place again."""
    assert done.order is not None, done.problems
    kept = receipt.keep(settings, tenant, done, done.order, moment)
    Desk(tenant).close()
    left = receipt.waiting(done.sauvegardes, done.order.wanted)
    return Closed(kept=kept, whole=done.whole and not left)
