"""`usine status`: where each commune stands."""

from pathlib import Path

import click

from factory.build.layout import Layout
from factory.build.status import standing
from factory.cli import options
from factory.ground.written import written
from factory.tenants import folder


@options.verb("Dire où en est chaque commune : ce qui est en ligne, ce qui reste à corriger.")
@options.communes
@options.as_json
@options.config
def command(communes: tuple[str, ...], as_json: bool, config: Path | None) -> int:
    settings = options.settings(config)
    listing = folder.communes(settings, communes)
    found = [standing(tenant.slug, Layout(tenant.output)) for tenant in listing.tenants]
    if as_json:
        click.echo(written({"version": 1, "communes": found}).decode())
    else:
        for one in found:
            click.echo(str(one))
    return 1 if any(one.erreurs or one.avertissements for one in found) else 0
