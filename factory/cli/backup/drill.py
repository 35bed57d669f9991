"""`usine backup drill`: a restore made to be proven."""

from pathlib import Path

import click

from factory.backup.drill import Drill, drill, due
from factory.backup.shelter import shelter
from factory.backup.target import SYSTEM
from factory.cli import options
from factory.cli.answer import answer
from factory.cli.backup import shared
from factory.cli.campaigns import campaign
from factory.cli.terminal import progress
from factory.ground.french import sizes
from factory.ground.french.counts import counted
from factory.tenants import folder


@options.verb(
    "Restaurer une sauvegarde dans un dossier vide, comparer chaque fichier, refaire le site et le "
    "comparer à celui qui était en ligne. Sans nom, la commune dont la preuve est la plus ancienne."
)
@options.communes
@click.option("--nombre", type=click.IntRange(min=1), default=1, metavar="N", help="Combien.")
@click.option("--tout", is_flag=True, help="Toutes les communes.")
@options.as_json
@options.config
def command(
    communes: tuple[str, ...], nombre: int, tout: bool, as_json: bool, config: Path | None
) -> int:
    settings = options.settings(config)
    where = shelter(settings)
    known = [name for name in shared.chosen(where, communes, system=False) if name != SYSTEM]
    names = tuple(known) if communes or tout else due(where, known)[:nombre]
    run = campaign(settings)
    done = []
    with progress("Exercice", len(names), quiet=as_json) as advance:
        for name in names:
            one = drill(where, run, folder.tenant(settings, name), options.now())
            done.append(one)
            advance()
            if not as_json:
                _tell(one)
    code = shared.code(one.outcome for one in done)
    if as_json:
        answer(code=code, communes=done)
    return code


def _tell(one: Drill) -> None:
    trial = one.trial
    of = f" (sauvegarde {trial.of})" if trial.of else ""
    shared.line(f"{one.name} : {trial.verdict}{of}")
    if one.files:
        pages = f" ; site refait, {counted(one.pages, 'fichier')} identiques" if one.pages else ""
        shared.line(
            f"    {counted(one.files, 'fichier')} de sources, {sizes.short(one.size)}{pages}, "
            f"en {trial.seconds:.0f} s"
        )
    if trial.message and not one.problems:
        shared.line(f"    {trial.message}")
    shared.tell(one.problems)
