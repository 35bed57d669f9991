"""The counter: who is answered, once, and what becomes of a letter that cannot leave."""

from datetime import datetime
from pathlib import Path
from typing import Any

from factory.build.report import Report, Status
from factory.drops.desk import Desk
from factory.drops.receipt import Receipt
from factory.ground.moment import PARIS
from factory.ground.problems import Problem
from factory.tenants import settings
from factory.tenants.drop import drop_of
from factory.tenants.folder import Tenant, tenant
from factory.tenants.outbox import Outbox
from factory.tenants.settings import Settings

NOON = datetime(2026, 11, 23, 14, 32, tzinfo=PARIS)
TAKEN = Receipt(taken=("contenu/page.md",))
PUBLISHED = Report(slug="aubelle", status=Status.PUBLIEE)


def prepare(root: Path, port: int) -> tuple[Settings, Tenant]:
    (root / "usine.yaml").write_text(
        "depots: {dossier: depots, cles: cles, regroupement: 1 s}\n"
        f"courriel: {{serveur: 127.0.0.1, port: {port}, expediteur: usine@amp.example}}\n"
    )
    known = settings.load(root / "usine.yaml", {}, root)
    one = tenant(known, "aubelle")
    one.folder.mkdir(parents=True)
    (one.folder / "commune.yaml").write_text(
        "nom: Aubelle\ncode_insee: 13999\ndomaine: a.example\n"
    )
    (one.folder / "convention.yaml").write_text(
        "contacts:\n  referent:\n"
        "    - {nom: Avant, courriel: avant@aubelle.example, au: 31/12/2025}\n"
        "    - {nom: Camille, courriel: mairie@aubelle.example, du: 1er janvier 2026}\n"
    )
    drop = drop_of(known, "aubelle")
    assert drop is not None
    drop.site.mkdir(parents=True)
    return known, one


def test_one_letter_for_what_is_left_together_to_the_referent_of_the_day(
    tmp_path: Path, mailbox: Any
) -> None:
    known, one = prepare(tmp_path, mailbox.port)
    desk = Desk(lambda problems: None)
    desk.open()
    for _ in range(3):
        desk.answer(known, one, TAKEN, PUBLISHED, NOON)
    desk.close()
    assert mailbox.recipients == [["mairie@aubelle.example"]]
    assert mailbox.letters[0]["Subject"].replace("\u00a0", " ") == "Aubelle : En ligne à 14 h 32"


def test_a_letter_that_cannot_leave_waits_for_the_night(tmp_path: Path) -> None:
    known, one = prepare(tmp_path, 1)
    told: list[Problem] = []
    desk = Desk(told.extend)
    desk.open()
    desk.answer(known, one, TAKEN, PUBLISHED, NOON)
    desk.close()
    assert [problem.code for problem in told] == ["courriel-non-envoye"]
    (waiting,) = Outbox(known.memoire).waiting()
    assert waiting.parent.name == "aubelle"


def test_what_holds_is_not_said_again(tmp_path: Path, mailbox: Any) -> None:
    known, one = prepare(tmp_path, mailbox.port)
    desk = Desk(lambda problems: None)
    drop = drop_of(known, "aubelle")
    assert drop is not None
    desk.answer(known, one, TAKEN, PUBLISHED, NOON)
    first = drop.answer.read_text("utf-8-sig")
    later = NOON.replace(hour=16)
    desk.answer(known, one, Receipt(), PUBLISHED, later)  # the search's index
    assert drop.answer.read_text("utf-8-sig") == first
    held = Report(slug="aubelle", status=Status.SUSPENDUE)
    desk.answer(known, one, Receipt(), held, later)
    said = drop.answer.read_text("utf-8-sig")
    assert "suspendu les publications" in said and "contenu/page.md" in said
    desk.answer(known, one, Receipt(), PUBLISHED, later)
    assert "En ligne à 16" in drop.answer.read_text("utf-8-sig")


def test_an_answer_that_an_erasure_took_does_not_name_its_documents_again(
    tmp_path: Path, mailbox: Any
) -> None:
    known, one = prepare(tmp_path, mailbox.port)
    desk = Desk(lambda problems: None)
    drop = drop_of(known, "aubelle")
    assert drop is not None
    desk.answer(known, one, TAKEN, PUBLISHED, NOON)
    drop.answer.unlink()
    desk.answer(known, one, Receipt(), PUBLISHED, NOON.replace(hour=16))
    said = drop.answer.read_text("utf-8-sig")
    assert "En ligne à 16" in said and "contenu/page.md" not in said


def test_a_drop_nobody_may_write_in_is_told_to_operators(tmp_path: Path, mailbox: Any) -> None:
    known, one = prepare(tmp_path, mailbox.port)
    drop = drop_of(known, "aubelle")
    assert drop is not None
    drop.answer.mkdir()
    (drop.answer / "plein").write_text("")
    told: list[Problem] = []
    desk = Desk(told.extend)
    desk.answer(known, one, TAKEN, PUBLISHED, NOON)
    (problem,) = told
    assert problem.code == "reponse-non-deposee"
    assert "La réponse à la commune n’a pas pu être écrite dans" in problem.message
