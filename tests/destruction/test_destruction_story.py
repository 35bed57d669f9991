"""A commune that leaves is nowhere any more; the others did not move by a byte."""

import json
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import fin
import pytest
from coffre import Shed

from factory.archive.nights import Verdict
from factory.convention import former
from factory.destruction.places import places
from factory.ground.problems import UsageError
from factory.nightly import lock, shard
from factory.reception import sources
from factory.serving.sites import published
from factory.tenants import folder
from factory.tenants.convention import Convention

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A factory whose one commune may be destroyed; each story has a copy of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "YOUNG", -(10**15))
        shed = Shed(tmp_path_factory.mktemp("fin") / "usine", fin.MORE)
        fin.live(shed.commune())
        shed.commune("autre")
        assert {one.number for one in shed.build().values()} == {1}
        for slug in ("exemple", "autre"):
            shed.save(slug)
        fin.prove(shed)
        fin.end(shed.commune())
        key = shed.root / "preuves.pem"
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", key], check=True)
        key.chmod(0o600)
        shed.settle(fin.MORE + "preuves: {cle: preuves.pem}\n")
        fin.scatter(shed)
        yield shed.root


@pytest.fixture
def shed(ready: Path, tmp_path: Path) -> Shed:
    return fin.there(shutil.copytree(ready, tmp_path / "usine", symlinks=True))


def test_nothing_is_left_of_a_commune(shed: Shed) -> None:
    before, key = fin.others(shed), (shed.root / "cles/exemple").read_bytes()
    offsite = shutil.copytree(shed.root / "depot" / "exemple", shed.root.parent / "ailleurs")
    own = fin.digests(shed.root / "tenants/exemple") | fin.digests(shed.root / "build/exemple")
    shared = fin.digests(shed.root / "tenants/autre") | fin.digests(shed.root / "build/autre")
    shared |= fin.digests(shed.root / "theme")
    assert fin.traces(shed.root), "the canary is everywhere"

    code, said = fin.destroy(shed)
    assert code == 0, said
    assert fin.traces(shed.root) == []
    assert not (own - shared) & fin.digests(shed.root)
    assert fin.others(shed) == before
    tenant = folder.tenant(shed.settings, "exemple")
    assert [place.name for place in places(shed.settings) if place.list(tenant)] == []

    # Whoever took a copy of its backups has nothing: the key is gone, here and sealed.
    opened = subprocess.run(
        ["restic", "-r", offsite, "--password-file", shed.root / "cles/autre", "--no-cache",
         "snapshots"], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert opened.returncode != 0 and "wrong password" in opened.stderr
    assert list((shed.root / "cles").iterdir()) == [shed.root / "cles/autre"]
    assert [p.name for p in (shed.root / "depot/_cles").iterdir()] == ["autre.age"]

    ((left, (kept,)),) = former.communes(shed.settings).items()
    assert left == "exemple" and kept.contacts == Convention().contacts
    closed = {s.commune: s.hotes for s in published(shed.settings).sites if s.terminee}
    assert closed == {"exemple": ("exemple.example", "www.exemple.example")}
    verified(shed)
    with pytest.raises(UsageError, match="commune-inconnue"):
        folder.communes(shed.settings, ("exemple",))
    code, said = fin.destroy(shed)
    assert code == 2 and "commune-detruite" in said
    comes_back(shed, key)


def comes_back(shed: Shed, key: bytes) -> None:
    """Under the same name, as any commune: a key of its own, its hosts served, the minutes kept."""
    shed.commune().write("contenu/retour.md", "# Nous revoilà\n")
    assert shed.build()["exemple"].number == 1
    assert shed.save().backups and (shed.root / "cles/exemple").read_bytes() != key
    assert shed.drill().trial.verdict is Verdict.PROUVEE
    served = {host for s in published(shed.settings).sites if not s.terminee for host in s.hotes}
    assert "exemple.example" in served
    assert "commune-detruite" not in fin.destroy(shed)[1]
    verified(shed)


def verified(shed: Shed) -> None:
    """The minutes: signed, without a word of the commune's content, whole in each form."""
    (papers,) = (shed.root / "memoire/destructions/exemple").iterdir()
    told = json.loads((papers / "proces-verbal.json").read_bytes())
    public = papers.parent.parent / "pub.pem"
    public.write_text(told["cle_publique"])
    subprocess.run(
        ["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", public,
         "-in", papers / "proces-verbal.json", "-sigfile", papers / "proces-verbal.json.sig"],
        check=True, capture_output=True,
    )  # fmt: skip
    counted = {one["lieu"]: one["fichiers"] for one in told["destruction"]["lieux"]}
    for name in ("Clé des sauvegardes", "Contenus et registre", "Dépôt de fichiers", "Aperçus",
                 "Courriels en attente d’envoi", "Journal de l’usine", "Reçus de preuve",
                 "Dossiers de travail laissés par un arrêt"):  # fmt: skip
        assert counted[name], name
    assert all(one["detruit"] for one in told["destruction"]["lieux"])
    page = (papers / "proces-verbal.html").read_text("utf-8")
    for words in ("Seules des copies", "récépissé 2026-22", "article 9", "Contenus et registre"):
        assert words.lower() in page.lower(), words
    assert "article 9 de la convention" in (papers / "attestation-commune.html").read_text("utf-8")
    for name in ("proces-verbal.pdf", "attestation-commune.pdf"):
        assert (papers / name).read_bytes().startswith(b"%PDF-")


def test_killed_at_any_moment_it_goes_on_to_the_same_end(shed: Shed) -> None:
    before, dice = fin.others(shed), random.Random(9)
    whole, wanted, kills = set(), 0, 0
    while wanted < len(places(shed.settings)):
        process = fin.usine(shed, "destroy", "exemple", "--confirmer", "Exemple")
        while process.poll() is None and fin.noted(shed) < wanted:
            time.sleep(0.001)
        time.sleep(dice.uniform(0, 0.01))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        kills += 1
        whole.add((shed.root / "tenants/exemple").exists())
        assert fin.noted(shed) >= wanted
        wanted = fin.noted(shed) + dice.randrange(1, 5)
    assert kills > 3 and False in whole
    code, said = fin.destroy(shed)
    assert code == 0, said
    assert fin.traces(shed.root) == [] and fin.others(shed) == before
    verified(shed)


def test_half_destroyed_it_is_nowhere_and_nothing_takes_its_place(shed: Shed) -> None:
    process = fin.usine(shed, "destroy", "exemple", "--confirmer", "Exemple")
    while process.poll() is None and fin.noted(shed) < 2:
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    for words in (("new", "exemple", "--insee", "13001"), ("build", "exemple")):
        command = fin.usine(shed, *words)
        assert "exemple" in command.communicate()[1]
        assert command.returncode == 2, words
    assert {s.commune: s.terminee for s in published(shed.settings).sites}["exemple"]
    # A night is under way: it is waited for.
    with lock.locked(shed.settings.memoire, shard.WHOLE):
        code, said = fin.destroy(shed)
        assert code == 2 and "nuit-en-cours" in said
    # The web server does not answer: the minutes wait, and the same command goes on from there.
    code, said = fin.destroy(shed, "--adresse", "127.0.0.1:9")
    assert code == 3 and "adresse-encore-servie" in said
    assert fin.destroy(shed)[0] == 0
    assert fin.traces(shed.root) == []
