"""What was said of an erased document in letters, reports, receipts and drops goes with it."""

import gzip
import json
import os
import socket
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from gomme import PARTY, PHOTO, PRIZE, Gum, town
from histoire import tree

from factory.archive.history import History
from factory.archive.nights import CommuneNight, Outcome, Step
from factory.cli import erase
from factory.drops import receipt
from factory.drops.receipt import Record
from factory.ground.mail import Letter
from factory.ground.problems import UsageError, error
from factory.nightly import logged
from factory.nightly.log import Log
from factory.nightly.order import Entry
from factory.reception import sources
from factory.tenants.drop import drop_of
from factory.tenants.outbox import Outbox

STAMP = (1, 2, 3, 4)


@pytest.fixture
def gum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gum:
    monkeypatch.setattr(sources, "YOUNG", -(10**15))
    more = "depots: {dossier: depots}\njournal: {fichier: journal/usine.jsonl}\n"
    gum = Gum(tmp_path / "usine", more)
    town(gum)
    gum.build()
    return gum


def test_letters_reports_findings_and_the_drop_forget_it(gum: Gum) -> None:
    settings = gum.settings
    drop = drop_of(settings, "exemple")
    assert drop is not None
    for path in (PRIZE, PARTY):
        (drop.site / path).parent.mkdir(parents=True, exist_ok=True)
        (drop.site / path).write_text(gum.commune().read(path))
        letter = Letter(to=("agent@exemple.example",), subject="À corriger", text=f"{path} : x")
        Outbox(settings.memoire).put(letter, gum.moment, "exemple")
        gum.later(seconds=1)
    drop.answer.write_text(f"{PRIZE} est en ligne.\n")
    drop.log.parent.mkdir()
    transfers = socket.socket(socket.AF_UNIX)
    beside = os.open(drop.log.parent, os.O_PATH)
    transfers.bind(f"/proc/self/fd/{beside}/log")  # a socket's path has 108 bytes at most
    os.close(beside)
    receipt.write(drop, Record(files={PRIZE: STAMP, PARTY: STAMP}, cut={PRIZE: STAMP}))
    page = settings.sortie / "rapport/communes/exemple.html"
    page.parent.mkdir(parents=True)
    page.write_text(f"<p>{PRIZE}")
    scratch = settings.sortie / ".preuve-x/exemple" / PRIZE
    scratch.parent.mkdir(parents=True)
    scratch.write_text("Zéphyr-Canari")
    with History(settings.memoire) as history:
        history.note(gum.moment, CommuneNight(commune="exemple"), (error("x", PRIZE, "…"),))
    night(gum)
    neighbour, figures = logged_lines(gum, "voisine"), logged_lines(gum, "exemple")
    done = gum.erase(PRIZE, PHOTO)
    kept = gum.close(done)
    transfers.close()
    assert done.restes == {}
    # The register has its name, and the manifest whose lines were written there.
    own = ("tenants/exemple/registre/", "build/exemple/manifests/")
    assert all(path.startswith(own) for path in gum.traces("prix.md"))
    assert not gum.traces("Remis à")
    # What speaks of another document stays: its letter, its place in the drop.
    assert (drop.site / PARTY).exists() and set(receipt.read(drop).files) == {PARTY}
    assert not receipt.read(drop).cut
    (letter_left,) = Outbox(settings.memoire).waiting()
    assert "fete.md" in letter_left.read_text()
    assert "Dépôt de fichiers\u00a0: 2" in kept.page.read_text()
    # The log: what it says of this commune in words, in the rotations too; never its figures.
    assert logged_lines(gum, "voisine") == neighbour
    after = logged_lines(gum, "exemple")
    assert len(after) == len(figures) == 4
    assert [line["moment"] for line in after] == [line["moment"] for line in figures]
    assert not any(line.get("message") or line.get("defauts") for line in after)
    assert "Journal de l’usine\u00a0: 4" in kept.page.read_text()
    assert "Le journal du système (journalctl)" in kept.page.read_text()


