"""`usine backup check`: the share of the backups whose turn it is, read again."""

from functools import partial
from pathlib import Path

import click

from factory.backup.checking import Checked, check
from factory.backup.shelter import shelter
from factory.cli import options
from factory.cli.answer import answer
from factory.cli.backup import shared


@options.verb(
    "Vérifier les sauvegardes et relire la part dont c’est le tour, de sorte que tout soit relu "
    "en trente nuits (« relecture » de usine.yaml)."
)
@options.communes
@shared.jobs
@click.option("--tout", is_flag=True, help="Tout relire maintenant.")
@options.as_json
@options.config
def command(
    communes: tuple[str, ...], jobs: int | None, tout: bool, as_json: bool, config: Path | None
) -> int:
    where = shelter(options.settings(config))
    tasks = [
        (n, partial(check, where, n, options.now(), whole=tout))
        for n in shared.chosen(where, communes)
    ]
    done = []
    for checked in shared.each("Relecture", tasks, jobs, as_json):
        done.append(checked)
        if not as_json:
            _tell(checked)
    code = shared.code(checked.outcome for checked in done)
    if as_json:
        answer(code=code, communes=sorted(done, key=shared.rank))
    return code


def _tell(checked: Checked) -> None:
    said = ", ".join(
        f"{one.target} : {'tout' if one.parts == 1 else f'part {one.part} sur {one.parts}'} "
        + ("bien lu" if one.good else "EN DÉFAUT")
        for one in checked.checks
    )
    shared.line(f"{shared.name(checked.name)} : {said or 'non vérifiée'}")
    shared.tell(checked.problems)
