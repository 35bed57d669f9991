"""`usine export`: a commune leaves with everything."""

from pathlib import Path

import click

from factory.cli import options, waiting
from factory.cli.answer import answer
from factory.cli.campaigns import campaign
from factory.ground.french import sizes
from factory.ground.french.counts import counted
from factory.ground.problems import Problem
from factory.nightly.leaving import leave
from factory.reversibility.export import Exported
from factory.tenants import folder


@options.verb(
    "Écrire tout ce qu’il faut pour reprendre le site d’une commune ailleurs : le site, ses "
    "fichiers, son registre, et de quoi les remettre dans WordPress, Hugo ou une autre usine."
)
@options.commune
@click.option(
    "--to", metavar="DOSSIER|FICHIER.zip", type=click.Path(path_type=Path), required=True,
    help="Où écrire l’export : un dossier nouveau, ou un fichier .zip.",
)  # fmt: skip
@click.option("--sans-theme", is_flag=True, help="Laisser le thème de côté.")
@options.as_json
@options.config
def command(commune: str, to: Path, sans_theme: bool, as_json: bool, config: Path | None) -> int:
    settings = options.settings(config)
    (tenant,) = folder.communes(settings, (commune,)).tenants
    with waiting.bar(shown=not as_json) as told:
        found = leave(campaign(settings), tenant, to, with_theme=not sans_theme, told=told)
    if as_json:
        problems = [found.as_json()] if isinstance(found, Problem) else []
        done = None if isinstance(found, Problem) else {**_json(found)}
        answer(export=done, problemes=problems)
    else:
        click.echo(str(found) if isinstance(found, Problem) else _told(found))
    return 3 if isinstance(found, Problem) else 0


def _json(found: Exported) -> dict[str, object]:
    return {name: getattr(found, name) for name in Exported.__slots__} | {
        "chemin": str(found.chemin)
    }


def _told(found: Exported) -> str:
    day = "/".join(reversed(found.moment[:10].split("-")))
    lines = [
        f"{found.commune} : exportée dans {found.chemin}",
        f"    le site tel qu’en ligne le {day} à {found.moment[11:16].replace(':', ' h ')} : "
        f"{counted(found.pages, 'page')}",
        f"    {counted(found.fichiers, 'fichier')}, {sizes.short(found.octets)}",
        f"    empreinte du site : {found.empreinte}",
        f"    empreinte de l’export : {found.sac}",
    ]
    if found.repris:
        kept = counted(found.repris, "fichier repris", "fichiers repris")
        lines.append(f"    {kept} d’un export interrompu")
    lines += [f"    à part, non publié : {path}" for path in found.a_part]
    lines += [f"    non repris : {reason}" for reason in found.ecartes]
    lines.append("    À lire d’abord : data/LISEZMOI.md")
    return "\n".join(lines)
