"""`usine check` as a whole: what it says, in which order, what it leaves alone."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from histoire import Commune, Factory

from factory.audit.audit import Audit, audit
from factory.tenants import folder

ROOT = Path(__file__).resolve().parents[2]
CHECKER = ROOT / "tests/outils/node_modules/vnu-jar/build/dist/vnu.jar"
AXE = ROOT / "tests/outils/node_modules/axe-core"
CHROMIUM = shutil.which("chromium")

FAULTY = """---
titre: La piscine
revoir_le: 1er mars 2026
---
Pour les horaires, [cliquez ici](absente.md). ![](../medias/place.jpg)

#### Le matin
"""


@pytest.fixture
def commune(factory: Factory) -> Commune:
    commune = factory.commune()
    commune.picture("medias/place.jpg").write("contenu/piscine.md", FAULTY)
    factory.build()
    return commune


def answer(factory: Factory, *words: str) -> tuple[dict[str, Any], int]:
    done = factory.usine("check", "--json", *words)
    assert done.stderr == ""
    return json.loads(done.stdout), done.returncode


def checked(factory: Factory) -> list[Audit]:
    """In this process, where stamps are trusted at once."""
    campaign = factory.campaign()
    return list(audit(campaign, folder.communes(campaign.settings).tenants))


def state(root: Path) -> dict[str, tuple[int, int]]:
    """Every file of the factory, as stat sees it."""
    files = (path for path in root.rglob("*") if path.is_file())
    return {str(p): (p.stat().st_ino, p.stat().st_mtime_ns) for p in files}


def test_what_harms_most_comes_first_and_nothing_is_said_twice(
    factory: Factory, commune: Commune
) -> None:
    told, code = answer(factory, "exemple")
    assert (told["version"], told["code"], code) == (1, 1, 1)
    (one,) = told["communes"]
    assert one["nom"] == "Commune d’Exemple"
    assert one["pages"] == sum(one["ecoindex"].values()) > 3
    found = [(c["prejudice"], c["code"], c["critere"]) for c in one["constats"]]
    assert found == sorted(found, key=lambda entry: entry[0])
    assert {entry for entry in found if entry[0] < 4} == {
        (1, "image-sans-alternative", "1.1"),
        (1, "lien-mort", ""),
        (2, "lien-vague", "6.1"),
        (2, "niveau-de-titre-saute", "9.1"),
        (3, "revision-depassee", ""),
    }
    assert len(found) == len(set(found))
    assert {c["file"] for c in one["constats"] if c["prejudice"] < 4} == {"contenu/piscine.md"}


def test_a_check_changes_nothing(factory: Factory, commune: Commune) -> None:
    before = state(factory.root)
    answer(factory)
    assert state(factory.root) == before
    # Nor where a site has to be made aside in order to be looked at.
    commune.write("contenu/ecole.md", "# L’école\n\nElle ouvre à 8 h.\n")
    before = state(factory.root)
    told, _ = answer(factory)
    assert not told["communes"][0]["en_ligne"]
    assert state(factory.root) == before


def test_the_site_is_the_one_that_the_files_give(factory: Factory, commune: Commune) -> None:
    assert [one.online for one in checked(factory)] == [True]
    (before,) = checked(factory)
    commune.write("contenu/ecole.md", "# L’école\n\n[Ici](accueil.md), un [lien](perdu.md).\n")
    (after,) = checked(factory)
    assert not after.online
    assert len(after.weights) == len(before.weights) + 1
    said = {f.problem.code for f in after.findings if f.problem.file.endswith("ecole.md")}
    assert {"lien-vague", "lien-mort"} <= said
    assert "/ecole/" not in commune.online


def test_a_draft_is_read_before_it_is_published(factory: Factory, commune: Commune) -> None:
    commune.write(
        "contenu/projet.md", "---\nbrouillon: oui\n---\n[Cliquez ici](https://exemple.fr)\n"
    )
    told, _ = answer(factory)
    assert [c["code"] for c in told["communes"][0]["constats"] if "projet" in c["file"]] == [
        "lien-vague"
    ]


def test_nothing_to_mend_is_said_and_is_zero(factory: Factory) -> None:
    factory.commune()
    done = factory.usine("check")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.match(r"exemple : rien à corriger ; \d+ pages lues, EcoIndex : \d+ A", done.stdout)


def test_a_commune_that_cannot_be_read_does_not_hide_the_others(
    factory: Factory, commune: Commune
) -> None:
    factory.commune("vide").remove("commune.yaml")
    told, code = answer(factory)
    assert code == 1
    by_name = {one["commune"]: one for one in told["communes"]}
    assert by_name["exemple"]["pages"] > 3
    assert by_name["vide"]["pages"] == 0
    assert [c["code"] for c in by_name["vide"]["constats"]] == ["commune-sans-configuration"]


def test_the_duties_are_told_when_asked(factory: Factory, commune: Commune) -> None:
    done = factory.usine("check", "exemple", "--obligations")
    assert "Ce que la loi demande de publier" in done.stdout
    assert re.search(r"non satisfaite : .* \(.*article", done.stdout)
    assert "Ce que la loi" not in factory.usine("check", "exemple").stdout


@pytest.fixture
def report(factory: Factory, commune: Commune) -> Path:
    factory.commune("autre")
    done = factory.usine("check", "--html", "rapport.html", "--obligations")
    assert done.returncode == 1 and "Rapport : rapport.html" in done.stdout
    return factory.root / "rapport.html"


def test_the_report_says_it_all_to_an_agent(report: Path) -> None:
    html = report.read_text("utf-8")
    assert html.index("Empêche de lire") < html.index("Gêne la lecture") < html.index("À améliorer")
    assert "fichier <code>contenu/piscine.md</code>, ligne 5" in html
    assert "RGAA 4.1, critère 1.1 : Chaque image porteuse d’information" in html
    assert "Ce que la loi demande de publier" in html
    assert not re.search(r"(?:src|href)=.?https?:", html)


def test_what_is_mended_one_way_is_told_once_and_the_rest_is_folded(factory: Factory) -> None:
    links = "\n\n".join(f"[Le tarif {n}](tarif-{n}.md)." for n in range(9))
    factory.commune().write("contenu/liens.md", f"# Des liens\n\n{links}\n")
    factory.usine("check", "--html", "rapport.html")
    html = (factory.root / "rapport.html").read_text("utf-8")
    assert "<summary>Et 5 autres à corriger de la même façon</summary>" in html
    assert html.count("<details>") == html.count("</details>") == 1
    assert html.count("Corrigez le chemin") == 1
    assert html.count("ne mène à aucun fichier") == 9


@pytest.mark.skipif(
    not (CHECKER.exists() and shutil.which("java")), reason="the Nu HTML checker needs `make tools`"
)
def test_the_report_is_valid(report: Path) -> None:
    command = ["java", "-jar", str(CHECKER), "--format", "json", str(report)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert json.loads(done.stderr)["messages"] == []


@pytest.mark.skipif(not (CHROMIUM and AXE.exists()), reason="axe and Chromium need `make tools`")
def test_the_report_is_accessible(report: Path) -> None:
    from factory.audit import browser

    tools = browser.tools({browser.VARIABLE: str(AXE)}, report.parent)
    with tools.opened() as window:
        for scheme, width in browser.VIEWS:
            window.tab.emulate_media(color_scheme=scheme)
            window.tab.set_viewport_size({"width": width, "height": 900})
            window.tab.goto(report.as_uri())
            assert window.violations() == []
            wide = "document.documentElement.scrollWidth - innerWidth"
            assert window.tab.evaluate(wide) <= 0


def test_a_report_needs_a_folder_that_exists(factory: Factory) -> None:
    factory.commune()
    done = factory.usine("check", "--html", "absent/rapport.html")
    assert done.returncode == 2
    assert "[rapport-sans-dossier] Le dossier « absent » n’existe pas" in done.stderr


def test_what_a_browser_needs_is_asked_for_at_once(factory: Factory, commune: Commune) -> None:
    done = factory.usine("check", "--navigateur", environment={"USINE_AXE": "nulle-part"})
    assert done.returncode == 2
    assert "[navigateur-absent] axe-core n’est pas dans le dossier « nulle-part »." in done.stderr
    assert done.stdout == ""


@pytest.mark.skipif(not (CHROMIUM and AXE.exists()), reason="axe and Chromium need `make tools`")
def test_a_browser_sees_what_only_it_can(factory: Factory, commune: Commune) -> None:
    style = factory.root / "theme" / "assets" / "style.css"
    style.write_text(
        style.read_text("utf-8") + "\nmain p { color: #ccc; background: #fff }\n", "utf-8"
    )
    factory.build()
    found = factory.usine(
        "check", "exemple", "--json", "--navigateur", environment={"USINE_AXE": str(AXE)}
    )
    (one,) = json.loads(found.stdout)["communes"]
    assert one["navigateur"]
    seen = [c for c in one["constats"] if c["code"] == "regle-axe"]
    assert "3.2" in {c["critere"] for c in seen}
    assert "/piscine/" in {url for c in seen for url in c["pages"]}
    assert any("contraste" in c["message"] for c in seen)


def test_the_help_is_in_french(factory: Factory) -> None:
    told = factory.usine("check", "--help").stdout
    assert "n’empêche jamais de publier" in " ".join(told.split())
    assert os.linesep in told
