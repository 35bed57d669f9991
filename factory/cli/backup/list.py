"""`usine backup list`: which backups there are."""

from functools import partial
from itertools import groupby
from pathlib import Path

from factory.backup import record
from factory.backup.listing import Listing, listing
from factory.backup.shelter import Shelter, shelter
from factory.cli import options
from factory.cli.answer import answer
from factory.cli.backup import shared
from factory.ground.french import sizes
from factory.ground.french.counts import counted


@options.verb("Montrer les sauvegardes qu’il y a, de chaque commune ou de celles qui sont nommées.")
@options.communes
@shared.jobs
@options.as_json
@options.config
def command(communes: tuple[str, ...], jobs: int | None, as_json: bool, config: Path | None) -> int:
    where = shelter(options.settings(config))
    tasks = [(n, partial(listing, where, n)) for n in shared.chosen(where, communes)]
    found = sorted(shared.each("Lecture", tasks, jobs, as_json), key=shared.rank)
    code = 3 if any(one.problems for one in found) else 0
    if as_json:
        answer(code=code, communes=found)
    else:
        for one in found:
            _tell(where, one)
    return code


def _tell(where: Shelter, found: Listing) -> None:
    known = record.read(where.memory, found.name)
    proven = known.proven
    said = (
        f"dernière restauration prouvée le {shared.day(proven.moment)} ({proven.verdict})"
        if proven
        else "restauration jamais prouvée"
    )
    shared.line(f"{shared.name(found.name)} : {counted(len(found.snapshots), 'sauvegarde')}")
    shared.line(f"    {said}")
    for place, snapshots in groupby(found.snapshots, key=lambda one: one.target):
        shared.line(f"    {place}")
        shared.line(f"      {'Nom':8}  {'Moment':22}  {'En ligne':>8}  {'Fichiers':>8}  Taille")
        for one in snapshots:
            online = f"n° {one.generation}" if one.generation else "—"
            held = sizes.short(one.size) if one.files else "—"
            shared.line(
                f"      {one.id:8}  {shared.day(one.moment):22}  {online:>8}  "
                f"{one.files or '—':>8}  {held}"
            )
    shared.tell(found.problems)
