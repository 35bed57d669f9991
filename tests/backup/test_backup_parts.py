"""The parts of backups that need no repository: ledger, keys, addresses, rules, restic's words."""

import time
from datetime import datetime, timedelta
from pathlib import Path

import pyrage
import pytest
from coffre import IDENTITY, codes

from factory.archive import erasures
from factory.archive.nights import Trial, Verdict
from factory.backup import contents, drill, record, retention, target
from factory.backup.keys import Vault
from factory.backup.record import Record
from factory.backup.restic import Cause, Fault, Repository, cause_of
from factory.backup.shelter import Shelter
from factory.backup.target import Target
from factory.ground.digests import digest
from factory.ground.moment import PARIS
from factory.ground.problems import UsageError
from factory.tenants import settings
from factory.tenants.usine import Conservation

NOON = datetime(2026, 11, 23, 12, tzinfo=PARIS)
PERSON = "contenu/elus/camille-exemple.md"


# -- the ledger of erasures --------------------------------------------------------------------


def test_the_ledger_names_nobody(tmp_path: Path) -> None:
    erasures.note(tmp_path, "exemple", NOON, documents=[PERSON], contents=[digest(b"secret")])
    text = (tmp_path / erasures.FILE).read_text()
    assert "camille" not in text and digest(b"secret") not in text
    assert "exemple" in text


def test_what_was_erased_goes_and_what_came_since_stays(tmp_path: Path) -> None:
    memory, folder = tmp_path / "memoire", tmp_path / "restaure"
    for path in (PERSON, "contenu/autre.md", "registre/pieces/x", "contenu/garde.md"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / PERSON).write_text("des données")
    (folder / "contenu/autre.md").write_text("secret")
    (folder / "registre/pieces/x").write_text("secret")
    (folder / "contenu/garde.md").write_text("public")
    erasures.note(memory, "exemple", NOON, documents=[PERSON], contents=[digest(b"secret")])
    ledger = erasures.read(memory)
    before, after = NOON - timedelta(days=1), NOON + timedelta(days=1)
    assert erasures.replay(ledger, "voisine", folder, before) == ()
    assert erasures.replay(ledger, "exemple", folder, after) == (
        "contenu/autre.md",
        "registre/pieces/x",
    )
    assert erasures.replay(ledger, "exemple", folder, before) == (PERSON,)
    assert [p.name for p in folder.rglob("*") if p.is_file()] == ["garde.md"]


def test_noted_twice_it_is_written_once(tmp_path: Path) -> None:
    for _ in range(2):
        erasures.note(tmp_path, "exemple", NOON, documents=[PERSON], contents=["aa"])
    assert erasures.note(tmp_path, "exemple", NOON) == 0
    assert len((tmp_path / erasures.FILE).read_text().splitlines()) == 2
    later = NOON + timedelta(hours=1)
    assert erasures.note(tmp_path, "exemple", later, documents=[PERSON], contents=["aa"]) == 1
    assert erasures.read(tmp_path).holds("exemple", PERSON, "bb", NOON)


def test_a_ledger_that_was_touched_is_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        erasures.note(tmp_path, "exemple", NOON, contents=[name])
    file = tmp_path / erasures.FILE
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(lines[:1] + lines[2:]))
    for act in (
        lambda: erasures.read(tmp_path),
        lambda: erasures.note(tmp_path, "exemple", NOON, contents=["c"]),
    ):
        with pytest.raises(UsageError) as refused:
            act()
        assert codes(refused.value.problems) == ["effacements-alteres"]


# -- keys --------------------------------------------------------------------------------------


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    sealed = (tmp_path / "depot/_cles", tmp_path / "copie/_cles")
    return Vault(folder=tmp_path / "cles", sealed=sealed, recipient=str(IDENTITY.to_public()))


@pytest.fixture
def secours(tmp_path: Path) -> Path:
    file = tmp_path / "secours.txt"
    file.write_text(f"# public key: {IDENTITY.to_public()}\n{IDENTITY}\n")
    return file


def test_keys_are_random_private_and_sealed(vault: Vault, secours: Path) -> None:
    keys = [vault.create(name).read_text() for name in ("exemple", "autre")]
    assert keys[0] != keys[1] and all(len(key) == 44 for key in keys)
    assert vault.folder.stat().st_mode & 0o777 == 0o700
    assert len(vault.sealed_copies("exemple")) == 2
    assert vault.unseal("exemple", secours) == keys[0].strip()
    with pytest.raises(FileExistsError):
        vault.create("exemple")
    assert vault.names() == vault.sealed_names() == ("autre", "exemple")


