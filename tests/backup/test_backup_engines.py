"""A backup made by another engine, with another theme or other settings: what the drill can prove
and what it says that it cannot.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from coffre import Shed

from factory.archive.nights import Verdict
from factory.backup import drill
from factory.backup.restoring import Extracted, Wanted, extract
from factory.backup.target import SYSTEM
from factory.ground.moment import PARIS

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]


class Other:
    """Another version of the factory's program, that writes one word differently."""

    def __init__(self, root: Path) -> None:
        self.root = root / "autre-usine"
        shutil.copytree(
            ROOT / "factory", self.root / "factory", ignore=shutil.ignore_patterns("__pycache__")
        )
        for beside in ("themes", "locks"):
            shutil.copytree(ROOT / beside, self.root / beside)
        source = self.root / "factory/site/chrome.py"
        source.write_text(source.read_text("utf-8") + "\n# Another version.\n", "utf-8")

    def usine(self, shed: Shed, *words: str) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(
            [sys.executable, "-c", "from factory.cli import main; main()", *words],
            cwd=shed.root,
            env={**os.environ, "PYTHONPATH": str(self.root)},
            capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode in (0, 1), done.stdout + done.stderr
        return done


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Shed, Other]]:
    """A commune published and backed up by another engine than ours."""
    root = tmp_path_factory.mktemp("moteurs")
    shed, other = Shed(root / "usine"), Other(root)
    shed.commune().write("contenu/page.md", "# Une page\n\nUn texte.\n")
    other.usine(shed, "build")
    other.usine(shed, "backup", "run", "exemple")
    yield shed, other


def test_without_the_engine_of_that_day_sources_are_proven_and_pages_are_not(
    told: tuple[Shed, Other],
) -> None:
    shed, _ = told
    assert shed.commune().manifest.moteur != shed.campaign().engine
    drilled = shed.drill()
    assert drilled.trial.verdict is Verdict.SOURCES and drilled.problems == ()
    assert "celui de ce jour-là n’est pas dans les sauvegardes du système" in drilled.trial.message
    assert drilled.files >= 3 and drilled.pages == 0


def test_with_the_engine_of_that_day_kept_in_the_system_s_backup_pages_are_proven_too(
    told: tuple[Shed, Other],
) -> None:
    shed, other = told
    other.usine(shed, "backup", "run")
    shed.moment = datetime.now(PARIS) + timedelta(hours=1)
    # A history that was damaged is put aside there: it keeps nothing from being saved.
    shed.settings.memoire.mkdir(exist_ok=True)
    (shed.settings.memoire / "historique-abime-2026-01-01T000000.sqlite").write_bytes(b"abime")
    assert shed.save_system().problems == ()  # And today's, which comes after it.
    drilled = shed.drill()
    assert drilled.trial.verdict is Verdict.PROUVEE, drilled.trial.message
    assert drilled.pages == len(shed.commune().online)


def test_the_system_s_backup_holds_all_but_keys(told: tuple[Shed, Other], tmp_path: Path) -> None:
    shed, _ = told
    found = extract(shed.shelter, SYSTEM, tmp_path / "systeme")
    assert isinstance(found, Extracted)
    held = {p.name for p in found.folder.iterdir()}
    assert {"usine.yaml", "theme", "moteur", "bibliotheques", "versions.json", "usine"} <= held
    assert {"memoire", "verrous"} <= held
    assert (found.folder / "convention/depenses.csv").read_text() == "date;mandat\n"
    versions = json.loads((found.folder / "versions.json").read_text())
    assert versions["moteur"] == found.snapshot.moteur == shed.campaign().engine
    assert versions["bibliotheques"]["jinja2"]
    assert not list(found.folder.rglob("__pycache__"))
    secrets = [p.read_bytes().strip() for p in (shed.root / "cles").iterdir()]
    for path in found.folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not any(secret in data for secret in secrets), path


def test_the_theme_and_the_settings_of_that_day_are_used(told: tuple[Shed, Other]) -> None:
    shed, _ = told
    shed.build()
    assert shed.commune().manifest.moteur == shed.campaign().engine
    shed.later(hours=1)
    assert shed.save().problems == () and shed.save_system().problems == ()
    text = (shed.root / "usine.yaml").read_text()
    (shed.root / "usine.yaml").write_text(text.replace("04 00 00 00 00", "04 00 00 00 99"))
    sheet = next((shed.root / "theme/assets").rglob("*.css"))
    sheet.write_text(sheet.read_text() + "\nbody { color: black }\n")
    campaign = shed.campaign()
    assert campaign.theme.digest != shed.commune().manifest.theme
    drilled = drill.drill(
        shed.shelter, campaign, shed.tenant(), shed.moment, Wanted(target="dépôt")
    )
    assert drilled.trial.verdict is Verdict.PROUVEE, drilled.trial.message
    nowhere = replace(shed.shelter.vault, folder=shed.root / "sans")
    (shed.root / "sans").mkdir()
    shutil.copy(shed.root / "cles/exemple", shed.root / "sans/exemple")
    without = drill.drill(
        replace(shed.shelter, vault=nowhere), campaign, shed.tenant(), shed.moment
    )
    assert without.trial.verdict is Verdict.SOURCES
    assert without.trial.message.startswith("le thème a changé depuis")
