"""`usine assistance`: a request to the help desk, with what it asks for already written."""

from datetime import date
from typing import Any

import click

from factory.cli import options, papers
from factory.convention.assistance import GRAVITIES, Asked, answering, request
from factory.convention.desk import open_desk


@options.verb(
    "Préparer une demande au service d’assistance : qui, quel environnement, quelle anomalie, "
    "quelle gravité ; et dire quand il répond (article 4.6 de la convention)."
)
@options.commune
@click.option("--anomalie", "what", metavar="TEXTE", default="", help="Ce qui ne va pas.")
@click.option(
    "--gravite", type=click.Choice(GRAVITIES), help=f"{', '.join(GRAVITIES)}.", metavar="DEGRÉ"
)
@click.option(
    "--demandeur",
    "who",
    metavar="NOM",
    default="",
    help="Qui demande (sinon le référent) : nom ou courriel, comme dans convention.yaml.",
)
@click.option("--poste", metavar="TEXTE", default="", help="Machine, système, navigateur.")
@click.option("--evolution", metavar="TEXTE", default="", help="Demander une évolution.")
@papers.forms
def command(
    commune: str, what: str, gravite: str | None, who: str, poste: str, evolution: str, **form: Any
) -> int:  # fmt: skip
    now = options.now()
    settings = options.settings(form.pop("config"))
    desk = open_desk(settings, date(now.year, now.month, now.day), [commune])
    asked = Asked(
        who=who,
        what=evolution or what,
        gravity=gravite or "",
        post=poste,
        evolution=bool(evolution),
    )
    document = request(desk.parties[0], desk, asked, now)
    answers = answering(now)
    data = {
        "commune": commune,
        "ouvert": answers.open,
        "change_le": answers.changes,
        "demande": document,
    }
    papers.give(document, data, moment=now, **form)
    return 0
