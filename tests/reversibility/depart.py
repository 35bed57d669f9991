"""The words in which departures are told."""

from pathlib import Path

from histoire import Commune, Factory

from factory.reversibility.export import Exported, export
from factory.tenants import folder


def exported(factory: Factory, commune: Commune, to: Path, **options: bool) -> Exported:
    campaign = factory.campaign()
    (tenant,) = folder.communes(campaign.settings, [commune.slug]).tenants
    found = export(campaign, tenant, to, **options)
    assert isinstance(found, Exported), str(found)
    return found
