"""`usine assistance`: a request to the help desk, with what it asks for already written."""

from typing import Any

import click

from factory.cli import options, papers
from factory.convention.assistance import GRAVITIES, Asked, answers, request
from factory.convention.desk import open_desk
from factory.convention.requests import inscribe


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
@click.option("--document", metavar="TEXTE", default="", help="Document ou page en cause.")
@click.option(
    "--evolution", metavar="TEXTE", default="",
    help="Demander une évolution : elle est inscrite à la liste du comité de pilotage.",
)  # fmt: skip
@papers.forms
def command(
    commune: str, what: str, gravite: str | None, who: str, poste: str, document: str,
    evolution: str, **form: Any,
) -> int:  # fmt: skip
    now = options.now()
    settings = options.settings(form.pop("config"))
    desk = open_desk(settings, now.date(), [commune])
    number, new = "", False
    if evolution:
        number, new = inscribe(desk.evolutions, commune, evolution, now)
    asked = Asked(
        who=who,
        what=evolution or what,
        gravity=gravite or "",
        post=poste,
        document=document,
        evolution=bool(evolution),
        number=number,
    )
    paper = request(desk.parties[0], desk, asked, now)
    state = answers(desk, now)
    data = {
        "commune": commune,
        "ouvert": state.ouvert,
        "change_le": state.jusqu_a,
        "evolution": {"numero": number, "nouvelle": new} if number else None,
        "demande": paper,
    }
    papers.give(paper, data, moment=now, **form)
    return 0
