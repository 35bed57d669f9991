"""Whether what is online can be exported now: whole, complete, and all of it registered."""

from factory.archive import chain
from factory.archive import manifest as manifests
from factory.archive import registre as registers
from factory.archive.manifest import Manifest
from factory.build import hold
from factory.build.layout import Layout
from factory.ground.problems import Problem, holds_back
from factory.reversibility import refusals
from factory.tenants.folder import Tenant


def fault(tenant: Tenant, layout: Layout) -> Problem | None:
    """Why the commune cannot be exported now, if it cannot."""
    manifest = manifests.read(layout.manifest(layout.online()))
    if manifest is None:
        return refusals.offline(tenant)
    if hold.read(layout) is not None:
        return refusals.held(tenant)
    broken = [p for p in registers.read(tenant.folder / "registre").problems if holds_back((p,))]
    if broken:
        return broken[0]
    if not manifest.complet or not _confirmed(tenant, manifest):
        return refusals.unfinished(tenant)
    return None


def _confirmed(tenant: Tenant, manifest: Manifest) -> bool:
    """Whether the register has the lines of what is online: a run may have died before."""
    for name, lines in manifest.lignes.items():
        found = chain.read(tenant.folder / "registre" / f"{name}.jsonl")
        known = {chain.canonical(line) for line in found.lines}
        if any(chain.canonical(line) not in known for line in lines):
            return False
    return True
