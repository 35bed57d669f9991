"""`usine rollback`: an earlier state of a site online again, and held there."""

import getpass
from pathlib import Path

import click

from factory.archive import erasures
from factory.archive import registre as registers
from factory.build import hold
from factory.build.layout import Layout
from factory.build.lock import locked, under_way
from factory.cli import options
from factory.ground.problems import UsageError, error
from factory.tenants import folder


@options.verb(
    "Remettre en ligne l’état précédent du site d’une commune, et le garder. "
    "Rien n’est publié ensuite tant que « --reprendre » n’a pas été lancé."
)
@options.commune
@click.option("--generation", type=int, metavar="N", help="L’état où revenir ; sinon le précédent.")
@click.option("--pourquoi", metavar="TEXTE", help="La raison, qui sera montrée à tous.")
@click.option("--qui", metavar="NOM", help="Qui le décide ; sinon l’utilisateur de la machine.")
@click.option("--reprendre", is_flag=True, help="Lever la suspension : publier de nouveau.")
@options.config
def command(
    commune: str,
    generation: int | None,
    pourquoi: str | None,
    qui: str | None,
    reprendre: bool,
    config: Path | None,
) -> int:
    settings = options.settings(config)
    (tenant,) = folder.communes(settings, [commune]).tenants
    layout = Layout(tenant.output)
    with locked(layout) as free:
        if not free:
            raise UsageError(under_way(commune))
        if reprendre:
            lifted = hold.lift(layout)
            click.echo(
                f"{commune} : la publication reprend ; lancez « usine build {commune} »."
                if lifted
                else f"{commune} : la publication n’était pas suspendue."
            )
            return 0
        if not pourquoi:
            raise UsageError(
                error(
                    "rollback-sans-raison",
                    "Il faut dire pourquoi le site revient en arrière.",
                    "Ajoutez --pourquoi « la raison, en une phrase ».",
                )
            )
        held = hold.roll_back(
            layout,
            generation,
            qui or getpass.getuser(),
            pourquoi,
            options.now(),
            registers.read(tenant.folder / "registre"),
            erasures.read(settings.memoire),
        )
    click.echo(
        f"{commune} : la génération {held.numero} est en ligne, et le reste jusqu’à "
        f"« usine rollback {commune} --reprendre »."
    )
    return 0
