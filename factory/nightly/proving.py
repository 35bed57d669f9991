"""Exports proven, each with its receipt: what `usine prove` and the night's share both call."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from factory.archive import manifest as manifests
from factory.build.campaign import Campaign
from factory.build.layout import Layout
from factory.ground.problems import Problem
from factory.nightly.backed import backed
from factory.nightly.leaving import papers
from factory.proof.proof import Proof
from factory.reversibility import proving, receipt
from factory.reversibility.receipt import Kept
from factory.reversibility.signature import key_of
from factory.tenants import commune
from factory.tenants.commune import Commune
from factory.tenants.folder import Tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """What a commune's proof has shown. Without `proof`, `problems` say why it was not made."""

    commune: str
    proof: Proof | None = None
    receipt: Kept | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def holds(self) -> bool:
        return self.proof is not None and self.proof.holds

    @property
    def message(self) -> str:
        """Why it does not hold, in one line; empty where it does."""
        if self.proof is None:
            return "; ".join(problem.message for problem in self.problems)
        told = [problem.message for problem in self.proof.problemes]
        told += [f"{d.fichier} ({d.nature})" for d in self.proof.differences[:3]]
        return "; ".join((*told, *self.proof.causes))


def proven(
    campaign: Campaign, tenants: Iterable[Tenant], *, whole: bool = True
) -> Iterator[Proven]:
    """Prove each commune's export in turn, and keep its receipt in the factory's memory.

    `whole`: the last backup is restored elsewhere and read, rather than believed. Raises
    UsageError where the key that signs is unusable.
    """
    key = key_of(campaign.settings.preuves.cle)
    for tenant in tenants:
        yield _proven(campaign, tenant, key, whole)


def _proven(
    campaign: Campaign, tenant: Tenant, key: Ed25519PrivateKey | None, whole: bool
) -> Proven:
    backup = backed(campaign.settings, tenant, whole=whole)
    given = partial(papers, campaign.settings, tenant)
    found = proving.prove(campaign, tenant, backup.held, given)
    if isinstance(found, Problem):
        return Proven(commune=tenant.slug, problems=(found,))
    found = replace(
        found,
        differences=(*found.differences, *backup.differences),
        problemes=(*found.problemes, *backup.problems),
    )
    known = _known(tenant, found.generation)
    kept = receipt.keep(
        campaign.settings.memoire,
        found,
        nom=known.nom if known else tenant.slug,
        domaine=known.domaine if known else "",
        metropole=campaign.settings.metropole.nom,
        moment=campaign.moment,
        key=key,
        backup=backup.held is not None,
        read=whole and backup.held is not None,
    )
    return Proven(commune=tenant.slug, proof=found, receipt=kept, problems=found.problemes)


def _known(tenant: Tenant, generation: int) -> Commune | None:
    """The commune, as it was published."""
    layout = Layout(tenant.output)
    live = manifests.read(layout.manifest(generation))
    name = live.sources.get(commune.FILE, "") if live else ""
    data = layout.store.get(name) if name else None
    return commune.read(data).value if data else None
