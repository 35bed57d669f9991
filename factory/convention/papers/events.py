"""Article 9: letters, formal notices, force majeure, and what each brought about, as of a day."""

from collections.abc import Iterator
from datetime import date

from factory.convention.document import Block, day, said, table
from factory.convention.life import formal, released, terminated, withdrawn
from factory.convention.readings import Lectures
from factory.tenants.convention import Convention
from factory.tenants.term import ForceMajeure, MiseEnDemeure, Resiliation

Event = tuple[date, str, str]


def happened(convention: Convention, today: date, lectures: Lectures) -> Block | None:
    """What had happened by a day, in order; None where nothing had."""
    dates = convention.dates
    found: list[Event] = []
    for letter in dates.resiliation:
        found += _letter(letter, today, lectures)
    for notice in dates.mises_en_demeure:
        found += _notice(notice, today, lectures)
    for force in dates.force_majeure:
        found += _force(force, today, lectures)
    known = sorted(event for event in found if event[0] <= today)
    if not known:
        return None
    return table(
        "Événements de l’article 9",
        ("Jour", "Événement", "Ce qui en résulte"),
        [(day(when), what, brings) for when, what, brings in known],
    )


def _letter(letter: Resiliation, today: date, lectures: Lectures) -> Iterator[Event]:
    by, last = f" par {letter.par}" if letter.par else "", terminated(letter, lectures)
    name = f"Lettre de résiliation reçue{by}"
    if withdrawn(letter, today, last):
        yield letter.recue_le, name, f"retirée le {day(letter.retiree_le)}"
    else:
        yield letter.recue_le, name, f"fin le {day(last)}"


def _notice(notice: MiseEnDemeure, today: date, lectures: Lectures) -> Iterator[Event]:
    by, limit = f" par {notice.par}" if notice.par else "", formal(notice, lectures)
    done = notice.executee_le
    if done is not None and done <= min(today, limit):
        brings = f"exécutée le {day(done)}"
    elif withdrawn(notice, today, limit):
        brings = f"retirée le {day(notice.retiree_le)}"
    elif limit < today:
        brings = f"sans effet le {day(limit)} : résiliée de plein droit"
    else:
        brings = f"à exécuter le {day(limit)} au plus tard"
    yield notice.recue_le, f"Mise en demeure{by} : {notice.obligation}", brings


def _force(force: ForceMajeure, today: date, lectures: Lectures) -> Iterator[Event]:
    informed, over = force.informee_le, force.fin
    told = "autre partie informée le " + day(informed if informed and informed <= today else None)
    if over and over <= today:
        told += f", finie le {day(over)}"
    yield force.debut, f"Force majeure : {said(force.cause, 'cause à préciser')}", told
    if force.courrier_envoye_le:
        release = released(force, lectures)
        brings = f"fin le {day(release)}" if release else "sans effet"
        yield force.courrier_envoye_le, "Lettre de résiliation envoyée", brings
