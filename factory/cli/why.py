"""`usine why`: why a page was made again."""

from dataclasses import asdict
from pathlib import Path

import click

from factory.build import why
from factory.build.layout import Layout
from factory.cli import options
from factory.cli.answer import answer
from factory.tenants import folder


@options.verb("Dire pourquoi la page d’une commune a été refaite la dernière fois.")
@options.commune
@click.argument("adresse", metavar="ADRESSE")
@options.as_json
@options.config
def command(commune: str, adresse: str, as_json: bool, config: Path | None) -> int:
    settings = options.settings(config)
    (tenant,) = folder.communes(settings, [commune]).tenants
    found = why.why(Layout(tenant.output), adresse)
    if as_json:
        answer(**asdict(found))
    else:
        click.echo(str(found))
    return 0
