"""The yearly account of one commune (art. 4.5)."""

from datetime import datetime

from factory.archive.nights import Outage
from factory.convention.account import Account, CommuneAccount
from factory.convention.desk import Desk
from factory.convention.document import (
    Block,
    Document,
    Facts,
    Heading,
    Points,
    Text,
    day,
    euros,
    moment,
    said,
    table,
)
from factory.convention.operations import ARTICLE
from factory.convention.papers.account import bearer, committee, guarantee, provisional
from factory.convention.papers.measures import NONE, duration, percent, rate, size
from factory.convention.papers.sheet import charge
from factory.convention.running import Running
from factory.ground.dates import MONTHS
from factory.tenants.naming import de


def one(account: Account, slug: str, desk: Desk) -> Document:
    """What a commune is told of its year."""
    own = account.of(slug)
    blocks: list[Block] = [
        *provisional(account),
        Heading(text="Sommes dues"),
        *charge(own.fees),
        *_operations(own),
        Heading(text="Part dans les coûts définitifs"),
        Text(text=f"Coûts de l’année : {euros(account.costs.ttc)} TTC. "
             f"Clé : {account.costs.key}."),
        *_share(account, slug),
        Heading(text="Le service rendu"),
        *_service(account, own),
        Heading(text="Assistance"),
        _requests(own),
        *committee(account, own),
    ]  # fmt: skip
    if account.costs.doubts:
        blocks += [Heading(text="Coûts : à confirmer"), Points(items=account.costs.doubts)]
    convention = desk.party(slug).convention
    return Document(
        title=f"Bilan annuel {account.year} de la commune {de(own.nom)}",
        subtitle="Usine à sites – articles 4.5 et 10 de la convention",
        blocks=tuple(blocks),
        footer=f"Bilan annuel {account.year}, commune {de(own.nom)}",
        fictive=bool(convention and convention.fictive),
    )


def _operations(own: CommuneAccount) -> list[Block]:
    if not own.operations:
        return []
    return [
        table(
            "Demandes spécifiques constatées",
            ("Opération", "Formule", "Titre", "Article", "Montant"),
            [
                (f"{one.operation}, {one.objet}", one.formula, one.title, ARTICLE, euros(one.due))
                for one in own.operations
            ],
            figures=(4,),
        )
    ]


def _share(account: Account, slug: str) -> list[Block]:
    costs = account.costs
    borne = [cost for cost in costs.costs if slug in cost.shares]
    found: list[Block] = []
    if slug not in costs.weights:
        found.append(Text(text="La commune n’a pas eu de jour de service cette année."))
    if not borne:
        return found
    weight = percent(float(costs.weights.get(slug, 0)))
    total = sum((cost.ttc for cost in borne), costs.ttc * 0)
    found.append(
        table(
            f"Part de la commune : {weight} des coûts partagés",
            ("Nature", "Pour", "Coût, TTC", "Part de la commune"),
            [
                (cost.nature, bearer(account, cost), euros(cost.ttc), euros(cost.shares[slug]))
                for cost in borne
            ],
            foot=("Total", "", euros(total), euros(costs.share(slug))),
            figures=(2, 3),
        )
    )
    return found


def _service(account: Account, own: CommuneAccount) -> list[Block]:
    run = own.running
    if run is None:
        return [Text(text="L’historique ne dit rien de cette commune pour cette année.")]
    found: list[Block] = [Facts(rows=_facts(own, run)), guarantee([run.availability], account.own)]
    found.append(
        table(
            "Incidents : interruptions vues par la sonde",
            ("Début", "Fin", "Durée", "Cause"),
            [_incident(outage) for outage in run.outages],
        )
    )
    found.append(
        table(
            "Tendance : le site à la fin de chaque mois",
            ("Mois", "Pages", "Poids", "EcoIndex", "À corriger", "À améliorer"),
            [
                (
                    MONTHS[month.month - 1], str(month.pages), size(month.octets),
                    said(month.grade, NONE), str(month.errors), str(month.warnings),
                )
                for month in run.months
            ],
            figures=(1, 2, 3, 4, 5),
        )
    )  # fmt: skip
    return found


def _facts(own: CommuneAccount, run: Running) -> tuple[tuple[str, str], ...]:
    return (
        ("Jours de service",
         ", puis ".join(f"du {day(first)} au {day(last)}" for first, last in own.spans)),
        (
            "Nuits",
            f"{run.nights}, dont {run.good} sans remarque, {run.reserved} avec réserves, "
            f"{run.failed} en échec",
        ),
        ("Publications", str(run.publications)),
        ("Disponibilité", rate(run.availability)),
        ("Nuits sauvegardées", f"{run.backed_up} ({_last(run.last_backup, 'dernière')})"),
        ("Restaurations prouvées", f"{run.drills_good} sur {run.drills} "
         f"({_last(run.last_drill, 'dernière')})"),
        ("Exports prouvés", f"{run.proofs_good} sur {run.proofs} "
         f"({_last(run.last_proof, 'dernier')})"),
    )  # fmt: skip


def _last(when: datetime | None, word: str) -> str:
    return f"{word} le {moment(when)}" if when else "jamais"


def _incident(outage: Outage) -> tuple[str, ...]:
    length = int((outage.end - outage.start).total_seconds()) if outage.end else None
    return (
        moment(outage.start),
        moment(outage.end, "en cours"),
        duration(length),
        said(outage.cause, "cause inconnue"),
    )


def _requests(own: CommuneAccount) -> Block:
    return table(
        "Demandes d’assistance",
        ("Demande", "Ouverte le", "Objet", "Gravité", "Rétablie le"),
        [
            (one.numero, moment(one.opened), one.objet, said(one.gravite, NONE),
             moment(one.restored, "non"))
            for one in own.requests
            if not one.evolution
        ],
    )  # fmt: skip
