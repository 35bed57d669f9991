"""Whole sites leave: those of the demonstration, and real ones made for other generators."""

import csv
import shutil
from pathlib import Path

import pytest
from depart import exported
from histoire import Commune, Factory
from test_successors import (
    crawled,
    hugo_built,
    needs_hugo,
    needs_readers,
    settled,
    wordpress_read,
)

from factory.nightly.proving import proven
from factory.tenants import folder

ROOT = Path(__file__).resolve().parents[2]
CORPORA = ROOT.parent / "shared" / "corpora"
SAMPLE = 60
"""Files of a corpus that are taken: they are alike."""
DEMONSTRATION = ("port-calanque", "sainte-mirandole", "val-d-oriou")

pytestmark = pytest.mark.slow


def corpora() -> list[Path]:
    return [one for one in CORPORA.iterdir() if one.is_dir()] if CORPORA.is_dir() else []


@pytest.fixture(scope="module")
def factory(tmp_path_factory: pytest.TempPathFactory) -> Factory:
    """All of them in one factory, built."""
    factory = Factory(tmp_path_factory.mktemp("entiers") / "usine")
    for slug in DEMONSTRATION:
        shutil.copytree(
            ROOT / "tenants" / slug, factory.root / "tenants" / slug,
            ignore=shutil.ignore_patterns("registre"),
        )  # fmt: skip
    for corpus in corpora():
        _settle(factory.commune(corpus.name), corpus)
    factory.build()
    return factory


def _settle(commune: Commune, corpus: Path) -> None:
    files = sorted(p for p in corpus.rglob("*") if p.is_file() and not p.is_symlink())
    for path in files[:SAMPLE]:
        target = commune.folder / "contenu" / path.relative_to(corpus)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def test_each_is_proven(factory: Factory) -> None:
    campaign = factory.campaign()
    listing = folder.communes(campaign.settings)
    assert len(listing.tenants) >= len(DEMONSTRATION)
    for found in proven(campaign, listing.tenants):
        assert found.holds, f"{found.commune}: {found.message}"


@needs_hugo
@needs_readers
@pytest.mark.parametrize("slug", DEMONSTRATION)
def test_the_demonstration_is_taken_up(slug: str, factory: Factory, tmp_path: Path) -> None:
    exported(factory, factory.commune(slug), tmp_path / "sac")
    hugo_built(tmp_path / "sac", tmp_path)
    assert len(wordpress_read(tmp_path / "sac", f"https://{slug}.example")) > 20
    assert len(crawled(tmp_path / "sac/data/site")) > 100


@needs_hugo
@needs_readers
@pytest.mark.parametrize("corpus", sorted(one.name for one in corpora()))
def test_a_corpus_is_taken_up(corpus: str, factory: Factory, tmp_path: Path) -> None:
    """Whatever its authors wrote: each page has the same title, text and address in Hugo, the same
    title and text in WordPress, and no link of the static copy is dead."""
    exported(factory, factory.commune(corpus), tmp_path / "sac")
    hugo_built(tmp_path / "sac", tmp_path)
    base = f"https://{corpus}.example"
    found = wordpress_read(tmp_path / "sac", base)
    told = settled(tmp_path / "sac/data/wordpress/wordpress.xml", base)
    assert set(told) == set(found)
    moved = {url for url, new in told.items() if url != new}
    assert moved == set(redirected(tmp_path / "sac/data/wordpress/adresses.csv"))
    assert crawled(tmp_path / "sac/data/site")


def redirected(table: Path) -> dict[str, str]:
    """What the export says that WordPress shows elsewhere."""
    if not table.exists():
        return {}
    with table.open(encoding="utf-8", newline="") as file:
        return {row["ancienne_adresse"]: row["adresse_wordpress"] for row in csv.DictReader(file)}
