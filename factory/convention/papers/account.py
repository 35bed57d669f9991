"""The yearly account of all the communes: what the committee reads (art. 4.5 and 10)."""

from collections.abc import Sequence

from factory.convention.account import Account, CommuneAccount
from factory.convention.common import Comite
from factory.convention.costs import METROPOLE, OWN, Cost
from factory.convention.desk import Desk
from factory.convention.document import (
    TO_CONFIRM,
    Block,
    Document,
    Heading,
    Points,
    Text,
    day,
    euros,
    said,
    table,
)
from factory.convention.papers.measures import duration, percent, rate
from factory.convention.requests import Request
from factory.convention.running import Availability
from factory.ground.moment import wall


def every(account: Account, desk: Desk) -> Document:
    """The whole account."""
    blocks: list[Block] = [
        *provisional(account),
        Heading(text="Coûts définitifs d’exploitation et d’hébergement"),
        _costs(account),
        Heading(text="Parts de chacun"),
        Text(text=f"Clé : {account.costs.key}."),
        _shares(account, desk),
        *_apart(account, desk),
        *_operations(account),
        Heading(text="Le service rendu"),
        *_service(account),
        Heading(text="Assistance"),
        _help(account, desk),
        *committee(account, None),
    ]
    doubts = (*account.gaps, *account.costs.doubts, *_doubts(account))
    if doubts:
        blocks += [Heading(text="À confirmer"), Points(items=doubts)]
    blocks += [
        Heading(text="Pièces justificatives"),
        Text(text="Chaque dépense, et la pièce que la Métropole conserve et tient à la "
             "disposition des communes (article 6 ; CGCT, article D1617-19)."),
        _lines(account),
    ]  # fmt: skip
    return Document(
        title=f"Bilan annuel {account.year}",
        subtitle="Usine à sites : toutes les communes – articles 4.5 et 10",
        blocks=tuple(blocks),
        footer=f"Bilan annuel {account.year}, Usine à sites",
        fictive=desk.fictive,
    )


def provisional(account: Account) -> list[Block]:
    """What is said first where the year is not over: « définitif » is for later (art. 4.5)."""
    if account.until is None:
        return []
    text = (
        f"Bilan provisoire, au {day(account.until)} : l’année {account.year} n’est pas finie. Des "
        "dépenses peuvent s’y ajouter, et les parts supposent que le service dure jusqu’au "
        "31 décembre, ou jusqu’à la fin connue de chaque convention."
    )
    return [Text(text=text, notice=True)]


def committee(account: Account, only: CommuneAccount | None) -> list[Block]:
    """Requests for evolution, what was decided, what next year requires (art. 4.6.2, 10)."""
    decided = account.committee
    decisions = decided.decisions if decided else ()
    known = {one.demande: one for one in decisions if one.demande}
    names = {one.slug: one.nom for one in account.communes} | {METROPOLE: "Métropole"}
    rows = []
    heard: set[str] = set()
    for one in account.evolutions:
        if only is not None and one.commune != only.slug:
            continue
        decision = known.get(one.numero) or known.get(one.also)
        heard |= {one.numero, one.also}
        rows.append(
            (one.numbers, names.get(one.commune, one.commune), day(wall(one.opened).date()),
             one.objet, said(decision.avis) if decision else "à examiner")
        )  # fmt: skip
    rows += [
        (said(one.demande, "séance"), said(names.get(one.commune, one.commune), "comité"), "",
         one.objet, said(one.avis))
        for one in decisions
        if one.demande not in heard - {""} and (only is None or one.commune == only.slug)
    ]  # fmt: skip
    required = decided.prerequis if decided else ()
    held = f"tenu le {day(decided.date)}" if decided and decided.date else "date à confirmer"
    return [
        Heading(text=f"Comité de pilotage ({held})"),
        *_present(decided, names),
        table(
            f"Demandes d’évolution, pour {account.year + 1}",
            ("Demande", "Commune", "Du", "Objet", "Décision"),
            rows,
        ),
        Heading(text=f"Prérequis des postes pour {account.year + 1}", level=3),
        Points(items=required or (TO_CONFIRM,)),
    ]


def _present(held: Comite | None, names: dict[str, str]) -> list[Block]:
    """Who came (art. 5: the correspondant « participera aux comités de suivi »)."""
    if held is None or not held.presentes:
        return []
    told = ", ".join(names.get(one, one) for one in held.presentes)
    return [Text(text=f"Communes représentées (article 5) : {told}.")]


def _costs(account: Account) -> Block:
    costs = account.costs
    return table(
        f"Dépenses de {account.year}, par nature",
        ("Nature", "Pour", "Lignes du registre", "HT", "TTC"),
        [
            (cost.nature, bearer(account, cost), ", ".join(map(str, cost.lines)), euros(cost.ht),
             euros(cost.ttc))
            for cost in costs.costs
        ],
        foot=("Total", "", str(len(account.paid)), euros(costs.ht), euros(costs.ttc)),
        figures=(3, 4),
    )  # fmt: skip


def bearer(account: Account, cost: Cost) -> str:
    """Whom a cost is for: « tous », a commune, an operation of some."""
    if not cost.affectation:
        return "tous"
    if cost.affectation == OWN:
        return "Métropole"
    names = {one.slug: one.nom for one in account.communes}
    return names.get(cost.affectation, f"opération {cost.affectation}")


