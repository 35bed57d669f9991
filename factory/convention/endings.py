"""How a convention ends (art. 9, 13-i): what of it cannot be, is too early, or waits for a word."""

from collections.abc import Iterator
from datetime import date

from factory.convention.life import State, formal, prolonged, released, standing, terminated
from factory.convention.periods import DAY, after
from factory.convention.readings import Lectures
from factory.ground.dates import in_words
from factory.ground.problems import Problem, error, warning
from factory.tenants.convention import Convention
from factory.tenants.term import MiseEnDemeure, Resiliation

Found = Iterator[tuple[str, Problem]]


def faults(convention: Convention, day: date, lectures: Lectures) -> Found:
    """By its key, what is wrong on a day."""
    yield from _article_9(convention, lectures)
    yield from _expired(convention, day, lectures)
    yield from _fate(convention, day, lectures)


def _article_9(convention: Convention, lectures: Lectures) -> Found:
    for rank, letter in enumerate(convention.dates.resiliation):
        if letter.effet_le and letter.effet_le < after(letter.recue_le, 3, lectures):
            yield (
                f"dates.resiliation.{rank}.effet_le",
                error(
                    "preavis-trop-court",
                    "La résiliation prendrait effet moins de trois mois après la réception de la "
                    "lettre recommandée.",
                    f"Écrivez au plus tôt le {in_words(after(letter.recue_le, 3, lectures))} "
                    "(article 9), ou retirez « effet_le » : la fin de l’année sera retenue.",
                ),
            )
        last = terminated(letter, lectures)
        yield from _withdrawn(f"dates.resiliation.{rank}", letter, "La lettre", last)
    for rank, force in enumerate(convention.dates.force_majeure):
        if force.courrier_envoye_le and released(force, lectures) is None:
            limit = prolonged(force, lectures)
            yield (
                f"dates.force_majeure.{rank}.courrier_envoye_le",
                error(
                    "force-majeure-prematuree",
                    "Cette lettre ne résilie pas la convention : la situation n’a pas duré plus de "
                    "six mois quand elle a été envoyée.",
                    f"Une lettre envoyée à partir du {in_words(limit + DAY)}, la situation durant "
                    "encore, résilie un mois après son envoi (article 9).",
                ),
            )


def _withdrawn(key: str, paper: Resiliation | MiseEnDemeure, name: str, limit: date) -> Found:
    """What is withdrawn before it was received, or once it has ended the convention."""
    if paper.retiree_le and not paper.recue_le <= paper.retiree_le <= limit:
        yield (
            f"{key}.retiree_le",
            error(
                "retrait-sans-effet",
                f"{name} reçue le {in_words(paper.recue_le)} aurait été retirée le "
                f"{in_words(paper.retiree_le)} : ce retrait ne compte pas.",
                f"Corrigez « retiree_le » : du jour de la réception au {in_words(limit)}, après "
                "quoi la convention a pris fin (article 9).",
            ),
        )


def _expired(convention: Convention, day: date, lectures: Lectures) -> Found:
    """A notice that nobody says was met: the convention has ended, unless a date is forgotten."""
    for rank, notice in enumerate(convention.dates.mises_en_demeure):
        limit = formal(notice, lectures)
        yield from _withdrawn(f"dates.mises_en_demeure.{rank}", notice, "La mise en demeure", limit)
        if notice.executee_le is None and notice.retiree_le is None and limit < day:
            yield (
                f"dates.mises_en_demeure.{rank}",
                warning(
                    "mise-en-demeure-echue",
                    f"Rien ne dit que « {notice.obligation} » a été exécutée dans les trois mois "
                    "de la mise en demeure : la convention est considérée comme résiliée depuis "
                    f"le {in_words(limit)}.",
                    "Si l’obligation a été exécutée à temps, écrivez « executee_le ». Sinon, la "
                    "convention a pris fin de plein droit (article 9).",
                ),
            )


def _fate(convention: Convention, day: date, lectures: Lectures) -> Found:
    """Art. 13-i: once it is over, the data wait for what the commune decides of them."""
    now = standing(convention, day, lectures)
    if now.state is State.TERMINEE and now.end and convention.depart.instruction is None:
        yield (
            "depart",
            warning(
                "sort-des-donnees-a-dire",
                f"La convention a pris fin le {in_words(now.end.day)}, et rien ne dit ce que la "
                "commune veut de ses données.",
                "Demandez-lui son instruction écrite (article 13-i) et écrivez-la sous « depart » "
                ": « instruction: {sort: détruire, date: …, reference: …} ».",
            ),
        )
