"""The words in which departures are told."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from histoire import Commune, Factory

from factory.nightly.leaving import leave
from factory.reversibility.export import Exported
from factory.reversibility.importing import Imported, bring
from factory.tenants import folder


def exported(factory: Factory, commune: Commune, to: Path, **options: Any) -> Exported:
    campaign = factory.campaign()
    (tenant,) = folder.communes(campaign.settings, [commune.slug]).tenants
    found = leave(campaign, tenant, to, **options)
    assert isinstance(found, Exported), str(found)
    return found


def brought(factory: Factory, bag: Path, slug: str = "revenue") -> Imported:
    return bring(factory.campaign(), bag, slug)


def codes(found: Imported) -> set[str]:
    return {problem.code for problem in found.problems}


def resummed(bag: Path, path: str, data: bytes) -> Path:
    """One file of the bag with other bytes, and sums that agree: the forger knows how."""
    target = bag / "data" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    target.write_bytes(data)
    for name in ("sha256", "sha512"):
        (bag / f"tagmanifest-{name}.txt").unlink(missing_ok=True)
        manifest = bag / f"manifest-{name}.txt"
        lines = [x for x in manifest.read_text().splitlines() if not x.endswith(f"  data/{path}")]
        lines.append(f"{hashlib.new(name, data).hexdigest()}  data/{path}")
        manifest.write_text("\n".join(lines) + "\n")
    return bag


def rewritten(path: Path, change: Callable[[bytes], bytes]) -> None:
    path.chmod(0o644)
    path.write_bytes(change(path.read_bytes()))