def test_a_lost_key_comes_back_from_its_sealed_copy_alone(vault: Vault, secours: Path) -> None:
    key = vault.create("exemple").read_text()
    assert not vault.bring_back("exemple", secours)
    vault.path("exemple").unlink()
    assert vault.bring_back("exemple", secours)
    assert vault.path("exemple").read_text() == key
    vault.path("exemple").write_text("une autre\n")
    with pytest.raises(UsageError) as refused:
        vault.bring_back("exemple", secours)
    assert codes(refused.value.problems) == ["cle-differente"]


def test_another_recovery_key_opens_nothing(vault: Vault, tmp_path: Path) -> None:
    vault.create("exemple")
    other = tmp_path / "autre.txt"
    other.write_text(str(pyrage.x25519.Identity.generate()))
    empty = tmp_path / "vide.txt"
    empty.write_text("rien\n")
    for name, file, code in (
        ("exemple", other, "copie-scellee-fermee"),
        ("absente", other, "copie-scellee-absente"),
        ("exemple", empty, "cle-de-secours-absente"),
    ):
        with pytest.raises(UsageError) as refused:
            vault.unseal(name, file)
        assert codes(refused.value.problems) == [code]


def test_no_key_is_kept_that_could_not_be_sealed(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("")
    vault = Vault(
        folder=tmp_path / "cles",
        sealed=(tmp_path / "fichier/_cles",),
        recipient=str(IDENTITY.to_public()),
    )
    with pytest.raises(OSError):
        vault.create("exemple")
    assert not vault.has("exemple")


# -- places ------------------------------------------------------------------------------------


def test_each_kind_of_address_has_a_repository_per_commune() -> None:
    for place, repository, folder in (
        ("/mnt/depots", "/mnt/depots/exemple", Path("/mnt/depots")),
        ("sftp:usine@nas:/depots/", "sftp:usine@nas:/depots/exemple", None),
        ("s3:https://s3.exemple.fr/seau", "s3:https://s3.exemple.fr/seau/exemple", None),
        ("rest:https://nas:8000/", "rest:https://nas:8000/exemple/", None),
    ):
        found = Target(name="dépôt", place=place)
        assert (found.repository("exemple"), found.folder) == (repository, folder)


def test_usine_yaml_says_where(tmp_path: Path) -> None:
    (tmp_path / "copie.env").write_text("# compte\nAWS_ACCESS_KEY_ID = 'abc'\n\n")
    (tmp_path / "usine.yaml").write_text(
        "sauvegardes:\n  depot: depot\n  cles: cles\n  copies:\n"
        "    - depot: s3:https://s3.exemple.fr/seau\n      exploitant: la Métropole\n"
        "      identifiants: copie.env\n      ajout_seul: oui\n"
        "      options: [s3.bucket-lookup=path]\n"
    )
    found = settings.load(None, {}, tmp_path)
    assert found.problems == ()
    first, copy = target.targets(found)
    assert (first.name, first.folder, first.append_only) == ("dépôt", tmp_path / "depot", False)
    assert (copy.name, copy.append_only, copy.options) == (
        "copie", True, ("s3.bucket-lookup=path",)
    )  # fmt: skip
    assert copy.environment == {"AWS_ACCESS_KEY_ID": "abc"}
    assert "abc" not in repr(copy)


def test_an_operator_that_is_not_the_metropole_is_told(tmp_path: Path) -> None:
    (tmp_path / "usine.yaml").write_text(
        "sauvegardes:\n  depot: sftp:nas:/usine\n  cles: cles\n  copies:\n"
        "    - {depot: rest:https://nuage.exemple, exploitant: Nuage SARL}\n"
    )
    found = settings.load(None, {}, tmp_path).problems
    assert codes(found) == ["exploitant-non-declare", "sous-traitance"]
    assert all("13-c" in problem.remedy for problem in found)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("depot: d\n  cles: d/cles\n", "cles-avec-les-depots"),
        ("cle_de_secours: AGE-SECRET-KEY-1QQ\n", "cle-de-secours-illisible"),
        ("cle_de_secours: age1abc\n", "cle-de-secours-illisible"),
    ],
)
def test_what_usine_yaml_must_not_say(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "usine.yaml").write_text(f"sauvegardes:\n  {text}")
    with pytest.raises(UsageError) as refused:
        settings.load(None, {}, tmp_path)
    assert codes(refused.value.problems) == [code]


