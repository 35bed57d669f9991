"""From the export alone, the site that is online; one byte that moved anywhere is named."""

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from depart import exported
from histoire import Commune, Factory, tree

from factory.archive import manifest as manifests
from factory.build.lock import locked
from factory.ground.problems import UsageError
from factory.nightly.proving import Proven, proven
from factory.proof import compare
from factory.proof.difference import Nature, Where
from factory.proof.proof import Proof
from factory.reversibility import verifying
from factory.reversibility.proving import judge
from factory.tenants import folder


def proved(factory: Factory, slug: str = "exemple") -> Proven:
    campaign = factory.campaign()
    (found,) = proven(campaign, folder.communes(campaign.settings, [slug]).tenants)
    return found


def judged(
    factory: Factory, bag: Path, tmp_path: Path, backup: dict[str, str] | None = None
) -> Proof:
    """The proof of a copy of the bag that stands in `tmp_path`."""
    campaign = factory.campaign()
    (tenant,) = folder.communes(campaign.settings, ["exemple"]).tenants
    number = factory.commune().manifest.numero
    found = judge(campaign, tenant, bag, number, backup)
    assert isinstance(found, Proof), str(found)
    return found


@pytest.fixture
def copy(bag: Path, tmp_path: Path) -> Path:
    return shutil.copytree(bag, tmp_path / "sac")


def named(proof: Proof) -> set[tuple[str, str, str]]:
    return {(one.ou, one.nature, one.fichier) for one in proof.differences}


def test_a_proof_and_its_receipt(factory: Factory, commune: Commune, tmp_path: Path) -> None:
    key = tmp_path / "preuves.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", key], check=True)
    key.chmod(0o600)
    settings = factory.root / "usine.yaml"
    before = settings.read_text()
    settings.write_text(before + f"preuves: {{cle: {key}}}\n")
    try:
        found = proved(factory)
    finally:
        settings.write_text(before)
    assert found.holds, [str(one) for one in found.proof.differences] if found.proof else ""
    receipt = found.receipt
    assert receipt is not None and receipt.signature is not None
    told = json.loads(receipt.json.read_bytes())
    assert told["tient"] is True and told["preuve"]["fichiers"] == len(commune.online)
    assert told["domaine"] == "exemple.example" and told["moment"].startswith("2026-11-")
    public = tmp_path / "pub.pem"
    public.write_text(told["cle_publique"])
    verify = ["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", public,
              "-in", receipt.json, "-sigfile", receipt.signature]  # fmt: skip
    assert subprocess.run(verify, capture_output=True, check=False).returncode == 0
    page = receipt.page.read_text("utf-8")
    assert "Preuve établie" in page and "openssl pkeyutl -verify -rawin" in page
    receipt.json.write_bytes(receipt.json.read_bytes().replace(b'"tient":true', b'"tient":false'))
    assert subprocess.run(verify, capture_output=True, check=False).returncode != 0
    assert list((factory.root / "build").glob(".preuve-*")) == []


@pytest.mark.parametrize("harm", ["absente", "ouverte", "autre"])
def test_a_key_that_cannot_serve(harm: str, factory: Factory, tmp_path: Path) -> None:
    key = tmp_path / "cle.pem"
    if harm != "absente":
        kind = ["rsa"] if harm == "autre" else ["ed25519"]
        subprocess.run(
            ["openssl", "genpkey", "-algorithm", *kind, "-out", key], check=True,
            capture_output=True,
        )  # fmt: skip
        key.chmod(0o644 if harm == "ouverte" else 0o600)
    settings = factory.root / "usine.yaml"
    before = settings.read_text()
    settings.write_text(before + f"preuves: {{cle: {key}}}\n")
    try:
        with pytest.raises(UsageError, match="cle-de-preuve-inutilisable"):
            proved(factory)
    finally:
        settings.write_text(before)


def test_a_file_of_the_bag(factory: Factory, copy: Path, tmp_path: Path) -> None:
    (copy / "data/LISEZMOI.md").unlink()
    (copy / "data/sources/contenu/vie/clubs.md").write_text("# Autre\n")
    (copy / "data/x").touch()
    found = named(judged(factory, copy, tmp_path))
    assert (Where.EXPORT, Nature.MANQUE, "data/LISEZMOI.md") in found
    assert (Where.EXPORT, Nature.ALTERE, "data/sources/contenu/vie/clubs.md") in found
    assert (Where.EXPORT, Nature.SURPLUS, "data/x") in found
    assert (Where.SOURCES, Nature.ALTERE, "contenu/vie/clubs.md") in found
    assert (Where.REBUILT, Nature.ALTERE, "vie/clubs/index.html") in found


@pytest.mark.slow
def test_any_one_file_of_the_bag(copy: Path) -> None:
    """Whichever is other by one byte, or gone: that one is named, and no other; its lists too."""
    for path in sorted(tree(copy)):
        real = copy / path
        data = real.read_bytes()
        for nature, harm in ((Nature.ALTERE, data[:-1] + b"!" * 2), (Nature.MANQUE, None)):
            real.unlink()
            if harm is not None:
                real.write_bytes(harm)
            (found,) = verifying.differences(copy)
            assert (found.ou, found.nature, found.fichier) == (Where.EXPORT, nature, path)
            real.write_bytes(data)
    assert list(verifying.differences(copy)) == []


