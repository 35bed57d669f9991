"""Hostile and real files of other projects: nothing crashes, all that is refused says why."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from factory.ground.confined.children import run_all
from factory.ground.digests import digest
from factory.ground.problems import Severity
from factory.media.batches import LIMITS, File, Request, derive_all, examine_all
from factory.media.derive import Derived, Fault
from factory.media.facts import DocumentFacts, Examined, PictureFacts
from factory.media.recipes import recipes

CORPORA = Path(__file__).resolve().parents[2].parent / "shared" / "corpora"
carry = partial(run_all, jobs=2)
QUICK = replace(LIMITS, cpu=5)
"""For a whole batch: what one file may take at most, and a child that takes more is killed."""


DERIVED = ("generated/", "exif-gps-privacy/jpg/", "pillow/apng/", "pillow/b", "pillow/c")


def files_of(name: str) -> list[File]:
    root = CORPORA / name
    if not root.is_dir():
        pytest.skip(f"the corpus {name} is not on this machine")
    paths = sorted(path for path in root.rglob("*") if path.is_file())
    return [File(source=path, name=str(path.relative_to(root))) for path in paths]


def examined(name: str) -> dict[str, Examined]:
    files = files_of(name)
    told = {file.name: one for file, one in examine_all(files, carry=carry, limits=QUICK)}
    assert len(told) == len(files)
    for file, one in told.items():
        assert one.facts or any(p.severity is Severity.ERREUR for p in one.problems), file
        assert all(p.message and p.remedy and p.file == file for p in one.problems), file
        assert not any(p.code in ("fichier-panne", "fichier-trop-complexe") for p in one.problems)
    return told


def test_pictures_made_to_hurt(tmp_path: Path) -> None:
    told = examined("nasty-images")
    root = CORPORA / "nasty-images"
    assert [p.code for p in told["generated/html-named.png"].problems] == ["fichier-page-web"]
    assert told["exif-gps-privacy/heic/IMG_5195.HEIC"].problems[0].code == "image-heic"
    wanted = [
        Request(
            source=root / name,
            name=name,
            digest=digest((root / name).read_bytes()),
            wanted=recipes(one.facts)[:1],
        )
        for name, one in told.items()
        if isinstance(one.facts, PictureFacts)
        and name.startswith(("generated", "exif", "pillow/c"))
    ]
    made = derive_all(wanted, into=tmp_path, carry=carry, limits=replace(LIMITS, cpu=20))
    outcomes = {one.name: outcome for one, outcome in made}
    assert len(outcomes) == len(wanted)
    faults = {
        name: first.problem.code for name, (first,) in outcomes.items() if isinstance(first, Fault)
    }
    assert "fichier-panne" not in faults.values()
    assert "image-trop-lourde" not in faults.values()
    assert faults["generated/truncated-half.jpg"] == "image-illisible"
    assert isinstance(outcomes["generated/photo-48mp.jpg"][0], Derived)


def test_pdfs_made_to_hurt() -> None:
    told = examined("nasty-pdf")
    scan = told["019-grayscale-image/grayscale-image.pdf"]
    assert "pdf-sans-texte" in [problem.code for problem in scan.problems]
    locked = told["005-libreoffice-writer-password/libreoffice-writer-password.pdf"]
    assert [problem.code for problem in locked.problems] == ["pdf-protege"]
    latex = told["004-pdflatex-4-pages/pdflatex-4-pages.pdf"].facts
    assert isinstance(latex, DocumentFacts)
    assert (latex.pages, latex.texte) == (4, True)


@pytest.mark.parametrize("name", ["belmontejo-es", "accessibilite-numerique", "communs-numerique"])
def test_real_sites_files_are_known(name: str) -> None:
    told = examined(name)
    pictures = [one for one in told.values() if isinstance(one.facts, PictureFacts)]
    broken = [
        file
        for file, one in told.items()
        if one.facts is None and file.lower().endswith((".jpg", ".jpeg", ".png", ".webp", ".pdf"))
    ]
    assert broken == []
    assert pictures or name == "accessibilite-numerique"
