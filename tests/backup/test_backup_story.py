"""A commune's backups, from the first to the drill: one story, in order."""

import shutil
import subprocess
from pathlib import Path

import pytest
from coffre import Shed, codes, fresh
from histoire import tree

from factory.archive.nights import Outcome, Verdict
from factory.backup import places, record
from factory.backup.restoring import Wanted
from factory.ground.problems import UsageError


def test_the_first_backup_makes_the_key_its_sealed_copy_and_the_repository(shed: Shed) -> None:
    saved = shed.save()
    assert saved.problems == () and saved.outcome is Outcome.BIEN
    assert saved.generation == 1
    (backup,) = saved.backups
    assert backup.target == "dépôt" and backup.size > 0 and backup.added > 0
    key = shed.root / "cles/exemple"
    assert key.stat().st_mode & 0o777 == 0o600
    opened = subprocess.run(
        ["age", "--decrypt", "--identity", "secours.txt", "depot/_cles/exemple.age"],
        cwd=shed.root, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert opened.stdout == key.read_text().strip()
    assert len(opened.stdout) >= 43


def test_a_second_one_adds_almost_nothing_and_both_are_listed(shed: Shed) -> None:
    shed.later(days=1)
    shed.commune().write("contenu/neuf.md", "# Une page neuve\n\n[Le guide](guide.pdf)\n").write(
        "contenu/guide.pdf", b"%PDF-1.4\nun guide\n"
    )
    shed.build()
    saved = shed.save()
    assert saved.generation == 2 and saved.backups[0].added < 60_000
    first, last = shed.listed().snapshots
    assert (first.generation, last.generation) == (1, 2)
    assert last.moment == shed.moment and last.id == saved.backups[0].snapshot
    assert (
        last.files == first.files + 3
    )  # The page, its file, and the bytes the register retains of it.


def test_the_key_is_in_no_backup(shed: Shed, tmp_path: Path) -> None:
    shed.restic("restore", "latest", "--target", str(tmp_path / "tout"))
    secret = (shed.root / "cles/exemple").read_bytes().strip()
    restored = tree(tmp_path / "tout")
    assert len(restored) > 5
    assert [path for path, data in restored.items() if secret in data] == []


def test_shares_follow_one_another(shed: Shed) -> None:
    assert [shed.check().checks[0].part for _ in range(2)] == [1, 2]
    whole = shed.check(whole=True)
    assert whole.outcome is Outcome.BIEN and whole.checks[0].parts == 1
    assert record.read(shed.shelter.memory, "exemple").checks[0].part == 2


def test_a_restore_gives_the_folder_back_and_replaces_nothing(shed: Shed, tmp_path: Path) -> None:
    restored = shed.restore(tmp_path / "la")
    assert restored.problems == () and restored.erased == ()
    assert tree(tmp_path / "la") == tree(shed.root / "tenants/exemple")
    with pytest.raises(UsageError) as refused:
        shed.restore(tmp_path / "la")
    assert codes(refused.value.problems) == ["dossier-de-restauration-occupe"]
    before = shed.restore(
        fresh(tmp_path / "la"), wanted=Wanted(moment=shed.listed().snapshots[0].moment)
    )
    assert before.snapshot == shed.listed().snapshots[0]
    assert not (tmp_path / "la/contenu/neuf.md").exists()
    assert list(tmp_path.iterdir()) == [tmp_path / "la"]


def test_the_drill_proves_sources_and_pages(shed: Shed) -> None:
    # An agent has written since the site was published: the pages proven are those online.
    commune = shed.commune().write("contenu/ecole.md", "# L’école\n\nUn brouillon.\n")
    commune.write("contenu/menu.md", "# Une page de plus\n\n[Le plan](plan.pdf)\n")
    commune.write("contenu/plan.pdf", b"%PDF-1.4\nun plan\n")
    commune.write("contenu/guide.pdf", b"%PDF-1.4\nun autre guide\n").remove("contenu/neuf.md")
    assert shed.save().problems == ()
    drilled = shed.drill()
    assert drilled.problems == () and drilled.trial.message == ""
    assert drilled.trial.verdict is Verdict.PROUVEE
    assert drilled.pages == len(shed.commune().online)
    known = record.read(shed.shelter.memory, "exemple")
    assert known.proven == drilled.trial and known.drill == drilled.trial
    assert not list((shed.root / "build/.sauvegardes").glob("exercice-*"))


def test_without_its_key_a_commune_s_backups_are_unreadable(shed: Shed, tmp_path: Path) -> None:
    """What is offsite is a copy of the repository: with the keys gone, nobody opens it."""
    offsite = tmp_path / "ailleurs"
    shutil.copytree(shed.root / "depot/exemple", offsite)
    key = (shed.root / "cles/exemple").read_text()
    tenant, listed = shed.tenant(), places.places(shed.shelter)
    assert all(place.list(tenant) for place in listed)
    for place in listed:
        place.destroy(tenant)
        assert place.list(tenant) == ()
        place.destroy(tenant)
    assert [
        p for p in shed.root.rglob("*") if p.is_file() and key.strip() in p.read_text("latin-1")
    ] == []
    guess = tmp_path / "cle"
    guess.write_text("une autre clé\n")
    opened = subprocess.run(
        ["restic", "-r", str(offsite), "--password-file", str(guess), "--no-cache", "snapshots"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert opened.returncode != 0 and "wrong password or no key found" in opened.stderr
