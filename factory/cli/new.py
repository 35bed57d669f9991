"""`usine new`: a commune's folder, ready to build."""

from pathlib import Path

import click

from factory.archive import destructions
from factory.cli import options
from factory.tenants import scaffold


@options.verb("Créer le dossier d’une commune, rempli de ce que l’on sait d’elle.")
@click.argument("commune", metavar="COMMUNE")
@click.option("--insee", required=True, metavar="CODE", help="Code INSEE de la commune.")
@click.option("--nom", default="", metavar="NOM", help="Son nom, si l’usine ne la connaît pas.")
@click.option("--domaine", default="", metavar="DOMAINE", help="Son nom de domaine.")
@options.config
def command(commune: str, insee: str, nom: str, domaine: str, config: Path | None) -> int:
    settings = options.settings(config)
    destructions.refuse(settings.memoire, commune)
    today = options.now().date()
    written = scaffold.new(settings, commune, insee, jour=today, nom=nom, domaine=domaine)
    for path in written:
        inside = path.is_relative_to(settings.racine)
        click.echo(f"  {path.relative_to(settings.racine) if inside else path}")
    click.echo(f"« usine build {commune} » fabrique son site ; « usine serve » le montre.")
    return 0