@pytest.mark.slow
def test_any_one_file_of_the_site_and_of_the_store(commune: Commune, tmp_path: Path) -> None:
    manifest = commune.manifest
    site = shutil.copytree(commune.layout.generation(manifest.numero), tmp_path / "site")
    blobs = shutil.copytree(commune.output / "store", tmp_path / "store")
    store = replace(commune.layout.store, root=blobs)
    every = [(site / path, path) for path in manifest.fichiers]
    every += [(store.path(name), "") for name in manifest.blobs()]
    for real, path in every:
        data = real.read_bytes()
        for nature, harm in ((Nature.ALTERE, data + b" "), (Nature.MANQUE, None)):
            real.unlink()
            if harm is not None:
                real.write_bytes(harm)
            (found,) = (*compare.tree(manifest, site), *compare.store(manifest, store))
            assert found.nature == nature
            assert found.fichier == path or (
                not path and found.attendu in str(real).replace("/", "")
            )
            real.write_bytes(data)


@pytest.mark.slow
def test_each_source_counts(factory: Factory, copy: Path, tmp_path: Path) -> None:
    """Whichever source is gone, the site is another: nothing is in the bag for nothing."""
    sources = copy / "data/sources"
    # An act's file is in the register too, which outlives it.
    lasting = ("contenu/actes/", "registre/pieces/")
    free = {"commune.yaml", "convention.yaml", "medias/inutile.pdf", "registre/retenus.jsonl"}
    for path in sorted(tree(sources)):
        if path in free or path.startswith(lasting):
            continue
        data = (sources / path).read_bytes()
        (sources / path).unlink()
        where = {one.ou for one in judged(factory, copy, tmp_path).differences}
        assert where > {Where.EXPORT}, path
        (sources / path).write_bytes(data)


def test_the_tree_the_store_and_the_backup(
    factory: Factory, commune: Commune, copy: Path, tmp_path: Path
) -> None:
    manifest = commune.manifest
    backup = dict(manifest.sources)
    assert judged(factory, copy, tmp_path, backup).holds
    del backup["contenu/agenda/bal.md"]
    page = commune.layout.generation(manifest.numero) / "index.html"
    before = page.read_bytes()
    page.chmod(0o644)
    page.write_bytes(before + b"<!-- -->")  # the blob behind it changes as well
    try:
        found = named(judged(factory, copy, tmp_path, backup))
    finally:
        page.write_bytes(before)
        page.chmod(0o444)
    assert found == {
        (Where.SITE, Nature.ALTERE, "index.html"),
        (Where.STORE, Nature.ALTERE, "index.html"),
        (Where.BACKUP, Nature.MANQUE, "contenu/agenda/bal.md"),
    }


def test_without_the_theme_the_factory_s_own_serves(
    factory: Factory, commune: Commune, tmp_path: Path
) -> None:
    exported(factory, commune, tmp_path / "nu", with_theme=False)
    assert judged(factory, tmp_path / "nu", tmp_path).holds
    assert manifests.read(tmp_path / "nu/data/usine/manifeste.json") is not None


def test_what_cannot_be_proven_now(factory: Factory, commune: Commune) -> None:
    with locked(commune.layout):
        found = proved(factory)
    assert not found.holds and found.receipt is None
    assert [problem.code for problem in found.problems] == ["construction-en-cours"]


def test_the_command(factory: Factory, commune: Commune) -> None:
    done = factory.usine("prove", "exemple")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "exemple : prouvée. " in done.stdout and "reçu (non signé) : " in done.stdout
    done = factory.usine("prove", "exemple", "--json")
    (told,) = json.loads(done.stdout)["communes"]
    assert told["tient"] is True and Path(told["recu"]).is_file()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("restic") is None, reason="restic is not installed")
def test_the_last_backup_is_restored_and_read(tmp_path: Path) -> None:
    """A real one: whole, then with a file that is not what it was, one that is gone, then torn."""
    from coffre import Shed, fill, flip

    shed = Shed(tmp_path / "usine")
    fill(shed.commune())
    shed.build()
    assert shed.save().backups
    found = proved(shed)
    assert found.holds, found.message
    assert found.receipt is not None
    told = json.loads(found.receipt.json.read_bytes())
    assert told["sauvegarde_comparee"] is told["sauvegarde_relue"] is True
    assert "restaurée ailleurs et relue en entier" in found.receipt.page.read_text("utf-8")

    # Whoever holds the key can write a backup that is not what it says.
    forged = tmp_path / "faux"
    assert not shed.restic("restore", "latest", "--target", str(forged)).returncode
    (forged / "sources/contenu/ecole.md").write_text("# Autre chose\n")
    (forged / "sources/contenu/actes/a.pdf").unlink()
    done = shed.restic("backup", "--tag", "exemple", ".", cwd=forged)
    assert done.returncode == 0, done.stderr
    found = proved(shed)
    assert found.proof is not None and not found.holds
    assert named(found.proof) == {
        (Where.BACKUP, Nature.ALTERE, "contenu/ecole.md"),
        (Where.BACKUP, Nature.MANQUE, "contenu/actes/a.pdf"),
    }

    for pack in shed.packs():
        flip(pack)
    found = proved(shed)
    assert found.proof is not None and not found.holds and found.receipt is not None
    assert [problem.code for problem in found.problems] == ["depot-abime"]
    assert "non comparée" in found.receipt.page.read_text("utf-8")
