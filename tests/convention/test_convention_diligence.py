"""What is late or impossible in article 13's log, and in article 9's: told, with its article."""

from datetime import date

import pytest

from factory.convention import contradictions
from factory.convention.deadlines import deadlines
from factory.convention.readings import Lectures
from factory.ground.problems import Problem
from factory.tenants import convention as conventions
from factory.tenants.convention import Convention
from factory.tenants.usine import Tarif

PEOPLE = """contacts:
  referent: {nom: A}
  correspondant: {nom: B}
  representant: {nom: C}
  interlocuteur: {nom: D}
"""
TODAY = date(2026, 11, 23)


def told(text: str, day: date = TODAY) -> list[Problem]:
    bound = conventions.read((PEOPLE + text).encode())
    assert bound.value is not None, "\n".join(map(str, bound.problems))
    found = contradictions.check(bound, day, Lectures(), Tarif()).problems
    return [problem for problem in found if problem.code != "signature-absente"]


def breach(text: str) -> str:
    return f"rgpd:\n  violations:\n    - {{nature: fuite, {text}}}\n"


FOUND = "constatee_le: 2026-11-18 08:00"
AWARE = f"{FOUND}, commune_consciente_le: 2026-11-18 09:00"


@pytest.mark.parametrize(
    ("text", "code", "article"),
    [
        (f"{FOUND}", "violation-non-signalee", "article 33.2"),
        (AWARE, "violation-non-notifiee", "article 33.1"),
        (f"{FOUND}, commune_informee_le: 2026-11-18 09:00", "violation-non-notifiee", "13-f"),
        (f"{AWARE}, cnil_le: 2026-11-22 09:00", "retard-sans-motif", "article 33.1"),
        (f"{AWARE}, cnil_le: 2026-11-17 09:00", "dates-de-violation", "article 33"),
        (f"{FOUND}, commune_informee_le: 2026-11-18 07:00, risque: aucun", "dates-de-violation",
         "33.2"),
        (f"{AWARE}, cnil_le: 2026-11-19 09:00, risque: risque élevé", "personnes-non-informees",
         "article 34"),
    ],
)  # fmt: skip
def test_a_breach_that_waits_is_told(text: str, code: str, article: str) -> None:
    [problem] = told(breach(text))
    assert (problem.code, problem.line) == (code, 8)
    assert article in problem.remedy


@pytest.mark.parametrize(
    "text",
    [
        "constatee_le: 2026-11-21 08:00, commune_consciente_le: 2026-11-21 09:00",  # until the 24th
        f"{AWARE}, risque: aucun",
        f"{AWARE}, cnil_le: 2026-11-21 09:00",  # the seventy-second hour
        f"{AWARE}, cnil_le: 2026-11-22 09:00, motif: Férié",
        f"{AWARE}, cnil_le: 2026-11-19 09:00, risque: risque élevé, "
        "personnes_informees_le: 2026-11-20",
        f"{FOUND}, close_le: 2026-11-19",
    ],
)
def test_a_breach_that_is_in_order_is_not(text: str) -> None:
    assert told(breach(text)) == []


def test_the_message_says_until_when_and_what_to_write() -> None:
    [problem] = told(breach(AWARE))
    assert str(problem) == (
        "convention.yaml:8:7: erreur [violation-non-notifiee] La violation « fuite » devait être "
        "notifiée à la CNIL avant le 21/11/2026 à 09h00, et rien ne dit qu’elle l’a été.\n"
        "    → La commune notifie sans attendre, et dit pourquoi elle est en retard (article 13-f "
        "; RGPD, article 33.1). Écrivez « cnil_le » et « motif » ; ou « risque: aucun »."
    )


def test_a_persons_request_is_a_deadline_then_a_delay() -> None:
    text = "rgpd:\n  demandes:\n    - {recue_le: 2026-10-22, reference: P-1, droit: accès%s}\n"
    assert told(text % "", date(2026, 11, 22)) == []
    [problem] = told(text % "")
    assert problem.code == "demande-sans-reponse" and "22 novembre 2026" in problem.message
    assert told(text % ", prolongee: oui") == told(text % ", repondue_le: 2026-11-20") == []
    [impossible] = told(text % ", repondue_le: 2026-10-20")
    assert impossible.code == "dates-de-demande"
    convention = conventions.read((text % "").encode()).value
    assert convention is not None
    [coming] = deadlines(convention, date(2026, 11, 1))
    assert (coming.day, coming.code) == (date(2026, 11, 22), "demande")
    assert coming.title == "Réponse de la commune à la demande P-1 (accès)"
    assert deadlines(convention, date(2026, 10, 21)) == ()


def test_an_objection_is_told_to_the_commune_at_once() -> None:
    text = "rgpd: {instructions: {date: 2026-05-04, objet: Publier, objection: Tiers%s}}\n"
    assert [problem.code for problem in told(text % "")] == ["objection-non-dite"]
    assert told(text % ", objection_le: 2026-05-04") == []


def test_a_formal_notice_that_nobody_says_was_met_is_told() -> None:
    """The convention would have ended by an oversight: serving and data depend on it."""
    text = (
        "annexe_1: {population: 1}\ndates:\n  notification: 2026-01-05\n  mises_en_demeure:\n"
        "    - {recue_le: 2026-08-22, obligation: sauver%s}\n"
    )
    assert told(text % "", date(2026, 11, 22)) == []
    fate, problem = told(text % "")
    assert fate.code == "sort-des-donnees-a-dire"
    assert problem.code == "mise-en-demeure-echue" and "22 novembre 2026" in problem.message
    assert told(text % ", executee_le: 2026-11-20") == []


def test_the_commune_says_what_becomes_of_its_data() -> None:
    text = "annexe_1: {population: 1}\ndates: {notification: 2026-01-05, fin: 2027-06-30}\n%s"
    said = "depart: {instruction: {sort: détruire, date: 2027-03-01, reference: C-1}}\n"
    silent, decided = (conventions.read((text % more).encode()).value for more in ("", said))
    assert silent is not None and decided is not None

    def coming(convention: Convention, day: date) -> list[date]:
        return [one.day for one in deadlines(convention, day) if one.code == "sort-des-donnees"]

    end = date(2027, 6, 30)
    assert coming(silent, TODAY) == coming(decided, TODAY) == [end]
    assert (coming(silent, date(2027, 3, 1)), coming(decided, date(2027, 3, 1))) == ([end], [])
    assert told(text % "", end) == told(text % said, date(2027, 7, 1)) == []
    [problem] = told(text % "", date(2027, 7, 1))
    assert problem.code == "sort-des-donnees-a-dire" and "30 juin 2027" in problem.message
