"""What can go wrong with backups, done for real: each is told, for the commune it befalls."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from coffre import Shed, as_root, aside, codes, flip, fresh, pass_off
from histoire import tree

from factory.archive import erasures
from factory.archive.nights import Outcome, Verdict
from factory.backup import checking, contents, record
from factory.backup.restoring import Wanted
from factory.backup.retention import forget

pytestmark = pytest.mark.slow

COPY = "  copies:\n    - {depot: copie, exploitant: la Métropole}\n"


@pytest.fixture(scope="module")
def good(shed: Shed) -> Shed:
    """A commune with two backups, in two places."""
    shed.settle(COPY)
    assert shed.save().outcome is Outcome.BIEN
    shed.later(days=1)
    shed.commune().write("contenu/gros.md", "# Un texte\n\n" + "Une phrase. " * 2000)
    shed.build()
    assert len(shed.save().backups) == 2
    return shed


def test_a_backup_killed_half_way_spoils_nothing(good: Shed) -> None:
    """SIGKILL leaves a lock; it is undone when something meets it, and the next backup is whole."""
    slow = ("-o", "local.connections=1", "backup", "--limit-upload", "20", "gros.bin")
    (good.root / "gros.bin").write_bytes(os.urandom(3_000_000))
    words = ["restic", "-r", str(good.root / "depot/exemple"), "--no-cache"]
    words += ["--password-file", str(good.root / "cles/exemple"), *slow]
    process = subprocess.Popen(words, cwd=good.root, stdout=subprocess.DEVNULL)
    locks = good.root / "depot/exemple/locks"
    while not list(locks.iterdir()):
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert len(list(locks.iterdir())) == 1
    assert good.check().outcome is Outcome.BIEN
    assert list(locks.iterdir()) == []
    assert good.save().outcome is Outcome.BIEN


def test_the_command_killed_takes_restic_with_it(good: Shed) -> None:
    code = "import time\nfrom factory.backup.restic import Repository\nfrom pathlib import Path\n"
    code += "Repository(url='depot/exemple', key=Path('cles/exemple'), until=time.monotonic() + 99)"
    code += ".run('backup', '--limit-upload', '20', 'gros.bin')"
    (good.root / "gros.bin").write_bytes(os.urandom(3_000_000))
    process = subprocess.Popen([sys.executable, "-c", code], cwd=good.root)
    locks = good.root / "depot/exemple/locks"
    while not list(locks.iterdir()):
        assert process.poll() is None
        time.sleep(0.05)
    time.sleep(1)  # restic looks again before it holds its lock for good.
    process.kill()
    process.wait()
    deadline = time.monotonic() + 20
    while list(locks.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert list(locks.iterdir()) == []  # Interrupted, restic takes its lock away.
    assert forget(good.shelter, "exemple").outcome is Outcome.BIEN
    assert sum(pack.stat().st_size for pack in good.packs()) < 1_000_000  # What was half sent went.


def test_a_flipped_bit_is_found_in_its_share_and_said_of_its_commune(good: Shed) -> None:
    with aside(good.root / "depot/exemple"):
        pack = good.packs()[-1]
        flip(pack)
        part = int(pack.name[:2], 16) % 3 + 1
        found = []
        for _ in range(3):
            found.append(checking.check(replace(good.shelter, parts=3), "exemple", good.moment))
        bad = {one.checks[0].part for one in found if not one.checks[0].good}
        assert {one.checks[0].part for one in found} == {1, 2, 3} and bad == {part}
        assert all(one.checks[1].good for one in found)
        (told,) = [problem for one in found for problem in one.problems]
        assert told.code == "depot-abime" and told.message.startswith("exemple : ")
        assert "« dépôt »" in told.message


def test_a_restore_falls_back_on_the_copy(good: Shed, tmp_path: Path) -> None:
    with aside(good.root / "depot/exemple"):
        for pack in good.packs():
            flip(pack)
        restored = good.restore(tmp_path / "la")
        assert restored.snapshot is not None and restored.snapshot.target == "copie"
        assert codes(restored.problems) == ["depot-abime"]
        assert tree(tmp_path / "la") == tree(good.root / "tenants/exemple")
        assert good.restore(fresh(tmp_path / "la"), wanted=Wanted(target="dépôt")).snapshot is None
        assert not (tmp_path / "la").exists()


def test_a_wrong_key_is_said(good: Shed) -> None:
    key = good.root / "cles/exemple"
    right = key.read_bytes()
    key.write_text("une autre clé\n")
    try:
        assert codes(good.save().problems) == ["cle-refusee"] * 2
        key.unlink()
        assert codes(good.save().problems) == ["cle-absente"]
        assert not key.exists()
    finally:
        key.write_bytes(right)
        key.chmod(0o600)


def test_a_target_that_vanished_is_not_made_again(good: Shed) -> None:
    with aside(good.root / "depot/exemple") as depot:
        shutil.rmtree(depot)
        saved = good.save()
        assert codes(saved.problems) == ["depot-disparu"] and not depot.exists()
        assert [backup.target for backup in saved.backups] == ["copie"]
        assert saved.outcome is Outcome.ECHEC
        assert codes(good.check().problems) == ["depot-disparu"]
        assert good.save(anew=True).outcome is Outcome.BIEN
        assert len(good.listed().snapshots) > len(list(depot.glob("snapshots/*")))


def test_a_tampered_backup_is_caught_by_the_drill(good: Shed, tmp_path: Path) -> None:
    """Whoever has the key puts other bytes in place of those that were saved."""
    with aside(good.root / "depot/exemple"):
        good.restic("restore", "latest", "--target", str(tmp_path))
        page = tmp_path / "sources/contenu/ecole.md"
        page.write_text("# École\n\nFermée.\n")
        pass_off(good, tmp_path)
        drilled = good.drill()
        assert codes(drilled.problems) == ["restauration-infidele"]
        assert [(d.fichier, d.nature.value) for d in drilled.differences] == [
            ("contenu/ecole.md", "altéré")
        ]
        # And where the backup says what its own files are: it is not the one that was made.
        found, _ = contents.inventory(tmp_path / "sources", {})
        fiche = contents.FICHES.read((tmp_path / contents.FICHE).read_bytes())
        forged = contents.Fiche(commune="exemple", moment=fiche.moment, fichiers=found)
        (tmp_path / contents.FICHE).write_bytes(contents.written(forged))
        pass_off(good, tmp_path, note=True)
        assert codes(good.drill().problems) == ["sauvegarde-alteree"]
        (tmp_path / contents.FICHE).unlink()
        pass_off(good, tmp_path)
        assert codes(good.drill().problems) == ["sauvegarde-sans-fiche"]
    known = record.read(good.shelter.memory, "exemple")
    assert known.drill is not None and known.drill.verdict is Verdict.ECHEC


def test_a_backup_that_misses_a_file_is_caught_by_the_drill(good: Shed, tmp_path: Path) -> None:
    with aside(good.root / "depot/exemple"):
        good.restic("restore", "latest", "--target", str(tmp_path))
        (tmp_path / "sources/contenu/actes/a.pdf").unlink()
        pass_off(good, tmp_path)
        drilled = good.drill()
        assert drilled.outcome is Outcome.ECHEC
        assert [(d.fichier, d.nature.value) for d in drilled.differences] == [
            ("contenu/actes/a.pdf", "manque")
        ]
        assert "contenu/actes/a.pdf (manque)" in drilled.trial.message


def test_what_was_erased_does_not_come_back(good: Shed, tmp_path: Path) -> None:
    act = (good.root / "tenants/exemple/contenu/actes/a.pdf").read_bytes()
    erasures.note(good.shelter.memory, "exemple", good.moment, contents=[contents.digest(act)])
    try:
        restored = good.restore(tmp_path / "la")
        assert [p for p in restored.erased if p == "contenu/actes/a.pdf"]
        assert len(restored.erased) == 2  # And the bytes that the register had of it.
        assert act not in tree(tmp_path / "la").values()
        drilled = good.drill()
        assert drilled.trial.verdict is Verdict.SOURCES and drilled.problems == ()
        assert "effacés depuis" in drilled.trial.message
    finally:
        (good.shelter.memory / erasures.FILE).unlink()


def test_an_act_withdrawn_for_privacy_does_not_come_back_with_an_older_backup(
    good: Shed, tmp_path: Path
) -> None:
    commune, before = good.commune(), good.listed().snapshots[0]
    page = commune.page("/actes/rue/")
    assert "interdit" in page
    good.later(days=3)
    order = "retrait: {motif: données personnelles, decide_par: le maire, decide_le: 2026-11-26}\n"
    commune.write("contenu/actes/rue.md", commune.read("contenu/actes/rue.md").replace(
        "nature:", order + "nature:", 1
    ))  # fmt: skip
    good.build()
    assert "interdit" not in commune.page("/actes/rue/")
    ledger = (good.shelter.memory / erasures.FILE).read_text()
    assert "actes" not in ledger and "rue" not in ledger
    assert good.save().outcome is Outcome.BIEN and good.drill().outcome is Outcome.BIEN
    old = commune.folder.with_name(".avant")
    commune.folder.rename(old)
    restored = good.restore(commune.folder, wanted=Wanted(snapshot=before.id))
    assert {"contenu/actes/rue.md", "contenu/actes/a.pdf"} <= set(restored.erased)
    shutil.rmtree(commune.output)
    good.build()
    assert commune.online and not [
        path for path, data in commune.online.items() if b"stationnement est interdit" in data
    ]
    shutil.rmtree(commune.folder)
    old.rename(commune.folder)
    shutil.rmtree(commune.output)
    good.build()


@pytest.mark.skipif(not as_root(), reason="mounting a small disk asks for root")
def test_a_full_or_read_only_disk_is_told_and_what_was_saved_is_whole(good: Shed) -> None:
    disk = good.root / "disque"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("this machine does not let root mount a disk")
    try:
        shutil.copytree(good.root / "depot/exemple", disk / "exemple")
        good.settle(depot="disque")
        commune = good.commune().write("medias/gros.pdf", b"%PDF-1.4\n" + os.urandom(4_000_000))
        full = good.save()
        # The sealed copies are beside the other repositories: that is told too.
        assert codes(full.problems) == ["cle-non-scellee", "depot-plein"] and full.backups == ()
        commune.remove("medias/gros.pdf")
        assert good.drill().trial.verdict is Verdict.PROUVEE
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        assert codes(good.save().problems)[1:] == ["depot-ferme-en-ecriture"]
        assert good.drill().trial.verdict is Verdict.PROUVEE
        assert good.check().outcome is Outcome.BIEN
    finally:
        subprocess.run(["umount", str(disk)], check=True)
        good.settle(COPY)


def test_a_file_written_all_along_is_told_and_one_written_once_is_taken_whole(good: Shed) -> None:
    page = good.root / "tenants/exemple/contenu/vif.md"
    over = threading.Event()

    def write() -> None:
        while not over.wait(0.05):
            page.write_text(f"# Vif\n\n{time.time_ns()}\n")

    page.write_text("# Vif\n")
    writer = threading.Thread(target=write)
    writer.start()
    try:
        saved = good.save()
    finally:
        over.set()
        writer.join()
    assert codes(saved.problems) == ["fichiers-modifies-pendant"]
    assert "contenu/vif.md" in saved.problems[0].message and saved.outcome is Outcome.RESERVES
    good.later(minutes=1)
    assert good.save().problems == ()
    assert good.drill().outcome is Outcome.BIEN
    page.unlink()


def test_the_command_answers_people_and_machines(good: Shed) -> None:
    listed = good.usine("backup", "list", "exemple", "--json")
    answer = json.loads(listed.stdout)
    assert (listed.returncode, answer["version"], answer["code"]) == (0, 1, 0)
    (commune,) = answer["communes"]
    assert {one["target"] for one in commune["snapshots"]} == {"dépôt", "copie"}
    shown = good.usine("backup", "list", "exemple").stdout
    assert "    copie\n      Nom       Moment" in shown and "n° 2" in shown
    assert "dernière restauration prouvée le " in shown
    forgotten = good.usine("backup", "forget", "exemple")
    assert (forgotten.returncode, forgotten.stdout) == (0, "exemple : fait dans dépôt, copie\n")
    known = good.usine("backup", "key", "exemple", "--secours", "secours.txt")
    assert known.stdout == (
        "exemple : clé présente, ouvre son dépôt, 2 copies scellées, copie vérifiée\n"
    )
    shown = good.usine("backup", "restore", "exemple", "--vers", "la", "--moment", "1er mars 2020")
    assert shown.returncode == 3 and "[aucune-sauvegarde]" in shown.stdout
    assert not (good.root / "la").exists()
