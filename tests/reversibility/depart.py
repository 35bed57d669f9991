"""The words in which departures are told."""

from pathlib import Path
from typing import Any

from histoire import Commune, Factory

from factory.nightly.leaving import leave
from factory.reversibility.export import Exported
from factory.tenants import folder


def exported(factory: Factory, commune: Commune, to: Path, **options: Any) -> Exported:
    campaign = factory.campaign()
    (tenant,) = folder.communes(campaign.settings, [commune.slug]).tenants
    found = leave(campaign, tenant, to, **options)
    assert isinstance(found, Exported), str(found)
    return found
