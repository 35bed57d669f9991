"""The financial sheet (annex 1): what is due for a year, line by line; and the table of all."""

from datetime import date
from decimal import Decimal

from factory.convention import grids, money, strata
from factory.convention.desk import Desk, Party
from factory.convention.document import (
    Block,
    Document,
    Facts,
    Heading,
    Points,
    Text,
    day,
    euros,
    said,
    table,
)
from factory.convention.fees import Fees, Status, fees
from factory.convention.lives import due, on
from factory.convention.operations import ARTICLE, Share, of
from factory.convention.readings import Lectures
from factory.ground.french.counts import counted, number
from factory.tenants.annex import Avenant, Population
from factory.tenants.convention import Convention
from factory.tenants.naming import de

SPLIT = "article 6, engagement comptable"


def sheet(party: Party, desk: Desk, year: int) -> Document:
    """Annex 1 for a year."""
    lectures = desk.commun.lectures
    convention = on(party, date(year, 12, 31), lectures) or Convention()
    found = due(party, year, lectures) or fees(convention, year, lectures)
    blocks: list[Block] = [Facts(rows=_head(convention, found, lectures)), *charge(found)]
    blocks += _specific(of(desk.commun.operations, party.slug), year)
    for amendment, assumed in grids.simulated(convention):
        if amendment.effet is None or amendment.effet.year <= year:
            blocks += _simulation(amendment, fees(assumed, year, lectures), found)
    blocks += _proposal(convention, desk)
    return Document(
        title=f"Fiche financière {year} – Métrostore, Usine à sites",
        subtitle=f"Annexe 1 à la convention de la commune {de(party.nom)}",
        blocks=tuple(blocks),
        footer=f"Annexe 1, commune {de(party.nom)}, année {year}",
        fictive=convention.fictive,
    )


def every(desk: Desk, year: int) -> Document:
    """What all the communes owe for a year; those outside the totals are named."""
    charged = [
        (party, found)
        for party in desk.parties
        if (found := due(party, year, desk.commun.lectures)) is not None
    ]
    summed = [(party, one) for party, one in charged if one.status is Status.DUE]
    blocks: list[Block] = [
        table(
            f"Sommes dues pour {year}",
            ("Commune", "Setup", "Récurrent", "Prorata", "Investissement", "Fonctionnement",
             "Total"),
            [
                (
                    party.nom, *map(euros, (one.setup_due, one.recurring_due)), one.prorata or "1",
                    *map(euros, (one.investment, one.operation, one.total)),
                )
                for party, one in summed
            ],
            foot=(
                counted(len(summed), "commune"),
                *(euros(_sum(summed, name)) for name in ("setup_due", "recurring_due")),
                "",
                *(euros(_sum(summed, name)) for name in ("investment", "operation", "total")),
            ),
            figures=(1, 2, 3, 4, 5, 6),
        )
    ]  # fmt: skip
    apart = [
        f"{party.nom} : {one.status}" + (f", {one.why}" if one.why != one.status else "")
        for party, one in charged
        if one.status is not Status.DUE
    ]
    apart += [f"{party.nom} : convention absente ou illisible" for party in desk.parties
              if party.convention is None]  # fmt: skip
    if apart:
        blocks += [Heading(text="Hors des totaux"), Points(items=tuple(apart))]
    doubts = dict.fromkeys(str(doubt) for _, one in summed for doubt in one.open)
    if doubts:
        blocks += [Heading(text="À confirmer"), Points(items=tuple(doubts))]
    return Document(
        title=f"Sommes dues par les communes, année {year}",
        subtitle="Article 6 et annexe 1 des conventions",
        blocks=tuple(blocks),
        footer=f"Usine à sites, sommes dues, année {year}",
        fictive=desk.fictive,
    )


def charge(found: Fees) -> tuple[Block, ...]:
    """What is due, line by line, and how it may be entered in the accounts."""
    if found.status is not Status.DUE:
        why = _sentence(found.why) if found.why != found.status else ""
        text = f"Année {found.year} : {found.status}. {why}".strip()
        return (Text(text=text, notice=found.status is not Status.NULLE), *_open(found))
    lines = (*found.setup, *found.recurring)
    taxed = any(line.tax for line in lines)
    rows = [
        (line.title, line.formula, line.article, euros(line.amount),
         *((euros(line.tax), euros(line.due)) if taxed else ()))
        for line in lines
    ]  # fmt: skip
    total = sum((line.amount for line in lines), money.ZERO)
    tax = sum((line.tax for line in lines), money.ZERO)
    blocks: list[Block] = [
        table(
            f"Sommes dues pour l’année {found.year}",
            ("Colonne", "Formule", "Article",
             *(("Hors taxes", "TVA", "TTC") if taxed else ("Montant",))),
            rows,
            foot=("Total", "", "", *((euros(total), euros(tax), euros(found.total)) if taxed
                                      else (euros(found.total),))),
            figures=(3, 4, 5) if taxed else (3,),
        ),
        table(
            "Possibilité d’engagement comptable pour la commune",
            ("Section", "Formule", "Article", "Montant"),
            [
                ("Investissement", _half(found, first=True), SPLIT, euros(found.investment)),
                ("Fonctionnement", _half(found, first=False), SPLIT, euros(found.operation)),
            ],
            foot=("Total", "", "", euros(found.total)),
            figures=(3,),
        ),
    ]  # fmt: skip
    return (*blocks, *_open(found))


