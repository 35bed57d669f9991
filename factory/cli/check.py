"""`usine check`: what is to be mended in the sources and on the site, worst first."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from factory.audit import browser, report
from factory.audit.audit import Audit, audit
from factory.audit.harm import Harm
from factory.audit.obligations import Duty, State
from factory.cli import options
from factory.cli.answer import answer
from factory.cli.campaigns import campaign
from factory.cli.gathered import gathered
from factory.cli.terminal import indented
from factory.convention.mending import to_mend
from factory.ground.files import write_whole
from factory.ground.french.counts import counted
from factory.ground.problems import Problem, UsageError, error
from factory.tenants import folder
from factory.tenants.settings import FILE


@options.verb(
    "Dire ce qui est à corriger dans les textes et sur le site, en commençant par ce qui gêne le "
    "plus les lecteurs. Ne publie rien, n’empêche jamais de publier."
)
@options.communes
@click.option(
    "--html", metavar="FICHIER", type=click.Path(path_type=Path, dir_okay=False),
    help="Écrire aussi un rapport à lire, à imprimer ou à envoyer.",
)  # fmt: skip
@click.option(
    "--navigateur", is_flag=True, help="Ouvrir aussi chaque page dans Chromium, avec axe (lent)."
)
@click.option(
    "--obligations", is_flag=True, help="Dire aussi ce que la loi demande de publier, et l’état."
)
@click.option("--infos", is_flag=True, help="Montrer aussi ce qui est seulement bon à savoir.")
@options.as_json
@options.config
def command(
    communes: tuple[str, ...],
    html: Path | None,
    navigateur: bool,
    obligations: bool,
    infos: bool,
    as_json: bool,
    config: Path | None,
) -> int:
    if html is not None and not html.absolute().parent.is_dir():
        raise UsageError(_no_folder(html))
    settings = options.settings(config)
    listing = folder.communes(settings, communes)
    beside = (config or Path.cwd() / FILE).resolve().parent
    tools = browser.tools(os.environ, beside) if navigateur else None
    run = campaign(settings, one_at_a_time=len(listing.tenants) == 1)
    conventions = to_mend(settings, run.moment.date(), communes)
    found = []
    for one in audit(run, listing.tenants, tools):
        found.append(one)
        if not as_json:
            click.echo(_told(one, infos))
            click.echo(_agreed(conventions.communes.get(one.slug, ())), nl=False)
            if obligations:
                click.echo(_duties(one.duties))
    found.sort(key=lambda one: one.slug)
    held = any(one.to_mend or (obligations and _unmet(one)) for one in found)
    code = 1 if held or conventions else 0
    if html is not None:
        write_whole(html, report.html(found, run.moment).encode())
        if not as_json:
            click.echo(f"Rapport : {html}")
    if as_json:
        answer(
            code=code, communes=[one.as_json() for one in found], conventions=conventions.as_json()
        )
    return code


def _no_folder(report: Path) -> Problem:
    return error(
        "rapport-sans-dossier",
        f"Le dossier « {report.parent} » n’existe pas : le rapport ne peut pas y être écrit.",
        "Créez-le, ou donnez à « --html » un fichier d’un dossier qui existe.",
    )


def _told(one: Audit, infos: bool) -> str:
    lines = [f"{one.slug} : {_sum(one)}"]
    for harm in Harm:
        group = [found for found in one.findings if found.harm is harm]
        if group and (infos or harm < Harm.SAVOIR):
            lines.append(f"  {harm.title}")
            lines += map(indented, gathered(group))
    return "\n".join(lines)


def _agreed(problems: Sequence[Problem]) -> str:
    """What the Métropole has to mend in its own file: the commune's agents read it apart."""
    if not problems:
        return ""
    lines = ["  Dans sa convention, que tient la Métropole", *map(str, problems)]
    return "\n".join([lines[0], *map(indented, lines[1:])]) + "\n"


def _duties(duties: tuple[Duty, ...]) -> str:
    """What is not met first; each with the text that asks for it, and why it stands so."""
    lines = ["  Ce que la loi demande de publier"]
    for state in report.STATES:
        for duty in duties:
            if duty.state is state:
                lines.append(f"    {state} : {duty.title} ({duty.article})")
                lines.append(f"        {duty.why}")
                lines += [f"        → {duty.remedy}"] if duty.remedy else []
    return "\n".join(lines)


def _unmet(one: Audit) -> bool:
    return any(duty.state is State.NON_SATISFAITE for duty in one.duties)


def _sum(one: Audit) -> str:
    count = len(one.to_mend)
    told = f"{count} à corriger" if count else "rien à corriger"
    if not one.weights:
        return f"{told} ; le site n’a pas pu être lu"
    grades = ", ".join(f"{count} {letter}" for letter, count in one.grades.items())
    told += f" ; {counted(len(one.weights), 'page lue', 'pages lues')}, EcoIndex : {grades}"
    return told if one.online else f"{told} (d’après vos fichiers, pas encore en ligne)"
