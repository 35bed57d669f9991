"""`usine status`: where each commune stands; the morning page; whether a night is missing."""

from datetime import timedelta
from pathlib import Path

import click

from factory.build.layout import Layout
from factory.build.status import standing
from factory.cli import options
from factory.cli.answer import answer
from factory.convention.mending import to_mend
from factory.tenants import folder
from factory.tenants.settings import Settings


@options.verb(
    "Dire où en est chaque commune : ce qui est en ligne, ce qui reste à corriger. Avec --veille, "
    "dire s’il manque une nuit."
)
@options.communes
@click.option("--rapport", is_flag=True, help="Écrire de nouveau la page du matin.")
@click.option(
    "--veille",
    is_flag=True,
    help="S’il manque une nuit : l’écrire aux exploitants, et finir avec le code 3.",
)
@click.option(
    "--heures",
    type=click.IntRange(min=1),
    default=26,
    show_default=True,
    metavar="N",
    help="Avec --veille : depuis combien d’heures la dernière nuit doit être finie.",
)
@options.as_json
@options.config
def command(
    communes: tuple[str, ...],
    rapport: bool,
    veille: bool,
    heures: int,
    as_json: bool,
    config: Path | None,
) -> int:
    settings = options.settings(config)
    if veille:
        return _watch(settings, timedelta(hours=heures), as_json)
    if rapport:
        return _report(settings, as_json)
    listing = folder.communes(settings, communes)
    found = [standing(tenant.slug, Layout(tenant.output)) for tenant in listing.tenants]
    conventions = to_mend(settings, options.now().date(), communes)
    if as_json:
        answer(communes=found, conventions=conventions.as_json())
    else:
        for problem in conventions.shared:
            click.echo(str(problem))
        for one in found:
            click.echo(str(one))
            if line := conventions.line(one.commune):
                click.echo(f"    {line}")
    held = any(one.erreurs or one.avertissements for one in found)
    return 1 if held or conventions else 0


def _watch(settings: Settings, late: timedelta, as_json: bool) -> int:
    from factory.nightly import reporting

    morning, problems = reporting.watch(settings, options.now(), late)
    missing = [one.problem for one in morning.concerns if one.problem.code == "nuit-absente"]
    told = [*missing, *problems]
    if as_json:
        answer(nuit_manquante=morning.late, problemes=told)
    else:
        for problem in told:
            click.echo(str(problem))
        if not morning.late:
            click.echo("Aucune nuit ne manque.")
    return 3 if morning.late else 0


def _report(settings: Settings, as_json: bool) -> int:
    from factory.nightly import reporting

    morning, page = reporting.refresh(settings, options.now())
    if as_json:
        click.echo((page.parent / "rapport.json").read_text("utf-8"))
    else:
        click.echo(f"{morning.sentence}\n{page}")
    return 1 if morning.concerns else 0
