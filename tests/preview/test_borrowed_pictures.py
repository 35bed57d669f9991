"""A preview takes the pictures that the published store has, and changes nothing there."""

import io
import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image

from factory.build import publish
from factory.build.campaign import Campaign
from factory.build.layout import Layout
from factory.ground.confined.children import run_all
from factory.ground.moment import PARIS
from factory.media import batches
from factory.preview.plant import Plant
from factory.tenants import folder, settings

ROOT = Path(__file__).resolve().parents[2]
MOMENT = datetime(2026, 11, 23, 10, tzinfo=PARIS)


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    """A commune of one picture, published; and the plant that previews it."""
    commune = tmp_path / "tenants" / "exemple"
    (commune / "contenu").mkdir(parents=True)
    (commune / "commune.yaml").write_text("nom: Exemple\ncode_insee: 13999\ndomaine: a.example\n")
    (commune / "contenu/accueil.md").write_text("# Bienvenue\n\n![La place](place.jpg)\n")
    drawn = io.BytesIO()
    Image.new("RGB", (64, 48), "navy").save(drawn, "JPEG")
    (commune / "contenu/place.jpg").write_bytes(drawn.getvalue())
    theme = ROOT / "themes" / "institutional"
    (tmp_path / "usine.yaml").write_text(f"theme: {theme}\n")

    def load() -> settings.Settings:
        return settings.load(tmp_path / "usine.yaml", {}, tmp_path)

    found = Plant.open(load, tmp_path / "usine.yaml", drafts=True)
    campaign = Campaign(
        settings=found.settings,
        theme=found.theme,
        moment=MOMENT,
        carry=lambda tasks: run_all(tasks, jobs=1),
    )
    list(publish.build(campaign, folder.communes(found.settings).tenants))
    return found


@pytest.fixture
def tries(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How many files a child examined or derived since."""
    trace = plant.output("exemple") / "essais"

    for name in ("derive", "examine"):
        original = getattr(batches, name)

        def noted(*words: object, original: Callable[..., object] = original, **rest: object):  # type: ignore[no-untyped-def]
            with trace.open("a") as file:
                file.write(".")
            return original(*words, **rest)

        monkeypatch.setattr(batches, name, noted)
    task = batches._task
    monkeypatch.setattr(
        batches,
        "_task",
        lambda name, batch, work, write, limits: task(
            name, batch, work, (*write, trace.parent), limits
        ),
    )
    return lambda: len(trace.read_text()) if trace.exists() else 0


def stamps(root: Path) -> dict[str, tuple[int, int, int]]:
    found = {}
    for path in sorted(root.rglob("*")):
        status = os.lstat(path)
        found[str(path)] = (status.st_size, status.st_mtime_ns, status.st_ino)
    return found


def shown(plant: Plant) -> str:
    report = plant.build("exemple", MOMENT)
    assert report is not None and not report.faults
    return (plant.output("exemple") / "public" / "index.html").read_text()


def test_what_is_published_is_not_derived_again(plant: Plant, tries: Callable[[], int]) -> None:
    published = plant.settings.sortie / "exemple"
    before = stamps(published)
    assert "<img" in shown(plant)
    assert tries() == 0
    assert stamps(published) == before
    assert Layout(plant.output("exemple")).online() == 1


def test_the_preview_stands_on_its_own(plant: Plant) -> None:
    shown(plant)
    shutil.rmtree(plant.settings.sortie / "exemple")
    public = plant.output("exemple") / "public"
    for picture in (public / "_medias").iterdir():
        Image.open(picture).load()


def test_a_damaged_blob_is_not_taken(plant: Plant, tries: Callable[[], int]) -> None:
    published = Layout(plant.settings.sortie / "exemple")
    for picture in (published.public / "_medias").iterdir():
        data = bytearray(picture.read_bytes())
        data[-1] ^= 1
        picture.chmod(0o644)
        picture.write_bytes(bytes(data))
    assert "<img" in shown(plant)
    assert tries() == 1
    for picture in (plant.output("exemple") / "public" / "_medias").iterdir():
        Image.open(picture).load()


def test_without_a_published_site_the_preview_makes_its_own(
    plant: Plant, tries: Callable[[], int]
) -> None:
    shutil.rmtree(plant.settings.sortie / "exemple")
    assert "<img" in shown(plant)
    assert tries() == 2
