"""What article 13 and the RGPD ask in time, and what the log says of it: late, missing, impossible.

Facts are written in convention.yaml (`rgpd`): breaches, persons' requests, instructions. A day that
is still to come is a deadline (deadlines.py); one that is over is told here.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from dateutil.relativedelta import relativedelta

from factory.ground.dates import in_words
from factory.ground.moment import opening, wall
from factory.ground.problems import Problem, error, warning
from factory.tenants.privacy import DemandePersonne, Instruction, Rgpd, Violation

NOTIFY = timedelta(hours=72)
"""RGPD, art. 33.1: from the moment at which the commune became aware."""
Found = Iterator[tuple[str, Problem]]


def awareness(breach: Violation) -> datetime | None:
    """When the commune was aware: as written, else when the Métropole informed it.

    A controller is aware once its processor has informed it (EDPB, guidelines 9/2022, § 44).
    """
    known = breach.commune_consciente_le or breach.commune_informee_le
    return opening(known) if known is not None else None


def notification_limit(breach: Violation) -> datetime | None:
    """The instant, as clocks in France show it, until which the commune notifies a breach."""
    aware = awareness(breach)
    return wall(aware.astimezone(UTC) + NOTIFY) if aware else None


def to_notify(breach: Violation, day: date) -> bool:
    """Whether the CNIL is still to be told on a day: not where there is no risk (art. 33.1)."""
    told = (one for one in (breach.cnil_le, breach.close_le) if one is not None)
    return breach.risque != "aucun" and not any(opening(one).date() <= day for one in told)


def answer_limit(request: DemandePersonne) -> date:
    """RGPD, art. 12.3: one month from the receipt; two more where it was extended."""
    return request.recue_le + relativedelta(months=3 if request.prolongee else 1)


def faults(rgpd: Rgpd, day: date) -> Found:
    """By its key, what is late or cannot be on a day."""
    for rank, breach in enumerate(rgpd.violations):
        for problem in _breach(breach, day):
            yield f"rgpd.violations.{rank}", problem
    for rank, request in enumerate(rgpd.demandes):
        for problem in _request(request, day):
            yield f"rgpd.demandes.{rank}", problem
    for rank, instruction in enumerate(rgpd.instructions):
        for problem in _instruction(instruction):
            yield f"rgpd.instructions.{rank}", problem


def _breach(breach: Violation, day: date) -> Iterator[Problem]:
    name, found = f"La violation « {breach.nature} »", breach.constatee_le
    told, aware, limit = breach.commune_informee_le, awareness(breach), notification_limit(breach)
    if breach.cnil_le and aware and opening(breach.cnil_le) < aware:
        yield error(
            "dates-de-violation",
            f"{name} aurait été notifiée à la CNIL avant que la commune en ait connaissance.",
            "Corrigez « cnil_le » ou « commune_consciente_le » (article 13-f ; RGPD, article 33).",
        )
    if found and told and opening(told) < opening(found):
        yield error(
            "dates-de-violation",
            f"{name} aurait été dite à la commune avant d’être constatée.",
            "Corrigez « constatee_le » ou « commune_informee_le » (RGPD, article 33.2).",
        )
    if found and aware is None and breach.close_le is None:
        yield error(
            "violation-non-signalee",
            f"{name}, constatée le {in_words(found)}, n’a pas été dite à la commune.",
            "Informez la commune sans attendre (RGPD, article 33.2), puis écrivez "
            "« commune_informee_le » : ses 72 heures en partent.",
        )
    if limit and limit.date() < day and to_notify(breach, day):
        yield error(
            "violation-non-notifiee",
            f"{name} devait être notifiée à la CNIL avant le {limit:%d/%m/%Y à %Hh%M}, et rien ne "
            "dit qu’elle l’a été.",
            "La commune notifie sans attendre, et dit pourquoi elle est en retard (article 13-f ; "
            "RGPD, article 33.1). Écrivez « cnil_le » et « motif » ; ou « risque: aucun ».",
        )
    if breach.cnil_le and limit and opening(breach.cnil_le) > opening(limit) and not breach.motif:
        yield warning(
            "retard-sans-motif",
            f"{name} a été notifiée après 72 heures, sans que le motif du retard soit écrit.",
            "Ajoutez « motif » : la notification le dit à la CNIL (RGPD, article 33.1).",
        )
    if breach.risque == "risque élevé" and not (breach.personnes_informees_le or breach.close_le):
        yield warning(
            "personnes-non-informees",
            f"{name} fait courir un risque élevé aux personnes, et rien ne dit qu’elles en ont été "
            "informées.",
            "La commune les informe dans les meilleurs délais (article 13-f ; RGPD, article 34). "
            "Écrivez « personnes_informees_le ».",
        )


def _request(request: DemandePersonne, day: date) -> Iterator[Problem]:
    if request.repondue_le and request.repondue_le < request.recue_le:
        yield error(
            "dates-de-demande",
            f"La réponse à la demande « {request.reference} » précède sa réception.",
            "Corrigez « recue_le » ou « repondue_le » (article 13-e).",
        )
    if request.repondue_le is None and answer_limit(request) < day:
        yield warning(
            "demande-sans-reponse",
            f"La demande « {request.reference} » ({request.droit}) attend une réponse depuis le "
            f"{in_words(request.recue_le)} : le délai a pris fin le "
            f"{in_words(answer_limit(request))}.",
            "La commune répond sans attendre (article 13-e ; RGPD, article 12.3), puis écrivez "
            "« repondue_le » ; ou « prolongee: oui » si elle a été prolongée à temps.",
        )


def _instruction(instruction: Instruction) -> Iterator[Problem]:
    if instruction.objection and instruction.objection_le is None:
        yield warning(
            "objection-non-dite",
            f"La Métropole tient l’instruction « {instruction.objet} » pour contraire au RGPD, et "
            "rien ne dit que la commune en a été informée.",
            "La commune en est informée immédiatement (article 13-k, 2). Écrivez « objection_le ».",
        )