def _lines(account: Account) -> Block:
    """Each figure's proof (art. 6): what the commune may ask to see."""
    return table(
        f"Registre des dépenses de {account.year}",
        ("Ligne", "Jour", "Mandat", "Fournisseur et nature", "Pièce", "HT", "TTC"),
        [
            (str(one.line), f"{one.date:%d/%m/%Y}", one.mandat, f"{one.fournisseur}, {one.nature}",
             one.piece, euros(one.ht), euros(one.ttc))
            for one in account.paid
        ],
        foot=("Total", *[""] * 4, euros(account.costs.ht), euros(account.costs.ttc)),
        figures=(5, 6),
    )  # fmt: skip


def _shares(account: Account, desk: Desk) -> Block:
    costs = account.costs
    names = {party.slug: party.nom for party in desk.parties} | {METROPOLE: "Métropole"}
    due = {one.slug: one.fees.total for one in account.due}
    rows = [
        (names.get(slug, slug), percent(float(costs.weights.get(slug, 0))),
         euros(costs.share(slug)), euros(due[slug]) if slug in due else "")
        for slug in costs.users
    ]  # fmt: skip
    return table(
        "Part de chacun dans les coûts, et somme due au titre de l’annexe 1",
        ("Utilisateur", "Part des coûts partagés", "Coût porté, TTC", "Somme due"),
        rows,
        foot=("Total", "100 %", euros(costs.ttc), euros(sum(due.values(), costs.ttc * 0))),
        figures=(1, 2, 3),
    )


def _apart(account: Account, desk: Desk) -> list[Block]:
    told = [
        f"{one.nom} : {one.fees.status}" + (f", {one.fees.why}" if one.fees.why else "")
        for one in account.communes
        if one not in account.due
    ]
    told += [f"{one.nom} : pas de convention" for one in desk.parties if one.convention is None]
    return [Heading(text="Hors des totaux", level=3), Points(items=tuple(told))] if told else []


def _operations(account: Account) -> list[Block]:
    rows = [
        (f"{share.operation}, {share.objet}", one.nom, share.formula, share.title,
         euros(share.due))
        for one in account.communes
        for share in one.operations
    ]  # fmt: skip
    if not rows:
        return []
    return [
        Heading(text="Demandes spécifiques (article 4.3)"),
        table(
            "Opérations constatées, par commune",
            ("Opération", "Commune", "Formule", "Titre", "Montant"),
            rows,
            figures=(4,),
        ),
    ]


def _service(account: Account) -> list[Block]:
    served = [(one, one.running) for one in account.communes if one.running is not None]
    ran = [
        (one.nom, str(run.nights), str(run.failed), str(run.publications),
         rate(run.availability), duration(run.availability.longest))
        for one, run in served
    ]  # fmt: skip
    proven = [
        (one.nom, str(run.backed_up), f"{run.drills_good}/{run.drills}",
         f"{run.proofs_good}/{run.proofs}")
        for one, run in served
    ]  # fmt: skip
    return [
        table(
            "Par commune, d’après l’historique des nuits et de la sonde",
            ("Commune", "Nuits", "En échec", "Publications", "Disponibilité", "Pire panne"),
            ran,
            figures=(1, 2, 3, 4, 5),
        ),
        table(
            "Ce qui a été gardé et prouvé, par commune",
            ("Commune", "Nuits sauvegardées", "Restaurations prouvées", "Exports prouvés"),
            proven,
            figures=(1, 2, 3),
        ),
        guarantee([run.availability for _, run in served], account.own),
    ]


def guarantee(communes: list[Availability], own: Availability | None) -> Block:
    """Both sides of « le même niveau de garantie de rétablissement » (art. 4.6 and 5)."""
    ours = Availability(
        observed=sum(one.observed for one in communes),
        down=sum(one.down for one in communes),
        lengths=tuple(length for one in communes for length in one.lengths),
    )
    sides = [("Communes", ours), *([("Sites de la Métropole", own)] if own else [])]
    return table(
        "Garantie de rétablissement : les communes et les sites de la Métropole (articles 4.6, 5)",
        ("Sites", "Disponibilité", "Pannes", "Rétablissement moyen", "Le plus long"),
        [
            (name, rate(one), str(len(one.lengths)), duration(one.mean), duration(one.longest))
            for name, one in sides
        ],
        figures=(1, 2, 3, 4),
    )


def _help(account: Account, desk: Desk) -> Block:
    asked = [(one.nom, one.requests) for one in account.communes if one.requests]
    asked += [("Métropole", account.own_requests)] if account.own_requests else []
    return table(
        f"Demandes au service d’assistance {desk.settings.metropole.assistance.nom}",
        ("Demandeur", "Assistance", "Évolution", "Rétablies", "Délai moyen"),
        [
            (
                name,
                str(sum(not one.evolution for one in requests)),
                str(sum(one.evolution for one in requests)),
                str(sum(one.restored is not None for one in requests)),
                duration(mean_delay(requests)),
            )
            for name, requests in asked
        ],
        figures=(1, 2, 3, 4),
    )


def mean_delay(requests: Sequence[Request]) -> int | None:
    """Mean seconds from opening to restoration, of those that are restored."""
    spent = [int((one.restored - one.opened).total_seconds()) for one in requests if one.restored]
    return round(sum(spent) / len(spent)) if spent else None


def _doubts(account: Account) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(doubt) for one in account.due for doubt in one.fees.open))
