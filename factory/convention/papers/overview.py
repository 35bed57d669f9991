"""Where the conventions stand: the table of all, and one whole."""

from datetime import date

from factory.convention import agenda
from factory.convention.deadlines import Deadline
from factory.convention.desk import Desk, Party
from factory.convention.document import (
    Block,
    Document,
    Facts,
    Heading,
    Points,
    Text,
    day,
    said,
    table,
)
from factory.convention.life import State, ending, longest, standing
from factory.convention.lives import on
from factory.convention.papers import events
from factory.convention.readings import Lectures
from factory.ground.french.counts import counted
from factory.ground.problems import Problem
from factory.tenants.convention import Convention, Signataire
from factory.tenants.naming import de
from factory.tenants.roles import OFFICES, Titulaire, holder


def every(desk: Desk, today: date) -> Document:
    """All the conventions, with the next deadline of each."""
    rows = [_row(party, desk, today) for party in desk.parties]
    running = sum(
        standing(convention, today, desk.commun.lectures).state not in _ASLEEP
        for party in desk.parties
        if (convention := on(party, today, desk.commun.lectures)) is not None
    )
    return Document(
        title="Conventions de l’Usine à sites",
        subtitle=f"État au {day(today)} : {counted(len(rows), 'commune')}, "
        f"{counted(running, 'convention')} en vigueur",
        blocks=(
            *_faults(desk.parties, desk.problems),
            table(
                "Les conventions, et la prochaine échéance de chacune",
                ("Commune", "État", "Notifiée le", "En service le", "Échéance", "Ce jour-là"),
                rows,
            ),
        ),
        footer="Usine à sites, articles 7 et 9 de la convention",
        fictive=desk.fictive,
    )


def one(party: Party, desk: Desk, today: date) -> Document:
    """A convention whole: parties, state, deadlines, people, faults."""
    lectures = desk.commun.lectures
    convention = on(party, today, lectures) or Convention()
    blocks: list[Block] = [*_faults((party,))]
    if party.convention is None:
        blocks.append(
            Text(text="Le fichier convention.yaml est absent ou ne se lit pas.", notice=True)
        )
    blocks += [Heading(text="État"), Facts(rows=_state(convention, today, lectures))]
    coming = [entry.deadline for entry in agenda.of(party, desk, today)]
    blocks += [deadlines_table(coming, today), Heading(text="Parties")]
    blocks += [
        Facts(
            rows=(
                ("Pour la Métropole", _signatory(convention.parties.metropole)),
                (f"Pour la commune {de(party.nom)}", _signatory(convention.parties.commune)),
            )
        ),
        Heading(text="Personnes"),
        table(
            "Qui tient quel rôle, et depuis quand",
            ("Rôle", "Article", "Personne ou service", "Courriel", "Du", "Au"),
            _people(convention, today),
        ),
    ]
    if happened := events.happened(convention, today, lectures):
        blocks += [Heading(text="Ce qui est arrivé"), happened]
    if any(amendment for amendment in convention.avenants):
        blocks += [Heading(text="Avenants"), _amendments(convention)]
    doubts = lectures.open("huit_ans", "echeances")
    if doubts:
        blocks += [Heading(text="À confirmer"), Points(items=tuple(map(str, doubts)))]
    return Document(
        title=f"Convention de la commune {de(party.nom)}",
        subtitle=f"État au {day(today)}",
        blocks=tuple(blocks),
        footer=f"Usine à sites, convention de la commune {de(party.nom)}",
        fictive=convention.fictive,
    )


def deadlines_table(coming: list[Deadline], today: date) -> Block:
    return table(
        "Prochaines échéances",
        ("Jour", "Dans", "Échéance", "Article"),
        [
            (day(one.day), _left(one.left(today)), one.title + _doubt(one), one.article)
            for one in coming
        ],
    )


_ASLEEP = (State.PREPARATION, State.SIGNEE, State.TERMINEE)


def _row(party: Party, desk: Desk, today: date) -> tuple[str, ...]:
    convention = on(party, today, desk.commun.lectures)
    if convention is None:
        return (party.nom, "convention absente ou illisible", "", "", "", "")
    dates, now = convention.dates, standing(convention, today, desk.commun.lectures)
    coming = next(iter(agenda.of(party, desk, today)), None)
    return (
        party.nom,
        f"{now}, données détruites" if party.gone else str(now),
        day(dates.notification, ""),
        day(dates.mise_en_service, ""),
        coming.deadline.title + _doubt(coming.deadline) if coming else "aucune",
        day(coming.deadline.day) if coming else "",
    )


def _state(convention: Convention, today: date, lectures: Lectures) -> tuple[tuple[str, str], ...]:
    dates, now = convention.dates, standing(convention, today, lectures)
    end = ending(convention, today, lectures)
    rows = [
        ("État", str(now)),
        ("Signature", day(dates.signature)),
        ("Notification, entrée en vigueur (article 7)", day(dates.notification)),
        ("Mise en service (article 6)", day(dates.mise_en_service)),
    ]
    if end is not None and dates.notification is not None:
        rows.append(("Fin", f"{day(end.day)}, {end.why} ({end.article})"))
        if lectures.open("huit_ans") and end.day == longest(dates.notification, lectures):
            other = longest(dates.notification, Lectures(huit_ans="date à date"))
            rows.append(("Fin, selon l’autre lecture des 8 ans", f"{day(other)}, à confirmer"))
    return tuple(rows)


def _signatory(one: Signataire) -> str:
    who = one.representant
    name = f"{who.nom_complet}, {who.qualite}" if who and who.qualite else who and who.nom_complet
    act = f"délibération {one.deliberation}" if one.deliberation else "délibération à confirmer"
    return f"{name or 'signataire à confirmer'} ({act}, {day(one.deliberation_du)})"


def _people(convention: Convention, today: date) -> list[tuple[str, ...]]:
    """The holder of each office first, then those before; a vacant office is said."""
    rows: list[tuple[str, ...]] = []
    for key, name, article in OFFICES:
        held: tuple[Titulaire, ...] = getattr(convention.contacts, key)
        if holder(held, today) is None:
            rows.append((name, article, "personne n’est désigné", "", "", ""))
        for one in sorted(held, key=lambda one: one.du or date.min, reverse=True):
            rows.append(
                (name, article, one.nom_complet, one.courriel, day(one.du, ""), day(one.au, ""))
            )
    return rows


def _amendments(convention: Convention) -> Block:
    return table(
        "Avenants à la convention",
        ("Numéro", "Objet", "Délibération", "Notifié le", "Effet"),
        [
            (
                one.numero,
                said(one.objet),
                said(one.deliberation),
                day(one.notifie_le, "non : simulation"),
                day(one.debut or one.effet),
            )
            for one in convention.avenants
        ],
    )


def _faults(parties: tuple[Party, ...], shared: tuple[Problem, ...] = ()) -> list[Block]:
    found = [*shared, *(problem for party in parties for problem in party.to_mend)]
    if not found:
        return []
    told = (f"{_place(one)} : {one.message} {one.remedy}" for one in found)
    return [Heading(text="À corriger dans les conventions"), Points(items=tuple(told))]


def _place(problem: Problem) -> str:
    return f"{problem.file}, ligne {problem.line}" if problem.line else problem.file


def _left(days: int) -> str:
    return "aujourd’hui" if days == 0 else counted(days, "jour")


def _doubt(one: Deadline) -> str:
    return f" ({one.doubt}, à confirmer)" if one.doubt else ""