def night(gum: Gum) -> None:
    """What a night wrote down of two communes, and a rotation of an earlier one."""
    log = Path(gum.settings.journal.fichier)
    for slug in ("exemple", "voisine"):
        said = PRIZE if slug == "exemple" else PARTY
        step = Step(name="construction", outcome=Outcome.ECHEC, message=f"{said} : abîmé")
        entry = Entry(commune=CommuneNight(commune=slug, steps=(step,)), faults=(said,))
        Log(str(log)).commune(entry)
    log.with_name("usine.jsonl.1.gz").write_bytes(gzip.compress(log.read_bytes()))


def logged_lines(gum: Gum, slug: str) -> list[dict[str, Any]]:
    files = logged.files(Path(gum.settings.journal.fichier))
    known = [json.loads(line) for path in files for line in logged.lines(path)]
    return [line for line in known if line["commune"] == slug]


def test_a_log_that_cannot_be_rewritten_is_left_to_a_person(gum: Gum) -> None:
    # No name is left for the file that takes its place: as root too, unlike a folder's mode.
    gum.settle(f"journal: {{fichier: journal/{'j' * 245}.jsonl}}\n")
    log = Path(gum.settings.journal.fichier)
    log.parent.mkdir()
    log.write_text(json.dumps({"commune": "exemple", "message": PRIZE}) + "\n")
    done = gum.erase(PRIZE, PHOTO)
    (left,) = done.a_la_main
    assert left.startswith(f"le journal de l’usine ({log})") and not done.whole
    assert PRIZE in log.read_text()


def test_an_unfinished_erasure_is_told_by_each_build_and_holds_back_the_next(gum: Gum) -> None:
    before = tree(gum.commune().output / "public")
    killed = gum.root / "tenants/exemple/.effacement"
    order = gum.interrupted(PRIZE, PHOTO)
    assert killed.is_dir() and order.noted is False
    gum.commune().write("contenu/neuf.md", "# Neuf\n")
    report = gum.build()["exemple"]
    assert "effacement-interrompu" in {problem.code for problem in report.problems}
    refused = gum.usine("erase", "exemple", "--document", PARTY, "--oui")
    assert refused.returncode == 2 and "[effacement-inacheve]" in refused.stderr
    assert "--reprendre" in refused.stderr
    done = gum.usine("erase", "exemple", "--reprendre")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "effacé ; le site en ligne a été refait sans" in done.stdout
    assert not killed.exists() and not gum.traces("Remis à")
    assert "actualites/prix/index.html" in before
    assert "Remis" not in gum.commune().online.get("actualites/prix/index.html", b"").decode()
    said = {problem.code for problem in gum.build()["exemple"].problems}
    assert "effacement-interrompu" not in said


def test_of_two_orders_none_is_dropped_without_a_word(gum: Gum) -> None:
    words = ["exemple", "--document", PARTY, "--oui", "--config", str(gum.root / "usine.yaml")]
    for other in ("--sauvegardes", "--chercher", "--reprendre"):
        with pytest.raises(UsageError) as refused:
            erase.command.main([*words, other], standalone_mode=False)
        first, second = sorted(("--document", other), key=ORDERS.index)
        assert str(refused.value) == (
            f"erreur [effacement-plusieurs-ordres] « {first} » et « {second} » sont deux demandes "
            ": rien n’a été fait.\n"
            "    → Lancez-les l’une après l’autre. Un effacement s’étend de lui-même aux "
            "sauvegardes."
        )
    assert (gum.root / "tenants/exemple" / PARTY).exists()


ORDERS = ("--chercher", "--document", "--sauvegardes", "--reprendre")


def test_the_question_is_answered_in_french(gum: Gum) -> None:
    words = ["exemple", "--document", PARTY, "--config", str(gum.root / "usine.yaml")]
    source = gum.root / "tenants/exemple" / PARTY
    for said, stays in (("non\n", True), ("\n", True), ("oui\n", False)):
        CliRunner().invoke(erase.command, words, input=said)
        assert source.exists() is stays, said
