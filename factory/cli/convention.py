"""`usine convention`: where each stands, what is due, the yearly account, the days that count."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from factory.cli import options, papers, record
from factory.convention import agenda, calendar, mending, told
from factory.convention.account import account
from factory.convention.desk import Desk, Party, open_desk
from factory.convention.document import Document
from factory.convention.papers import account as account_paper
from factory.convention.papers import (
    commune_account,
    deadlines,
    offer,
    overview,
    privacy,
    service,
    sheet,
)
from factory.ground.files import write_whole
from factory.ground.moment import closing
from factory.tenants import folder

one = click.argument("commune", metavar="[COMMUNE]", required=False)
PAPERS: dict[str, Callable[[Party, Desk, date], Document]] = {
    "convention": overview.one,
    "proces-verbal": service.minutes,
    "annexe-2": lambda party, desk, day: offer.description(party, desk),
    "rgpd": privacy.annex,
    "registres": privacy.registers,
    "violations": privacy.notices,
}


@click.group(
    help="Suivre les conventions avec les communes : état, sommes dues, bilan, échéances.",
    context_settings=options.HELP,
    subcommand_metavar=options.VERB,
)
def command() -> None: ...


command.add_command(record.command)


@command.command("show", help="Dire où en est chaque convention, ou tout dire d’une seule.")
@one
@click.option(
    "--papier", type=click.Choice(list(PAPERS)), default="convention", metavar="PAPIER",
    help=f"Papier d’une commune : {', '.join(PAPERS)}.",
)  # fmt: skip
@papers.day
@papers.forms
def show(commune: str | None, papier: str, le: date | None, **form: Any) -> int:
    desk, day = _opened(form, commune, le, gone=papier == "convention")
    if commune and papier != "convention":
        desk.agreed(commune)
    document = PAPERS[papier](desk.parties[0], desk, day) if commune else overview.every(desk, day)
    return _given(document, desk, {"jour": day, "communes": told.standings(desk, day)}, form)


@command.command("fees", help="Dire ce que chaque commune doit pour une année, ligne à ligne.")
@one
@papers.year
@papers.forms
def fees(commune: str | None, annee: int | None, **form: Any) -> int:
    desk, day = _opened(form, commune, None, gone=True)
    year = annee or day.year
    if commune:
        desk.agreed(commune)
    document = sheet.sheet(desk.parties[0], desk, year) if commune else sheet.every(desk, year)
    return _given(document, desk, {"annee": year, "communes": told.charges(desk, year)}, form)


@command.command("calendar", help="Donner les jours qui comptent, à l’écran ou pour un agenda.")
@one
@papers.day
@click.option(
    "--ics", metavar="FICHIER", type=click.Path(path_type=Path, dir_okay=False),
    help="Écrire un fichier d’agenda.",
)  # fmt: skip
@papers.forms
def calendar_(commune: str | None, le: date | None, ics: Path | None, **form: Any) -> int:
    desk, day = _opened(form, commune, le)
    entries = agenda.agenda(desk, day, within=None)
    if ics is not None:
        papers.folder_of(ics)
        write_whole(ics, calendar.ics(entries, options.now(), "Conventions de l’Usine à sites"))
        click.echo(f"{len(entries)} échéances : {ics}")
        return 0
    data = {"jour": day, "echeances": entries}
    return _given(deadlines.paper(entries, day), desk, data, form)


@command.command("bilan", help="Établir le bilan annuel : coûts, parts, service rendu, demandes.")
@one
@papers.year
@papers.day
@papers.forms
def bilan(commune: str | None, annee: int | None, le: date | None, **form: Any) -> int:
    now = closing(le) if le else options.now()
    desk, day = _opened(form, None, le)
    year = annee or day.year
    if commune and commune not in {party.slug for party in desk.parties}:
        folder.communes(desk.settings, [commune])
    made = account(desk, year, now)
    if commune:
        document = commune_account.one(made, desk.agreed(commune), desk)
        data = told.bilan(made, commune)
    else:
        document, data = account_paper.every(made, desk), told.bilan(made, None)
    return _given(document, desk, {"annee": year, **data}, form)


def _opened(
    form: dict[str, Any], commune: str | None, le: date | None, *, gone: bool = False
) -> tuple[Desk, date]:
    day = le or options.now().date()
    settings = options.settings(form.pop("config"))
    return open_desk(settings, day, [commune] if commune else (), gone=gone), day


def _given(document: Document, desk: Desk, data: dict[str, Any], form: dict[str, Any]) -> int:
    papers.give(document, data, moment=options.now(), **form)
    return 1 if mending.of(desk) else 0
