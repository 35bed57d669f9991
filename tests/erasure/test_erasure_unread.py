"""A backup that cannot say what it holds is never taken for one that holds nothing."""

import json
from pathlib import Path

import pytest
from coffre import codes, flip
from gomme import PRIZE, Gum

from factory.archive import erasures
from factory.backup import purging
from factory.backup.purging import Fate, Purged
from factory.erasure import receipt

pytestmark = pytest.mark.slow
TEXT = "Remis à une personne."


@pytest.fixture
def gum(tmp_path: Path) -> Gum:
    """Its repository has two backups: one that holds the document, and a later one that does not,
    of which a file is alone in its bytes."""
    gum = Gum(tmp_path / "usine")
    commune = gum.commune()
    commune.write(PRIZE, TEXT)
    assert gum.save().backups
    gum.later(hours=1)
    commune.remove(PRIZE)
    gum.save()
    gum.later(hours=1)
    erasures.note(gum.settings.memoire, "exemple", gum.moment, documents=[PRIZE])
    return gum


def forge(gum: Gum, folder: Path, **files: str) -> None:
    """A backup that another program made in the commune's repository."""
    for name, text in files.items():
        path = folder / name.replace("__", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    when = gum.moment.strftime("%Y-%m-%d %H:%M:%S")
    done = gum.restic("backup", "--host", "usine", "--time", when, ".", cwd=folder)
    assert done.returncode == 0, done.stderr
    gum.later(seconds=1)


def fates(found: tuple[Purged, ...]) -> list[tuple[Fate, int]]:
    return [(one.sort, one.snapshots) for one in found]


def test_one_without_a_list_that_reads_is_told_and_given_up_when_asked(
    gum: Gum, tmp_path: Path
) -> None:
    forge(gum, tmp_path / "abime", sauvegarde__json="{", prix__md=TEXT)
    forge(gum, tmp_path / "autre", prix__md=TEXT)
    held = (Fate.COUPE if purging.cuts() else Fate.ATTENTE, 1)
    found = gum.purge("exemple")
    assert fates(found) == [held, (Fate.ILLISIBLE, 2)]
    assert receipt.waiting(found)
    (problem,) = found[1].problems
    others = gum.listed().snapshots[2:]
    shown = ", ".join(f"{one.id} du {one.moment:%d/%m/%Y à %H:%M}" for one in others)
    until = purging.expiry(others[-1].moment, gum.shelter.kept)
    assert problem.message == (
        "exemple : dans « dépôt », ce que contiennent des sauvegardes ne se lit pas "
        f"({shown}) : ce qui a été effacé y est peut-être encore."
    )
    assert problem.remedy == (
        "« usine erase exemple --sauvegardes --oublier-sauvegardes » en fait une neuve, puis "
        f"oublie celles-là. Sinon elles expirent au plus tard le {until:%d/%m/%Y}. Rien de ce qui "
        "est effacé n’est remis par une restauration."
    )
    told = gum.usine("erase", "exemple", "--sauvegardes")
    assert told.returncode == 1
    assert "non vérifié : ce qu’elles contiennent ne se lit pas (2\u00a0sauvegardes)" in told.stdout
    done = gum.usine("erase", "exemple", "--sauvegardes", "--oublier-sauvegardes")
    assert done.returncode == 0, done.stdout + done.stderr
    assert not {one.id for one in others} & {one.id for one in gum.listed().snapshots}
    assert fates(gum.purge("exemple")) == [(Fate.RIEN, 0)]


def test_one_whose_bytes_are_damaged_is_told_and_kept(gum: Gum) -> None:
    before = gum.listed().snapshots
    flip(gum.root / "depot/exemple/data" / list_pack(gum, before[1].id))
    found = gum.purge("exemple")
    assert found[-1].sort is Fate.ILLISIBLE and found[-1].snapshots == 1
    assert codes(found[-1].problems) == ["sauvegarde-illisible", "depot-abime"]
    assert "Un dépôt abîmé" in found[-1].problems[0].remedy
    assert len(found) == 2 and found[0].snapshots == 1
    assert [one.id for one in gum.listed().snapshots][-1] == before[1].id


def list_pack(gum: Gum, snapshot: str) -> str:
    """The file of the repository in which that backup's list is."""
    root = json.loads(gum.restic("cat", "snapshot", snapshot).stdout)["tree"]
    nodes = json.loads(gum.restic("cat", "blob", root).stdout)["nodes"]
    (blob,) = next(node["content"] for node in nodes if node["name"] == "sauvegarde.json")
    said = gum.restic("find", "--blob", blob, "--show-pack-id").stdout
    pack = next(word for word in said.replace(",", " ").split() if len(word) == 64 and word != blob)
    return f"{pack[:2]}/{pack}"
