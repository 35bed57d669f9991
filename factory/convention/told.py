"""What machines are told of conventions: the values themselves, as JSON writes them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from factory.convention import agenda
from factory.convention.account import Account
from factory.convention.desk import Desk, Party
from factory.convention.fees import Fees
from factory.convention.life import standing
from factory.convention.lives import due, on
from factory.convention.operations import of_year
from factory.tenants.roles import OFFICES, holder


def standings(desk: Desk, day: date) -> list[dict[str, Any]]:
    """Each commune's state, its end where it is known, its deadlines, who holds which office."""
    return [_standing(party, desk, day) for party in desk.parties]


def charges(desk: Desk, year: int) -> list[dict[str, Any]]:
    """What each commune owes for a year, with every line; amounts are texts, in euros."""
    return [
        {
            "commune": party.slug,
            "nom": party.nom,
            **charge(found),
            "operations": of_year(desk.commun.operations, party.slug, year),
        }
        for party in desk.parties
        if (found := due(party, year, desk.commun.lectures)) is not None
    ]


def charge(found: Fees) -> dict[str, Any]:
    """A charge with its sums."""
    return {
        "annee": found.year,
        "statut": found.status,
        "motif": found.why,
        "grille": found.annex,
        "prorata": found.prorata,
        "lignes": [
            {
                "code": line.code,
                "intitule": line.title,
                "formule": line.formula,
                "article": line.article,
                "montant": line.amount,
                "tva": line.tax,
            }
            for line in (*found.setup, *found.recurring)
        ],
        "setup": found.setup_due,
        "recurrent": found.recurring_due,
        "investissement": found.investment,
        "fonctionnement": found.operation,
        "total": found.total,
        "a_confirmer": [one.cle for one in found.open],
    }


def bilan(made: Account, slug: str | None) -> dict[str, Any]:
    """The yearly account: costs and shares, then each commune's (or that of `slug`)."""
    shown = [one for one in made.communes if slug is None or one.slug == slug]
    return {
        "provisoire_au": made.until,
        "couts": [
            {"nature": cost.nature, "affectation": cost.affectation, "lignes": cost.lines,
             "ht": cost.ht, "ttc": cost.ttc,
             "parts": {who or "métropole": part for who, part in cost.shares.items()}}
            for cost in made.costs.costs
        ],
        "cle": made.costs.key,
        "parts": {who or "métropole": str(part) for who, part in made.costs.weights.items()},
        "total_ht": made.costs.ht,
        "total_ttc": made.costs.ttc,
        "sites_de_la_metropole": made.own,
        "comite": made.committee,
        "evolutions": made.evolutions,
        "ecarts": made.gaps,
        "communes": [
            {
                "commune": one.slug,
                "nom": one.nom,
                "sommes": charge(one.fees),
                "part_des_couts": made.costs.share(one.slug),
                "operations": one.operations,
                "demandes": one.requests,
                "service": one.running,
            }
            for one in shown
        ],
    }  # fmt: skip


def _standing(party: Party, desk: Desk, day: date) -> dict[str, Any]:
    said: dict[str, Any] = {
        "commune": party.slug,
        "nom": party.nom,
        "problemes": [problem.as_json() for problem in party.problems],
    }
    convention = on(party, day, desk.commun.lectures)
    if convention is None:
        return {**said, "etat": None}
    now = standing(convention, day, desk.commun.lectures)
    people: Iterable[tuple[str, Any]] = (
        (key, holder(getattr(convention.contacts, key), day)) for key, _, _ in OFFICES
    )
    return {
        **said,
        "etat": now.state,
        "depuis": now.since,
        "fin": now.end,
        "en_service": now.in_service,
        "echeances": [entry.deadline for entry in agenda.of(party, desk, day)],
        "roles": {key: one.nom_complet if one else None for key, one in people},
    }
