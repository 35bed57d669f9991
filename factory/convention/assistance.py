"""A request to the help desk, prepared (art. 4.6): who, in what environment, what, how grave; when.

Its hours are the Métropole's settings (`metropole: assistance: horaires`), the contract's unless it
writes others.
"""

import platform
from dataclasses import dataclass
from datetime import date, datetime

from factory import __version__
from factory.build import state
from factory.build.layout import Layout
from factory.build.status import Standing, standing
from factory.convention.desk import Desk, Party
from factory.convention.document import (
    Block,
    Document,
    Facts,
    Heading,
    Text,
    moment,
    said,
    table,
)
from factory.ground.dates import WEEKDAYS
from factory.ground.french.counts import NBSP, counted
from factory.ground.hours import State, state_at
from factory.ground.moment import wall
from factory.tenants import folder
from factory.tenants.convention import Convention
from factory.tenants.naming import de
from factory.tenants.roles import Titulaire, holder

GRAVITIES = ("bloquante", "majeure", "mineure")
_SUBJECT = "Demande d’évolution"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the caller says. `post`: machine, system, browser; the factory cannot know them.

    `number`: the one of a request for evolution in the committee's list.
    """

    who: str = ""
    what: str = ""
    gravity: str = ""
    post: str = ""
    document: str = ""
    evolution: bool = False
    number: str = ""

    @property
    def subject(self) -> str:
        """Art. 4.6.2: the subject says that it is a request for evolution."""
        if not self.evolution:
            return said(self.what)
        return f"{_SUBJECT} {self.number}".strip() + f" : {said(self.what)}"


def answers(desk: Desk, when: datetime) -> State:
    """Whether the help desk answers at an instant, and when that changes."""
    return state_at(desk.settings.metropole.assistance.horaires, when)


def told(state: State) -> str:
    """« ouvert jusqu’à 12 h 30 », by the clocks of France."""
    if state.jusqu_a is None:
        return "fermé"
    changes = wall(state.jusqu_a)
    hour = f"{changes.hour}{NBSP}h{NBSP}{changes.minute:02}"
    if state.ouvert:
        return f"ouvert jusqu’à {hour}"
    return f"fermé ; ouvre {WEEKDAYS[changes.weekday()]} {changes:%d/%m/%Y} à {hour}"


def request(party: Party, desk: Desk, asked: Asked, when: datetime) -> Document:
    """The request, ready to be given to the help desk."""
    convention = party.convention or Convention()
    now = wall(when).date()
    helper = desk.settings.metropole.assistance
    tenant = folder.tenant(desk.settings, party.slug)
    layout = Layout(tenant.output)
    online = standing(party.slug, layout)
    blocks: list[Block] = [
        Facts(
            rows=(
                ("Objet", asked.subject),
                ("À déposer sur", helper.url),
                (f"Service {helper.nom}", told(answers(desk, when))),
            )
        ),
        Heading(text="Qui demande"),
        Facts(rows=(*_who(convention, asked, now), _validated(convention, asked, now))),
        Heading(text="Environnement concerné"),
        Facts(rows=_environment(party, asked, online)),
        *_problems(party, layout),
        *(_follows(asked, now.year) if asked.evolution else _anomaly(asked)),
    ]
    kind = _SUBJECT if asked.evolution else "Demande d’assistance"
    return Document(
        title=f"{kind} de la commune {de(party.nom)}",
        subtitle=f"Article 4.6 de la convention, préparée le {moment(wall(when))}",
        blocks=tuple(blocks),
        footer=f"Usine à sites, {kind.lower()}, commune {de(party.nom)}",
        fictive=convention.fictive,
    )


def _anomaly(asked: Asked) -> tuple[Block, ...]:
    rows = (("Description", said(asked.what)), ("Degré de gravité", said(asked.gravity)))
    return (Heading(text="Anomalie"), Facts(rows=rows))


def _follows(asked: Asked, year: int) -> tuple[Block, ...]:
    text = (
        "La demande est examinée au comité de pilotage annuel, qui valide les développements à "
        f"engager en {year + 1} (article 4.6.2)."
    )
    if asked.number:
        text += f" Elle est inscrite à sa liste sous le numéro {asked.number} : gardez-le dans "
        text += "l’objet, pour que l’on retrouve sa décision."
    return (Heading(text="Suite"), Text(text=text))


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


def _validated(convention: Convention, asked: Asked, day: date) -> tuple[str, str]:
    """Art. 10: « toute demande devra être validée par le représentant désigné »."""
    title, ahead = "Validation (article 10)", holder(convention.contacts.representant, day)
    if ahead is None:
        return title, "à donner par le représentant de la commune, que la convention ne nomme pas"
    if entitled(convention, asked.who, day) == ahead:
        return title, "donnée : le représentant de la commune demande lui-même"
    mail = f", {ahead.courriel}" if ahead.courriel else ""
    return title, f"à donner par le représentant de la commune : {ahead.nom_complet}{mail}"


def _environment(party: Party, asked: Asked, online: Standing) -> tuple[tuple[str, str], ...]:
    return (
        ("Progiciel", f"Usine à sites, version {__version__}"),
        ("Serveur", f"Python {platform.python_version()}, {platform.system()}"),
        ("Site", party.commune.origine if party.commune else said("")),
        ("En ligne", _online(online)),
        ("Poste de l’agent (machine, système, navigateur)", said(asked.post)),
        ("Document ou page", said(asked.document, "non précisé")),
    )


def _online(online: Standing) -> str:
    if not online.generation:
        return "pas encore de site en ligne"
    when = moment(datetime.fromisoformat(online.moment))
    held = f", publication suspendue ({online.suspension})" if online.suspension else ""
    return f"génération {online.generation} du {when}, {counted(online.pages, 'page')}{held}"


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
