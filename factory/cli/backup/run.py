"""`usine backup run`: the communes and the system, backed up now."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from factory.archive.nights import Backup
from factory.backup.saving import Saved, back_up
from factory.backup.shelter import Shelter, shelter
from factory.backup.system import back_up_system
from factory.cli import options
from factory.cli.answer import answer
from factory.cli.backup import shared
from factory.ground.french import sizes
from factory.tenants import folder
from factory.tenants.settings import Settings


@options.verb(
    "Sauvegarder les communes, toutes ou celles qui sont nommées, et le système : réglages, thème, "
    "programme. La première fois, la clé et le dépôt sont créés."
)
@options.communes
@shared.jobs
@click.option("--sans-systeme", is_flag=True, help="Les communes seulement.")
@click.option(
    "--nouveau-depot", is_flag=True, help="Créer de nouveau un dépôt qui est perdu pour de bon."
)
@options.as_json
@options.config
def command(
    communes: tuple[str, ...],
    jobs: int | None,
    sans_systeme: bool,
    nouveau_depot: bool,
    as_json: bool,
    config: Path | None,
) -> int:
    settings = options.settings(config)
    where = shelter(settings)
    listing = folder.communes(settings, communes)
    tasks: list[tuple[str, Callable[[], Saved]]] = [
        (t.slug, partial(back_up, where, settings, t, options.now(), anew=nouveau_depot))
        for t in listing.tenants
    ]
    system = (
        [] if sans_systeme or communes else [("", partial(_system, where, settings, nouveau_depot))]
    )
    done = []
    if not as_json:
        shared.tell(settings.problems)
        shared.tell(listing.problems)
    # The system last: it holds what is remembered of the communes' backups.
    for group in (tasks, system):
        for saved in shared.each("Sauvegarde", group, jobs, as_json):
            done.append(saved)
            if not as_json:
                _tell(saved)
    code = max(shared.code(saved.outcome for saved in done), 3 if listing.problems else 0)
    if as_json:
        problems = [*settings.problems, *listing.problems]
        answer(code=code, problemes=problems, sauvegardes=sorted(done, key=shared.rank))
    return code


def _system(where: Shelter, settings: Settings, anew: bool) -> Saved:
    return back_up_system(where, settings, options.now(), anew=anew)


def _tell(saved: Saved) -> None:
    made = " ; ".join(_one(backup) for backup in saved.backups)
    shared.line(f"{shared.name(saved.name)} : {made or 'non sauvegardée'}")
    shared.tell(saved.problems)


def _one(backup: Backup) -> str:
    of = f" sur {sizes.short(backup.size)}" if backup.size else ""
    return f"{backup.target}, {sizes.short(backup.added)} ajoutés{of} ({backup.snapshot})"
