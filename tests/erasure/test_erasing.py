"""A person asks a town hall to be forgotten: what is erased, and what never moves."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from coffre import codes, fresh
from gomme import CANARY, PARTY, PHOTO, PRIZE, Gum, story, town
from histoire import tree

from factory.archive import erasures
from factory.archive.nights import Outcome, Verdict
from factory.backup import purging
from factory.backup.purging import Fate
from factory.build import hold
from factory.erasure.erasing import Erased
from factory.ground.problems import UsageError
from factory.reception import sources
from factory.reversibility.export import export
from factory.reversibility.importing import bring
from factory.reversibility.receipt import Kept
from factory.serving import sites

URL = "actualites/prix/index.html"


class Story:
    """One erasure, told by several tests: the factory before it, and after."""

    def __init__(self, root: Path) -> None:
        self.gum = gum = Gum(root, "preuves: {cle: preuves.pem}\n")
        subprocess.run(
            ["openssl", "genpkey", "-algorithm", "ed25519", "-out", str(root / "preuves.pem")],
            check=True, capture_output=True,
        )  # fmt: skip
        (root / "preuves.pem").chmod(0o600)
        town(gum)
        town(gum, "voisine")
        assert all(report.number == 1 for report in gum.build().values())
        (root / "build/.apercu").mkdir()
        shutil.copytree(root / "build/exemple", root / "build/.apercu/exemple", symlinks=True)
        assert gum.save().backups
        gum.later(hours=1)
        self.bag = root / "sacs/exemple"
        export(gum.campaign(), gum.tenant(), self.bag)
        gum.commune().write("contenu/neuf.md", "# Neuf\n")
        gum.build()
        self.before = gum.commune().online
        self.theirs = {of: gum.traces("", of=of) for of in ("tenants/voisine", "build/voisine")}
        self.neighbour = tree(root / "build/voisine/public")
        gum.later(hours=1)
        self.done: Erased = gum.erase(PRIZE, PHOTO)
        self.receipt: Kept = gum.close(self.done)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "YOUNG", -(10**15))
        yield Story(tmp_path_factory.mktemp("gomme") / "usine")


def test_nothing_is_left_in_any_folder(told: Story) -> None:
    assert told.done.restes == {} and told.done.a_la_main == ()
    # The other story still names the person: it was not asked for.
    left = told.gum.traces("Zéphyr-Canari", "remise.jpg", of="tenants/exemple")
    assert left <= {"tenants/exemple/registre/retenus.jsonl"}
    assert not told.gum.traces("Zéphyr-Canari", of="build/exemple")
    assert not told.gum.traces("Zéphyr-Canari", of="build/.apercu")
    assert not told.gum.traces("Zéphyr-Canari", of="memoire")
    assert not (told.gum.root / "tenants/exemple/.effacement").exists()
    found = told.gum.search(CANARY)
    assert found.entiers == (PARTY,) and PRIZE not in found.anciens


def test_the_rest_of_the_site_is_as_it_was(told: Story) -> None:
    after = told.gum.commune().online
    gone = {path for path in told.before if path not in after}
    assert URL in gone and not any(path.startswith("neuf") for path in gone)
    pages = {
        p for p in told.before if p.startswith(("neuf/", "ecole/", "actes/", "actualites/fete"))
    }
    assert pages and all(after[path] == told.before[path] for path in pages)
    assert "/actualites/prix/" in told.gum.commune().manifest.disparues
    assert told.gum.commune().layout.numbers() == {told.done.generation}
    # What the web server answers 410 for (tests/serving asks a real one).
    served = sites.published(told.gum.settings).sites
    gone_now = {url for one in served if one.commune == "exemple" for url in one.disparues}
    assert "/actualites/prix/" in gone_now and "/actualites/fete/" not in gone_now


def test_the_other_communes_are_untouched(told: Story) -> None:
    assert tree(told.gum.root / "build/voisine/public") == told.neighbour
    for of, names in told.theirs.items():
        assert told.gum.traces("", of=of) == names
    assert (told.gum.commune("voisine").folder / PRIZE).exists()


def test_the_ledger_and_the_receipt_name_nothing(told: Story) -> None:
    ledger = (told.gum.root / "memoire" / erasures.FILE).read_text()
    page, data = told.receipt.page.read_text(), told.receipt.json.read_text()
    for word in ("prix", "remise", "Canari", "canari", "actualites", "13999"):
        assert word not in ledger and word not in page and word not in data, word
    assert "non vérifiable avant son expiration, le" in page or "retiré des sauvegardes" in page
    assert "article 19" in page and "courrier du 12" in page


def test_the_receipt_is_verified_by_a_public_tool(told: Story, tmp_path: Path) -> None:
    key = tmp_path / "cle.pub.pem"
    private = told.gum.root / "preuves.pem"
    subprocess.run(["openssl", "pkey", "-in", private, "-pubout", "-out", key], check=True)
    assert told.receipt.signature is not None
    done = subprocess.run(
        ["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", key,
         "-in", told.receipt.json, "-sigfile", told.receipt.signature],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_an_older_backup_does_not_bring_it_back(told: Story, tmp_path: Path) -> None:
    restored = told.gum.restore(tmp_path / "retour")
    assert restored.snapshot is not None and PRIZE in restored.erased
    back = tree(tmp_path / "retour")
    assert PRIZE not in back and PHOTO not in back and PARTY in back
    assert not any(b"Z\xc3\xa9phyr-Canari" in data for data in back.values())


@pytest.mark.parametrize("name", ["exemple", "autre-nom"])
def test_an_older_bag_does_not_either(told: Story, tmp_path: Path, name: str) -> None:
    other = Gum(tmp_path / "usine")
    shutil.copytree(told.gum.root / "memoire", other.root / "memoire")
    found = bring(other.campaign(), told.bag, name)
    assert not found.problems
    assert any(one.startswith(f"{PRIZE} : effacé depuis") for one in found.non_repris)
    assert not other.traces("Zéphyr-Canari", of="tenants") | other.traces(
        "Zéphyr-Canari", of="build"
    )


def test_no_generation_of_before_comes_back(told: Story) -> None:
    # One that somebody kept elsewhere, and put back in its place.
    layout = told.gum.commune().layout
    preview = told.gum.commune("voisine").layout
    shutil.copytree(preview.generation(1), layout.generation(1))
    shutil.copyfile(preview.manifest(1), layout.manifest(1))
    ledger = erasures.read(told.gum.settings.memoire)
    try:
        with pytest.raises(UsageError, match="generation-occultee"):
            hold.roll_back(layout, 1, "moi", "essai", told.gum.moment, ledger=ledger)
    finally:
        shutil.rmtree(layout.generation(1))
        layout.manifest(1).unlink()


# -- former versions, addresses, backups ---------------------------------------------------------


@pytest.fixture
def gum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gum:
    monkeypatch.setattr(sources, "YOUNG", -(10**15))
    gum = Gum(tmp_path / "usine")
    town(gum)
    gum.build()
    return gum


@pytest.mark.slow
def test_the_corrected_text_stays_without_its_former_versions(gum: Gum, tmp_path: Path) -> None:
    gum.save()
    corrected = story("La fête", "Avec une habitante.")
    gum.later(hours=1)
    gum.commune().write(PARTY, corrected)
    gum.build()
    gum.later(hours=1)
    gum.save()
    gum.later(hours=1)
    done = gum.erase(PARTY, versions=True)
    gum.close(done)
    assert gum.commune().read(PARTY) == corrected
    assert "habitante" in gum.commune().page("/actualites/fete/")
    assert not gum.traces("ZÉPHYR-CANARI")
    # The backup of before the correction does not bring it back; the one of after has it.
    first = gum.listed().snapshots[0]
    older = gum.restore(tmp_path / "ancien", wanted=gum.asked(first.id))
    assert PARTY in older.erased and not (tmp_path / "ancien" / PARTY).exists()
    newer = gum.restore(tmp_path / "recent")
    assert newer.erased == () and (tmp_path / "recent" / PARTY).read_text() == corrected


def test_a_text_that_does_not_load_is_no_correction(gum: Gum) -> None:
    gum.commune().write(PARTY, "---\ntitre: [\ndate: jamais\n---\nAvec une habitante.\n")
    before = tree(gum.commune().folder)
    done = gum.erase(PARTY, versions=True)
    assert "effacement-non-commence" in codes(done.problems)
    assert tree(gum.commune().folder) == before
    assert not (gum.root / "memoire" / erasures.FILE).exists()


def test_an_address_that_names_the_person_is_forgotten_too(gum: Gum) -> None:
    path = "contenu/elus/elodie-zephyr-canari.md"
    gum.commune().write(
        path, f"---\ntitre: {CANARY}\nprenom: Élodie\nnom: Z.\nfonction: élue\n---\n"
    )
    gum.build()
    gum.commune().remove(PRIZE).remove(PARTY)
    gum.build()
    assert gum.search(CANARY).nommes == (path,)
    done = gum.erase(path, PRIZE, PARTY, addresses=True)
    gum.close(done)
    assert done.restes == {}
    assert not gum.traces("zephyr-canari", "Zéphyr-Canari", "ZÉPHYR-CANARI")
    gum.later(hours=1)
    gum.build()
    assert not gum.traces("zephyr-canari")


def test_what_cannot_be_published_erases_nothing(gum: Gum) -> None:
    gum.commune().write("contenu/neuf.md", "# Neuf\n")
    gum.build()
    hold.roll_back(gum.commune().layout, None, "moi", "essai", gum.moment)
    before = tree(gum.commune().folder), tree(gum.commune().output / "public")
    done = gum.erase(PRIZE, PHOTO)
    assert codes(done.problems) == ["publication-suspendue", "effacement-non-commence"]
    assert (tree(gum.commune().folder), tree(gum.commune().output / "public")) == before
    assert not (gum.root / "memoire" / erasures.FILE).exists()


@pytest.mark.slow
def test_the_backups_that_hold_it_can_be_forgotten_at_once(gum: Gum, tmp_path: Path) -> None:
    gum.save()
    gum.later(hours=1)
    (done,) = gum.erase(PRIZE, PHOTO, PARTY, forget=True).sauvegardes
    assert (done.sort, done.snapshots) == (Fate.OUBLIE, 1)
    assert len(gum.listed().snapshots) == 1
    whole = tmp_path / "brut"
    assert gum.restic("restore", "latest", "--target", str(whole)).returncode == 0
    assert not any(b"phyr-Canari" in data for data in tree(whole).values())


@pytest.mark.slow
def test_a_restic_that_rewrites_cuts_it_out_of_each_backup(gum: Gum, tmp_path: Path) -> None:
    if not purging.cuts():
        pytest.skip("restic 0.15 ou plus récent n’est pas installé")
    gum.save()
    gum.later(hours=1)
    gum.commune().write("contenu/neuf.md", "# Neuf\n")
    gum.build()
    gum.save()
    before = gum.listed().snapshots
    gum.later(hours=1)
    done = gum.erase(PRIZE, PHOTO, PARTY)
    gum.close(done)
    (place,) = done.sauvegardes
    assert (place.sort, place.snapshots) == (Fate.COUPE, 2)
    after = gum.listed().snapshots
    assert [one.moment for one in after] == [one.moment for one in before]
    for one in after:
        whole = fresh(tmp_path / "brut")
        assert gum.restic("restore", one.id, "--target", str(whole)).returncode == 0
        assert not any(b"phyr-Canari" in data for data in tree(whole).values())
        assert (whole / "sources/contenu/ecole.md").exists()
    # Nothing is left to cut, and the backup is still known for what it is.
    assert [one.sort for one in gum.purge("exemple")] == [Fate.RIEN]
    drilled = gum.drill(wanted=gum.asked(after[0].id))
    assert drilled.outcome is not Outcome.ECHEC and not drilled.differences
    gum.save()
    assert gum.drill().trial.verdict is Verdict.PROUVEE


@pytest.mark.slow
def test_a_place_that_only_takes_additions_is_waited_for(tmp_path: Path) -> None:
    gum = Gum(tmp_path / "usine", "  ajout_seul: oui\n  conservation: {jours: 10, mois: 1}\n")
    town(gum)
    gum.build()
    gum.save()
    gum.later(hours=1)
    (done,) = gum.erase(PRIZE).sauvegardes
    assert (done.sort, done.snapshots) == (Fate.ATTENTE, 1)
    assert str(done.jusqu_au) == "2027-01-19"
    assert len(gum.listed().snapshots) == 1
