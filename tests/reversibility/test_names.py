"""Files leave under the names that people give them, whatever tool opens the archive; a name that
would lose a file somewhere is told before it leaves."""

import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from depart import exported
from histoire import Commune, Factory, tree

from factory.ground.problems import Problem
from factory.nightly.leaving import leave
from factory.reversibility.importing import bring
from factory.reversibility.readme import refused_by_windows
from factory.tenants import folder

NAMES = (
    "Été à l’île.pdf", unicodedata.normalize("NFD", "Forêt.pdf"), "שלום עולם.pdf", "日本語.pdf",
    "fête 👨\u200d👩\u200d👧 🎉.pdf", "menu\u00a0cantine.pdf", "vide.pdf", "a" * 240 + ".pdf",
    "50%25.pdf", "deux  espaces.pdf", "' apostrophe \" guillemet.pdf", "#dièse & co.pdf",
    "-tiret.pdf", "a:b?.pdf", "COM1.pdf", "point..pdf",
)  # fmt: skip
OPENERS = {
    "unzip": ["unzip", "-q", "{zip}", "-d", "{to}"],
    "7zz": ["7zz", "x", "-bso0", "{zip}", "-o{to}"],
    "python": [sys.executable, "-m", "zipfile", "-e", "{zip}", "{to}"],
}


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> tuple[Factory, Commune, Path]:
    """A commune whose files have every kind of name, and its export as a folder and a zip."""
    root = tmp_path_factory.mktemp("noms")
    factory = Factory(root / "usine")
    commune = factory.commune().write("contenu/aux.md", "# Auxiliaires de vie\n")
    for name in NAMES:
        commune.write(f"medias/{name}", b"" if name == "vide.pdf" else b"%PDF-1.4 " + name.encode())
    factory.build()
    exported(factory, commune, root / "sac")
    exported(factory, commune, root / "sac.zip")
    return factory, commune, root


@pytest.mark.parametrize("tool", OPENERS)
def test_whatever_opens_it(tool: str, named: tuple[Factory, Commune, Path], tmp_path: Path) -> None:
    command = [word.format(zip=named[2] / "sac.zip", to=tmp_path) for word in OPENERS[tool]]
    if shutil.which(command[0]) is None:
        pytest.skip(f"{tool} is not on this machine")
    subprocess.run(command, check=True, capture_output=True)
    (opened,) = tmp_path.iterdir()
    assert tree(opened) == tree(named[2] / "sac")
    check = ["sha256sum", "-c", "--strict", "--quiet", "manifest-sha256.txt"]
    subprocess.run(check, cwd=opened, check=True)


def test_they_all_come_back(named: tuple[Factory, Commune, Path], tmp_path: Path) -> None:
    factory, commune, root = named
    sources = tree(root / "sac/data/sources")
    assert {f"medias/{unicodedata.normalize('NFC', name)}" for name in NAMES} <= set(sources)
    elsewhere = Factory(tmp_path / "autre-usine")
    elsewhere.moment = factory.moment
    found = bring(elsewhere.campaign(), root / "sac.zip", "revenue")
    assert found.identical and not found.non_repris, found.problems
    assert elsewhere.commune("revenue").online == commune.online


def test_what_windows_refuses_is_listed(named: tuple[Factory, Commune, Path]) -> None:
    said = (named[2] / "sac/data/LISEZMOI.md").read_text("utf-8")
    for path in ("sources/medias/a:b?.pdf", "site/aux/index.html", "sources/medias/COM1.pdf"):
        assert f"- {path}" in said
    fine = ("auxiliaire/a.md", "console.md", "a/com.pdf", "point..pdf", "été 🎉.pdf", ".htaccess")
    assert refused_by_windows(fine) == ()
    assert len(refused_by_windows(("a /b", "a./b", "fin.", "nul", "x/Prn.txt", "a|b"))) == 6


REFUSED = {
    "medias/Plan.pdf": "« sources/medias/plan.pdf »",
    "medias/a\\b.pdf": "barre oblique inverse",
    "medias/ligne\nsuivante.pdf": "ne se lisent pas",
    "medias/a%0Ab.pdf": "ne se lisent pas",
    "medias/\u202efdp.exe": "le sens de la lecture",
}


@pytest.mark.parametrize("path", REFUSED, ids=ascii)
def test_a_name_that_would_lose_a_file(
    path: str, named: tuple[Factory, Commune, Path], tmp_path: Path
) -> None:
    """It would be refused on arrival: it is told where it leaves, and what to do."""
    factory, commune, _ = named
    commune.write("medias/plan.pdf", b"%PDF-1.4\n").write(path, b"%PDF-1.4 autre\n")
    try:
        campaign = factory.campaign()
        (tenant,) = folder.communes(campaign.settings, [commune.slug]).tenants
        found = leave(campaign, tenant, tmp_path / "sac")
    finally:
        commune.remove("medias/plan.pdf").remove(path)
    assert isinstance(found, Problem) and found.code == "export-nom-impossible"
    assert REFUSED[path] in found.message and "Renommez le fichier" in found.remedy
    assert list(tmp_path.iterdir()) == []