def _open(found: Fees) -> tuple[Block, ...]:
    if not found.open:
        return ()
    return (
        Heading(text="À confirmer"),
        Text(text="Le texte de la convention laisse ces points ouverts ; les sommes "
             "ci-dessus emploient la lecture indiquée."),
        Points(items=tuple(map(str, found.open))),
    )  # fmt: skip


def _head(convention: Convention, found: Fees, lectures: Lectures) -> tuple[tuple[str, str], ...]:
    last = found.last or date(found.year, 12, 31)
    periods = grids.in_force(convention, found.first or last, last, lectures)
    return (
        ("Grille appliquée", said(found.annex)),
        ("Strate", ", puis ".join(dict.fromkeys(said(one.strate) for one in periods))),
        (
            "Population retenue",
            ", puis ".join(dict.fromkeys(_population(one.population) for one in periods)),
        ),
        ("Procès-verbal de mise en service", day(convention.dates.mise_en_service)),
        ("Jours comptés", _days(found)),
        ("Compte d’imputation en investissement", said(lectures.compte_investissement)),
        ("Compte d’imputation en fonctionnement", said(lectures.compte_fonctionnement)),
    )


def _population(population: Population | None) -> str:
    if population is None:
        return said("")
    vintage = (
        f"millésime {population.millesime}" if population.millesime else "millésime à confirmer"
    )
    kind = f"population {population.type}" if population.type else "type à confirmer"
    count = number(population.nombre)
    return f"{count} habitants ({kind}, {vintage})"


def _days(found: Fees) -> str:
    if found.first is None or found.last is None:
        return "aucun"
    span = f"du {day(found.first)} au {day(found.last)}"
    return f"{span}, soit {found.prorata} de l’année" if found.prorata else f"{span}, année entière"


def _half(found: Fees, *, first: bool) -> str:
    if not found.investment:
        return "0" if first else money.written(found.total)
    half = f"{money.written(found.recurring_due)} × 50 %"
    if not first:
        return half
    return f"{money.written(found.setup_due)} + {half}" if found.setup else half


def _specific(parts: tuple[Share, ...], year: int) -> list[Block]:
    mine = [one for one in parts if one.year in (year, None)]
    if not mine:
        return []
    due = sum((one.due or money.ZERO for one in mine), money.ZERO)
    return [
        Heading(text="Demandes spécifiques (article 4.3)"),
        Text(text="Hors de la fiche : coût engagé répercuté en entier, sans prorata ni partage "
             "par moitié, par titre de recette."),
        table(
            f"Opérations de {year}",
            ("Opération", "Formule", "Où elle en est", "Article", "Montant"),
            [
                (f"{one.operation}, {one.objet}", said(one.formula),
                 f"attend {one.awaits}" if one.awaits else one.title, ARTICLE, euros(one.due))
                for one in mine
            ],
            foot=("Total", "", "", "", euros(due)),
            figures=(4,),
        ),
    ]  # fmt: skip


def _simulation(amendment: Avenant, assumed: Fees, found: Fees) -> list[Block]:
    return [
        Heading(text=f"Simulation : avenant {amendment.numero}"),
        Text(text=f"L’avenant {amendment.numero} n’est pas notifié : cette grille n’engage "
             "personne (article 6, révision de prix).", notice=True),
        Facts(rows=(("Total simulé", euros(assumed.total)),
                    ("Écart avec les sommes dues", euros(assumed.total - found.total)))),
    ]  # fmt: skip


def _proposal(convention: Convention, desk: Desk) -> list[Block]:
    """What the price list would propose: it binds nobody."""
    annex = convention.annexe_1
    if annex.population is None or not desk.tarif.strates:
        return []
    options = tuple(option.nom for option in annex.options)
    made = strata.proposed(desk.tarif, annex.population, options, desk.commun.lectures)
    year = f" {desk.tarif.annee}" if desk.tarif.annee else ""
    heading = Heading(text=f"Pour mémoire : le tarif{year}")
    if made is None:
        return [heading, Text(text="Cette population est hors du tarif : sur devis (article 6).")]
    return [
        heading,
        Text(text="Le tarif propose une annexe 1 ; les sommes dues restent celles de l’annexe 1 "
             "de la commune."),
        *_bound(annex.population, desk),
        Facts(
            rows=(
                ("Strate", made.strate),
                ("Setup", euros(made.setup)),
                ("Coût fixe", euros(made.fixe)),
                ("Coût par habitant", euros(made.proportionnel)),
                *((f"Option « {one.nom} »", euros(one.montant)) for one in made.options),
            )
        ),
    ]  # fmt: skip


def _bound(population: Population, desk: Desk) -> list[Block]:
    """Where the count is a stratum's bound, its reading decides: to confirm until somebody has."""
    lectures = desk.commun.lectures
    if all(one.habitants != population.nombre for one in desk.tarif.strates):
        return []
    return [Points(items=(str(one),)) for one in lectures.open("bornes")]


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _sum(due: list[tuple[Party, Fees]], name: str) -> Decimal:
    return sum((getattr(one, name) for _, one in due), money.ZERO)