def test_retention_counts_by_number_or_where_only_additions_are_accepted_by_time() -> None:
    kept = Conservation(jours=7, semaines=4, mois=0)
    plain, closed = (Target(name="", place="/d", append_only=seul) for seul in (False, True))
    assert " ".join(retention.rules(kept, plain)) == "--keep-daily 7 --keep-weekly 4"
    assert " ".join(retention.rules(kept, closed)) == (
        "--keep-within-daily 7d --keep-within-weekly 28d"
    )


# -- restic ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "said", "cause"),
    [
        (1, "Fatal: wrong password or no key found", Cause.CLE),
        (12, "", Cause.CLE),
        (10, "Fatal: repository does not exist", Cause.ABSENT),
        (1, "Fatal: unable to open config file: stat /d/config: no such file or directory\n"
         "Is there a repository at the following location?", Cause.ABSENT),
        (1, "Fatal: unable to open config file: client.Head: dial tcp 127.0.0.1:9: connect: "
         "connection refused\nIs there a repository at the following location?",
         Cause.INJOIGNABLE),
        (1, "unable to start the sftp session, error: read |0: file already closed",
         Cause.INJOIGNABLE),
        (1, "repo already locked, waiting up to 0s for the lock\nFatal: unable to create lock in "
         "backend: repository is already locked by PID 12", Cause.VERROU),
        (1, "open /d/locks/6-tmp-1: read-only file system\nunable to create lock in backend",
         Cause.FERME),
        (1, "Fatal: unable to save snapshot: write /d/data/92/x: no space left on device",
         Cause.PLEIN),
        (1, "pack 1234abcd: ciphertext verification failed\nFatal: repository contains errors",
         Cause.ABIME),
        (1, "unexpected HTTP response (403): 403 Forbidden", Cause.REFUS),
        (1, "usine@nas: Permission denied (publickey).\nFatal: unable to open repository at sftp:",
         Cause.INJOIGNABLE),
        (1, "panic: something else", Cause.AUTRE),
    ],
)  # fmt: skip
def test_what_restic_says_is_understood(code: int, said: str, cause: Cause) -> None:
    assert cause_of(code, said) is cause


def test_a_program_that_hangs_is_stopped_at_its_deadline(tmp_path: Path, monkeypatch) -> None:
    slow = tmp_path / "restic"
    slow.write_text('#!/bin/sh\n[ "$1" = version ] && echo restic 0.14.0 && exit\nsleep 60\n')
    slow.chmod(0o755)
    monkeypatch.setattr("factory.backup.restic.program", lambda: str(slow))
    repository = Repository(url="x", key=tmp_path / "cle", until=time.monotonic() + 0.3)
    with pytest.raises(Fault) as fault:
        repository.run("backup")
    assert fault.value.cause is Cause.DELAI
    with pytest.raises(Fault) as fault:
        repository.run("backup")  # Nothing is started when no time is left.
    assert fault.value.cause is Cause.DELAI


# -- what goes in, and in which order it is proven -----------------------------------------------


def test_an_inventory_believes_the_stamps_that_are_old_enough(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "a.md").write_text("a")
    (tmp_path / "lien").symlink_to("/etc/passwd")
    found, stamps = contents.inventory(tmp_path, {})
    assert found == {"a.md": (1, digest(b"a"))}
    young = {"a.md": (stamps["a.md"], "faux")}
    assert contents.inventory(tmp_path, young)[0] == found
    monkeypatch.setattr("factory.reception.sources.YOUNG", -(10**15))
    assert contents.inventory(tmp_path, young)[0] == {"a.md": (1, "faux")}
    other = {"a.md": ((1, 2, 3, 4), "faux")}
    assert contents.inventory(tmp_path, other)[0] == found


def test_those_never_proven_come_first_then_the_oldest(tmp_path: Path) -> None:
    for name, days in (("a", 1), ("b", 3), ("c", 2)):
        trial = Trial(moment=NOON - timedelta(days=days), of="x", verdict=Verdict.PROUVEE)
        record.write(tmp_path, name, Record(drill=trial))
    shelter = Shelter(
        targets=(), vault=Vault(folder=tmp_path, sealed=()), memory=tmp_path, work=tmp_path,
        kept=Conservation(), parts=30, seconds=1,
    )  # fmt: skip
    assert drill.due(shelter, ("a", "b", "c", "d")) == ("d", "b", "c", "a")


def test_a_record_that_does_not_read_is_an_empty_one(tmp_path: Path) -> None:
    record.write(tmp_path, "exemple", Record(depots=("d",), empreintes={"1": "a"}))
    assert record.read(tmp_path, "exemple").depots == ("d",)
    (tmp_path / "sauvegardes/exemple.json").write_text("{")
    assert record.read(tmp_path, "exemple") == Record()
