"""A request to the help desk, prepared (art. 4.6): who, in what environment, what, how grave; when.

« Du lundi au vendredi de 8h30 à 12h30 et de 13h30 à 17h30, jours fériés exclus. »
"""

import platform
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from factory import __version__
from factory.build import state
from factory.build.layout import Layout
from factory.build.status import Standing, standing
from factory.convention.desk import Desk, Party
from factory.convention.document import Block, Document, Facts, Heading, Text, moment, said, table
from factory.ground.dates import WEEKDAYS
from factory.ground.holidays import holiday
from factory.ground.moment import wall
from factory.tenants import folder
from factory.tenants.convention import Convention
from factory.tenants.naming import de
from factory.tenants.roles import Titulaire, holder

HOURS = ((time(8, 30), time(12, 30)), (time(13, 30), time(17, 30)))
GRAVITIES = ("bloquante", "majeure", "mineure")
_SUBJECT = "Demande d’évolution"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the caller says. `post`: machine, system, browser; the factory cannot know them."""

    who: str = ""
    what: str = ""
    gravity: str = ""
    post: str = ""
    evolution: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """Whether the help desk answers at an instant, and when that changes: to the minute."""

    open: bool
    changes: datetime

    def __str__(self) -> str:
        day = WEEKDAYS[self.changes.weekday()]
        hour = f"{self.changes.hour}\u00a0h\u00a0{self.changes.minute:02}"
        if self.open:
            return f"ouvert jusqu’à {hour}"
        return f"fermé ; ouvre {day} {self.changes:%d/%m/%Y} à {hour}"


def answering(when: datetime) -> Answering:
    """Whether the help desk answers, by the clocks of France."""
    now = wall(when)
    for ahead in range(15):
        day = now.date() + timedelta(days=ahead)
        for first, last in HOURS if _works(day) else ():
            opens, closes = datetime.combine(day, first), datetime.combine(day, last)
            if now < opens:
                return Answering(open=False, changes=opens)
            if now < closes:
                return Answering(open=True, changes=closes)
    raise AssertionError("no fortnight is without a working day")


def request(party: Party, desk: Desk, asked: Asked, when: datetime) -> Document:
    """The request, ready to be given to the help desk."""
    convention = party.convention or Convention()
    now = wall(when).date()
    helper = desk.settings.metropole.assistance
    tenant = folder.tenant(desk.settings, party.slug)
    layout = Layout(tenant.output)
    online = standing(party.slug, layout)
    evolution = f"{_SUBJECT} : " if asked.evolution else ""
    blocks: list[Block] = [
        Facts(
            rows=(
                ("Objet", f"{evolution}{said(asked.what)}"),
                ("À déposer sur", helper.url),
                (f"Service {helper.nom}", str(answering(when))),
            )
        ),
        Heading(text="Qui demande"),
        Facts(rows=_who(convention, asked, now)),
        Heading(text="Environnement concerné"),
        Facts(rows=_environment(party, asked, online)),
        *_problems(party, layout),
    ]
    if asked.evolution:
        blocks += [
            Heading(text="Suite"),
            Text(
                text="La demande est examinée au comité de pilotage annuel, qui valide les "
                f"développements à engager en {now.year + 1} (article 4.6.2). Déposée, elle "
                "rejoint sa liste par le fichier des demandes du service d’assistance."
            ),
        ]
    else:
        blocks += [
            Heading(text="Anomalie"),
            Facts(
                rows=(
                    ("Description", said(asked.what)),
                    ("Degré de gravité", said(asked.gravity)),
                )
            ),
        ]
    kind = _SUBJECT if asked.evolution else "Demande d’assistance"
    return Document(
        title=f"{kind} de la commune {de(party.nom)}",
        subtitle=f"Article 4.6 de la convention, préparée le {moment(wall(when))}",
        blocks=tuple(blocks),
        footer=f"Usine à sites, {kind.lower()}, commune {de(party.nom)}",
        fictive=convention.fictive,
    )


def entitled(convention: Convention, who: str, day: date) -> Titulaire | None:
    """Who asks, among those whom the convention names: by name or e-mail; else the référent."""
    contacts = convention.contacts
    known = [
        one
        for one in (*contacts.demandeurs, *contacts.referent, *contacts.representant)
        if one.en_poste(day)
    ]
    if not who:
        return holder(contacts.referent, day)
    return next((one for one in known if who in (one.nom, one.nom_complet, one.courriel)), None)


def _who(convention: Convention, asked: Asked, day: date) -> tuple[tuple[str, str], ...]:
    one = entitled(convention, asked.who, day)
    if one is None:
        return (
            ("Nom et prénom", said(asked.who)),
            ("Attention", "cette personne n’est pas nommée par la convention (articles 4.6, 10)"),
        )
    return (
        ("Nom et prénom", one.nom_complet),
        ("Courriel", said(one.courriel)),
        ("Téléphone", said(one.telephone)),
    )


def _environment(party: Party, asked: Asked, online: Standing) -> tuple[tuple[str, str], ...]:
    return (
        ("Progiciel", f"Usine à sites, version {__version__}"),
        ("Serveur", f"Python {platform.python_version()}, {platform.system()}"),
        ("Site", party.commune.origine if party.commune else said("")),
        ("En ligne", _online(online)),
        ("Poste de l’agent (machine, système, navigateur)", said(asked.post)),
    )


def _online(online: Standing) -> str:
    if not online.generation:
        return "pas encore de site en ligne"
    when = moment(datetime.fromisoformat(online.moment))
    held = f", publication suspendue ({online.suspension})" if online.suspension else ""
    return f"génération {online.generation} du {when}, {online.pages} pages{held}"


def _problems(party: Party, layout: Layout) -> list[Block]:
    """What the last build said of the commune's files, and what its convention.yaml has wrong."""
    last = state.read(layout)
    found = [*(last.problems if last else ()), *party.problems]
    if not found:
        return []
    return [
        table(
            "Problèmes relevés par l’usine",
            ("Fichier", "Ligne", "Gravité", "Problème"),
            [(one.file, str(one.line or ""), str(one.severity), one.message) for one in found],
        )
    ]


def _works(day: date) -> bool:
    return day.weekday() < 5 and not holiday(day)
