"""The disaster procedure, word for word: the document's own commands, in a folder that has the
repositories and the recovery key and nothing else.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from coffre import IDENTITY, Shed, codes, flip
from histoire import tree

from factory.archive.nights import Verdict
from factory.backup import record

DOCUMENT = Path(__file__).resolve().parents[2] / "docs/reprise.md"
BLOCK = re.compile(r"^```sh(?: (\w+))?\n(.*?)^```$", re.M | re.S)

pytestmark = pytest.mark.slow


def commands(kind: str = "") -> str:
    """The document's commands: those of the disaster, or of one of its other cases."""
    return "".join(
        m[2] for m in BLOCK.finditer(DOCUMENT.read_text("utf-8")) if (m[1] or "") == kind
    )


def run(where: Path, script: str, bin: Path | None = None) -> "subprocess.CompletedProcess[str]":
    """A shell on a machine that knows nothing of the one that was lost."""
    python = Path(sys._base_executable).parent  # type: ignore[attr-defined]
    path = f"{f'{bin}:' if bin else ''}{python}:/usr/local/bin:/usr/bin:/bin"
    home = where.parent / "maison"
    home.mkdir(exist_ok=True)
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], cwd=where,
        env={"PATH": path, "HOME": str(home), "LC_ALL": "C.UTF-8"},
        capture_output=True, text=True, timeout=400, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def lost(tmp_path_factory: pytest.TempPathFactory) -> Shed:
    """A factory of two communes, backed up; and a theme that is its own."""
    root = tmp_path_factory.mktemp("perdue") / "usine"
    shed = Shed(root)
    (root / "themes").mkdir()
    (root / "theme").rename(root / "themes/institutional")
    text = (root / "usine.yaml").read_text().replace("theme: theme\n", "")
    (root / "usine.yaml").write_text(text)
    shed.commune().picture("contenu/ecole.jpg").write(
        "contenu/ecole.md", "# École\n\n![La cour](ecole.jpg)\n"
    )
    shed.commune("autre").write("contenu/page.md", "# Une page\n")
    built = shed.usine("build")
    assert built.returncode == 0, built.stdout + built.stderr
    done = shed.usine("backup", "run")
    assert done.returncode == 0, done.stdout + done.stderr
    return shed


def test_the_document_has_the_commands() -> None:
    assert len(commands().splitlines()) >= 13
    assert "usine backup restore --tout" in commands()


def test_a_bare_machine_gives_the_sites_back(lost: Shed, tmp_path: Path) -> None:
    bare = tmp_path / "neuve"
    bare.mkdir()
    shutil.copytree(lost.root / "depot", bare / "depot")
    (bare / "secours.txt").write_text(f"# created: 2026-11-23\n{IDENTITY}\n")
    sites = {slug: lost.commune(slug).online for slug in ("exemple", "autre")}
    lost.root.rename(lost.root.with_name("perdue"))
    try:
        done = run(bare, commands())
    finally:
        lost.root.with_name("perdue").rename(lost.root)
    assert done.returncode == 0, done.stdout + done.stderr
    for slug, site in sites.items():
        assert len(site) > 20
        assert tree(bare / "build" / slug / "public") == site
    assert done.stdout.count(" : prouvée (sauvegarde ") == 2
    assert (bare / "convention/depenses.csv").read_text() == "date;mandat\n"
    assert not (bare / "secours.txt").exists()
    secret = str(IDENTITY).encode()
    assert [p for p in bare.rglob("*") if p.is_file() and secret in p.read_bytes()] == []


@pytest.fixture
def usine(tmp_path: Path) -> Path:
    """A folder with the command `usine`, as an installation has it."""
    command = tmp_path / "bin" / "usine"
    command.parent.mkdir()
    root = Path(__file__).resolve().parents[2]
    command.write_text(
        f"#!/bin/sh\nPYTHONPATH='{root}' exec '{sys.executable}' -c "
        "'from factory.cli import main; main()' \"$@\"\n"
    )
    command.chmod(0o755)
    return command.parent


def test_one_commune_is_restored(lost: Shed, usine: Path) -> None:
    site = lost.commune().online
    (lost.root / "tenants/exemple/contenu/ecole.md").unlink()
    done = run(lost.root, commands("commune"), usine)
    assert done.returncode == 0, done.stdout + done.stderr
    assert lost.commune().online == site
    shutil.rmtree(lost.root / "tenants/.exemple-avant")


def test_a_damaged_repository_is_put_aside_and_made_anew(lost: Shed, usine: Path) -> None:
    flip(lost.packs()[-1])
    assert codes(lost.check(whole=True).problems) == ["depot-abime"]
    done = run(lost.root, commands("abime"), usine)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "exemple : prouvée" in done.stdout
    known = record.read(lost.shelter.memory, "exemple")
    assert known.proven is not None and known.proven.verdict is Verdict.PROUVEE


def test_the_recovery_key_is_changed(lost: Shed, usine: Path) -> None:
    before = (lost.root / "depot/_cles/exemple.age").read_bytes()
    done = run(lost.root, commands("secours"), usine)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("copie scellée refaite") == 3
    assert (lost.root / "depot/_cles/exemple.age").read_bytes() != before
    verified = run(lost.root, "usine backup key --secours secours.txt", usine)
    assert verified.stdout.count("copie vérifiée") == 3, verified.stdout
    assert os.stat(lost.root / "depot/_cles/exemple.age").st_mode & 0o077 == 0
