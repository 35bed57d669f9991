"""`usine backup forget`: backups that are no longer kept."""

from functools import partial
from pathlib import Path

import click

from factory.backup.retention import Forgotten, forget
from factory.backup.shelter import shelter
from factory.cli import options
from factory.cli.answer import answer
from factory.cli.backup import shared


@options.verb(
    "Oublier les sauvegardes plus anciennes que ce que « conservation » garde, et rendre la place "
    "qu’elles prenaient. Un dépôt en ajout seul est laissé tel quel."
)
@options.communes
@shared.jobs
@click.option(
    "--autre-cote",
    is_flag=True,
    help="Depuis la machine de confiance qui a le droit de couper dans les dépôts en ajout seul.",
)
@options.as_json
@options.config
def command(
    communes: tuple[str, ...],
    jobs: int | None,
    autre_cote: bool,
    as_json: bool,
    config: Path | None,
) -> int:
    where = shelter(options.settings(config))
    tasks = [
        (n, partial(forget, where, n, other_side=autre_cote))
        for n in shared.chosen(where, communes)
    ]
    done = []
    for forgotten in shared.each("Oubli", tasks, jobs, as_json):
        done.append(forgotten)
        if not as_json:
            _tell(forgotten)
    code = shared.code(one.outcome for one in done)
    if as_json:
        answer(code=code, communes=sorted(done, key=shared.rank))
    return code


def _tell(done: Forgotten) -> None:
    said = [f"fait dans {', '.join(done.places)}"] if done.places else []
    if done.left:
        said.append(f"à faire de l’autre côté pour {', '.join(done.left)} (ajout seul)")
    shared.line(f"{shared.name(done.name)} : {' ; '.join(said) or 'non fait'}")
    shared.tell(done.problems)
