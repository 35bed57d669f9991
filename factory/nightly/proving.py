"""Exports proven, each with its receipt: what `usine prove` and the night's share both call."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from factory.archive import manifest as manifests
from factory.backup.contents import FICHE
from factory.backup.restoring import Extracted, extract, read_fiche
from factory.backup.shelter import shelter
from factory.build.campaign import Campaign
from factory.build.layout import Layout
from factory.ground.problems import Problem
from factory.proof.proof import Proof
from factory.reversibility import proving, receipt
from factory.reversibility.receipt import Kept
from factory.reversibility.signature import key_of
from factory.tenants import commune
from factory.tenants.commune import Commune
from factory.tenants.folder import Tenant
from factory.tenants.settings import Settings


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


def proven(campaign: Campaign, tenants: Iterable[Tenant]) -> Iterator[Proven]:
    """Prove each commune's export in turn, and keep its receipt in the factory's memory.

    Raises UsageError where the key that signs is unusable.
    """
    key = key_of(campaign.settings.preuves.cle)
    for tenant in tenants:
        yield _proven(campaign, tenant, key)


def _proven(campaign: Campaign, tenant: Tenant, key: Ed25519PrivateKey | None) -> Proven:
    backup = _backup(campaign.settings, tenant)
    found = proving.prove(campaign, tenant, backup)
    if isinstance(found, Problem):
        return Proven(commune=tenant.slug, problems=(found,))
    known = _known(tenant, found.generation)
    kept = receipt.keep(
        campaign.settings.memoire,
        found,
        nom=known.nom if known else tenant.slug,
        domaine=known.domaine if known else "",
        metropole=campaign.settings.metropole.nom,
        moment=campaign.moment,
        key=key,
        backup=backup is not None,
    )
    return Proven(commune=tenant.slug, proof=found, receipt=kept, problems=found.problemes)


def _backup(settings: Settings, tenant: Tenant) -> Mapping[str, str] | None:
    """What the last backup says that it holds, where it is one of what is online."""
    if not (settings.sauvegardes.depot and settings.sauvegardes.cles):
        return None
    place = shelter(settings)
    place.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="preuve-", dir=place.work) as scratch:
        found = extract(place, tenant.slug, Path(scratch) / tenant.slug, include=f"/{FICHE}")
        fiche = read_fiche(found.folder) if isinstance(found, Extracted) else None
    if fiche is None or fiche.generation != Layout(tenant.output).online():
        return None
    held = {path: name for path, (_, name) in fiche.fichiers.items()}
    return held | {f"enligne/pieces/{name}": name for name in fiche.pieces}


def _known(tenant: Tenant, generation: int) -> Commune | None:
    """The commune, as it was published."""
    layout = Layout(tenant.output)
    live = manifests.read(layout.manifest(generation))
    name = live.sources.get(commune.FILE, "") if live else ""
    data = layout.store.get(name) if name else None
    return commune.read(data).value if data else None
