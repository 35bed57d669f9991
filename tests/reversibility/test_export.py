"""An export: checked by others' tools, the same bytes each time, nothing lost, nothing mixed."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import icalendar
import pytest
from depart import exported
from histoire import Commune, Factory, tree

from factory.build.lock import locked
from factory.ground.problems import UsageError
from factory.reversibility import origin
from factory.reversibility.bag import begun
from factory.reversibility.export import export
from factory.reversibility.progress import Progress, Step
from factory.tenants import source
from factory.tenants.folder import communes
from factory.tenants.usine import Usine


def test_others_tools_find_it_whole(bag: Path) -> None:
    for name in ("sha256", "sha512"):
        for manifest in (f"manifest-{name}.txt", f"tagmanifest-{name}.txt"):
            subprocess.run(
                [f"{name}sum", "-c", "--strict", "--quiet", manifest], cwd=bag, check=True
            )
    tool = [sys.executable, "-m", "bagit", "--validate", str(bag)]
    assert subprocess.run(tool, capture_output=True, check=False).returncode == 0
    (bag / "data/site/index.html").chmod(0o644)
    before = (bag / "data/site/index.html").read_bytes()
    (bag / "data/site/index.html").write_bytes(before + b" ")
    assert subprocess.run(tool, capture_output=True, check=False).returncode != 0
    (bag / "data/site/index.html").write_bytes(before)


def test_the_site_is_the_one_online(bag: Path, commune: Commune) -> None:
    assert tree(bag / "data/site") == commune.online


def test_sources_are_those_that_were_published(bag: Path, commune: Commune) -> None:
    """The others stand apart: none is lost."""
    sources, apart = tree(bag / "data/sources"), tree(bag / "data/a-part")
    assert "du Port" in sources["contenu/ecole.md"].decode()
    assert set(apart) == {"contenu/ecole.md", "contenu/demain.md", "contenu/jamais.md"}
    everything = {path: data for path, data in tree(commune.folder).items() if path not in apart}
    assert {path: sources.get(path) for path in everything} == everything
    assert "medias/inutile.pdf" in sources and "registre/actes.jsonl" in sources
    said = (bag / "data/LISEZMOI.md").read_text("utf-8")
    assert "- contenu/jamais.md" in said and "**exemple.example**" in said


def test_the_same_bytes_again(
    bag: Path, factory: Factory, commune: Commune, tmp_path: Path
) -> None:
    factory.later(days=1)
    exported(factory, commune, tmp_path / "encore")
    assert tree(tmp_path / "encore") == tree(bag)
    exported(factory, commune, tmp_path / "un.zip")
    os.utime(commune.folder / "commune.yaml")
    exported(factory, commune, tmp_path / "deux.zip")
    assert (tmp_path / "un.zip").read_bytes() == (tmp_path / "deux.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "un.zip") as archive:
        archive.extractall(tmp_path / "ouvert")
    (top,) = os.listdir(tmp_path / "ouvert")
    assert top == "exemple.example-2026-11-25"
    assert tree(tmp_path / "ouvert" / top) == tree(bag)
    assert sorted(os.listdir(tmp_path)) == ["deux.zip", "encore", "ouvert", "un.zip"]


def test_an_interrupted_export_goes_on(
    bag: Path, factory: Factory, commune: Commune, tmp_path: Path
) -> None:
    """What was written whole stays; what was torn, or is no longer wanted, goes."""
    left = tmp_path / ".export.partiel"
    shutil.copytree(bag, left)
    for gone in ("manifest-sha256.txt", "data/site/index.html"):
        (left / gone).unlink()
    (left / "data/site/404.html").chmod(0o644)
    (left / "data/site/404.html").write_bytes(b"<!doctype")
    (left / "data/site/vieux").mkdir()
    (left / "data/site/vieux/index.html").write_bytes(b"d'une autre fois")
    done = exported(factory, commune, tmp_path / "export")
    assert done.repris > 50
    assert tree(tmp_path / "export") == tree(bag)


def test_without_the_theme(bag: Path, factory: Factory, commune: Commune, tmp_path: Path) -> None:
    exported(factory, commune, tmp_path / "nu", with_theme=False)
    left = set(tree(bag)) - set(tree(tmp_path / "nu"))
    assert left and all(path.startswith("data/usine/theme/") for path in left)
    assert b'"theme"' not in (tmp_path / "nu/data/usine/usine.yaml").read_bytes()
    assert "data/usine/verrou.txt" in tree(bag) and "data/usine/LICENCE.txt" in tree(bag)


def test_no_mark_of_the_metropole_leaves(bag: Path) -> None:
    """Neither its name nor its sites in what made the pages; its name is where the law wants it."""
    marks = re.compile(rb"ampmetropole|aix-marseille", re.I)
    theme = {path for path in tree(bag) if path.startswith("data/usine/theme/")}
    named = {path for path, data in tree(bag).items() if marks.search(data)}
    assert theme and not theme & named
    pages = {path.removeprefix("data/site/") for path in named if path.startswith("data/site/")}
    legal = {f"{name}/index.html" for name in ("mentions-legales", "donnees-personnelles")}
    assert {path for path in pages if path.endswith(".html")} == legal
    said = (bag / "data/LISEZMOI.md").read_text("utf-8")
    assert "`site/mentions-legales/` et" in said and "`site/donnees-personnelles/`" in said


def test_the_inventory(bag: Path, commune: Commune) -> None:
    folder = bag / "data/inventaire"
    pages = {
        page["url"]: page for page in json.loads((folder / "pages.json").read_bytes())["pages"]
    }
    html = {path for path in commune.online if path.endswith(".html") and path != "404.html"}
    assert {page["fichier_site"].removeprefix("site/") for page in pages.values()} == html - {
        "clubs/index.html"
    }
    assert pages["/ecole/"]["markdown"].startswith("# École « du Port »")
    assert "<img" in pages["/ecole/"]["html"] and pages["/ecole/"]["titre"].startswith("École")
    assert pages["/actualites/fete/"]["date"] == "2026-03-03"
    assert json.loads((folder / "menus.json").read_bytes())["pied"]
    assert json.loads((folder / "contacts.json").read_bytes())["mairie"]["nom"]
    (act,) = json.loads((folder / "actes.json").read_bytes())["actes"]
    assert act["url"] == "/actes/tarifs/" and act["moment"].startswith("2026-11-23")
    assert (folder / "deliberations.csv").read_bytes() == commune.online["actes/deliberations.csv"]
    with (folder / "medias.csv").open(encoding="utf-8", newline="") as file:
        rows = {(row["fichier"], row["texte_alternatif"]) for row in csv.DictReader(file)}
    assert ("sources/contenu/ecole.jpg", "La cour") in rows
    events = icalendar.Calendar.from_ical((folder / "evenements.ics").read_bytes()).walk("VEVENT")
    assert {str(event["SUMMARY"]) for event in events} == {"Bal", "Concert"}
    with (folder / "redirections.csv").open(encoding="utf-8", newline="") as file:
        moved = {row["ancienne_adresse"]: row for row in csv.DictReader(file)}
    assert moved["/clubs/"]["nouvelle_adresse"] == "/vie/clubs/"
    assert moved["/partie/"]["code"] == "410"


def test_the_register_of_processing(bag: Path) -> None:
    """GDPR, art. 30.1: to be read, and as data."""
    folder = bag / "data/registres"
    page = (folder / "traitements.html").read_text("utf-8")
    assert "article 30.1 du RGPD" in page and "Commune d’Exemple" in page
    with (folder / "traitements.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["rubrique"]: row["contenu"] for row in csv.DictReader(file)}
    told = json.loads((folder / "traitements.json").read_bytes())
    assert {one["rubrique"]: one["contenu"] for one in told["rubriques"]} == rows
    assert rows["b) Finalités"] == "Site de la commune" and len(rows) == 9
    assert "`registres/`" in (bag / "data/LISEZMOI.md").read_text("utf-8")


def test_without_a_convention_there_is_no_register(tmp_path: Path) -> None:
    factory = Factory(tmp_path / "usine")
    commune = factory.commune()
    factory.build()
    exported(factory, commune, tmp_path / "sac")
    assert not (tmp_path / "sac/data/registres").exists()
    said = (tmp_path / "sac/data/LISEZMOI.md").read_text("utf-8")
    assert "faute d’une convention" in said and "l’usine ne le garde pas" in said


def test_who_left_files_in_the_drop(tmp_path: Path) -> None:
    factory = Factory(tmp_path / "usine")
    commune = factory.commune()
    (factory.root / "cles").mkdir()
    (factory.root / "cles/exemple.pub").write_text(
        "# les agents\nssh-ed25519 AAAAC3Nz= Secrétariat de mairie\n"
        'restrict,command="x" ecdsa-sha2-nistp256 AAAAE2Vj= Poste 2\n'
    )
    settings = factory.root / "usine.yaml"
    settings.write_text(settings.read_text() + "depots: {cles: cles, git: [exemple]}\n")
    factory.build()
    exported(factory, commune, tmp_path / "sac")
    with (tmp_path / "sac/data/registres/agents.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["agent"], row["type"], row["cle"]) for row in csv.DictReader(file)]
    assert rows == [
        ("Secrétariat de mairie", "ssh-ed25519", "AAAAC3Nz="),
        ("Poste 2", "ecdsa-sha2-nistp256", "AAAAE2Vj="),
    ]
    said = (tmp_path / "sac/data/LISEZMOI.md").read_text("utf-8")
    assert "`registres/agents.csv`" in said and "`git clone`" in said


def test_who_waits_is_told(factory: Factory, commune: Commune, tmp_path: Path) -> None:
    """Each step, in order, and how far it has come: for an interface that shows it."""
    said: list[Progress] = []
    exported(factory, commune, tmp_path / "sac.zip", told=said.append)
    assert list(dict.fromkeys(one.etape for one in said)) == list(Step)
    files = [one for one in said if one.etape is Step.FILES]
    assert [one.fait for one in files] == list(range(files[-1].total + 1))


def test_the_settings_come_back(bag: Path, factory: Factory) -> None:
    """What shapes a page is read again as it was."""
    data = (bag / "data" / origin.SETTINGS).read_bytes()
    bound = source.read(Usine, data, file="usine.yaml")
    assert bound.problems == () and bound.value is not None
    assert bound.value.metropole == factory.campaign().settings.metropole


def test_when_there_is_nothing_to_export(tmp_path: Path) -> None:
    factory = Factory(tmp_path / "usine")
    (tmp_path / "plein").mkdir()
    (tmp_path / "plein/x").touch()
    commune = factory.commune("autre")
    campaign = factory.campaign()
    (tenant,) = communes(campaign.settings, ["autre"]).tenants

    def code() -> str:
        found = export(campaign, tenant, tmp_path / "sac")
        return getattr(found, "code", "")

    with pytest.raises(UsageError, match="export-existant"):
        export(campaign, tenant, tmp_path / "plein")
    assert code() == "export-hors-ligne"
    factory.build(index=False)
    assert code() == "export-inacheve"
    factory.build()
    with locked(commune.layout):
        assert code() == "construction-en-cours"
    with begun(tmp_path / ".sac.partiel"):
        assert code() == "export-en-cours"
    blob = commune.layout.store.path(commune.manifest.fichiers["index.html"].blob)
    blob.chmod(0o644)
    blob.write_bytes(b"autre chose")
    assert code() == "export-fichier-perdu"
    assert not (tmp_path / "sac").exists()


@pytest.mark.slow
def test_killed_at_any_moment_it_is_taken_up(
    bag: Path, factory: Factory, commune: Commune, tmp_path: Path
) -> None:
    """SIGKILL: no half of an export ever stands under its name, and the next run ends it."""
    command = [sys.executable, "-c", "from factory.cli import main; main()", "export", "exemple",
               "--to", str(tmp_path / "export")]  # fmt: skip
    killed = 0
    for least in (1, 60, 150, 240):
        run = subprocess.Popen(
            command, cwd=factory.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while run.poll() is None:
            if sum(1 for _ in tmp_path.glob(".export.partiel/data/**/*")) >= least:
                run.kill()
                run.wait()
                killed += 1
        if run.returncode == 0:
            break
        assert not (tmp_path / "export").exists()
    assert killed
    if not (tmp_path / "export").exists():
        assert exported(factory, commune, tmp_path / "export").repris
    assert tree(tmp_path / "export") == tree(bag)
    assert sorted(os.listdir(tmp_path)) == ["export"]


@pytest.mark.slow
def test_killed_while_it_is_packed(tmp_path: Path) -> None:
    """Nothing is left of the archive that was being written, and the next run gives it whole."""
    factory = Factory(tmp_path / "usine")
    commune = factory.commune()
    for number in range(3):
        commune.write(f"medias/{number}.pdf", b"%PDF-1.4 " + os.urandom(10_000_000))
    factory.build()
    to = tmp_path / "sortie"
    to.mkdir()
    command = [sys.executable, "-c", "from factory.cli import main; main()", "export", "exemple",
               "--to", str(to / "sac.zip")]  # fmt: skip
    run = subprocess.Popen(command, cwd=factory.root, stdout=subprocess.DEVNULL)
    while run.poll() is None and not (to / ".sac.zip.partiel.zip").exists():
        time.sleep(0.001)
    run.kill()
    run.wait()
    assert not (to / "sac.zip").exists() and (to / ".sac.zip.partiel.zip").exists()
    assert exported(factory, commune, to / "sac.zip").repris > 3
    assert os.listdir(to) == ["sac.zip"]
    exported(factory, commune, to / "autre.zip")
    assert (to / "sac.zip").read_bytes() == (to / "autre.zip").read_bytes()
