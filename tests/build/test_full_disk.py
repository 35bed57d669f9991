"""A disk that is full: the site stays as it was, whole."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from histoire import Factory, tree


@pytest.fixture
def small_disk(factory: Factory) -> Iterator[Path]:
    """`build/` on a disk of its own of 3 MB."""
    build = factory.root / "build"
    build.mkdir()
    mount = shutil.which("mount", path="/usr/bin:/bin:/sbin")
    if os.geteuid() or not mount:
        pytest.skip("only root can mount a small disk")
    done = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=3m", "usine-essai", str(build)], capture_output=True
    )
    if done.returncode:
        pytest.skip("this machine lets nobody mount a disk")
    yield build
    subprocess.run(["umount", "-l", str(build)], check=True)


def test_a_full_disk_leaves_the_site_as_it_was(factory: Factory, small_disk: Path) -> None:
    commune = factory.commune().write("contenu/a.md", "# La page d’avant\n")
    assert factory.usine("build").returncode == 0
    before = tree(commune.output / "public")
    commune.write("contenu/a.md", "# La page d’après\n")
    for number in range(4):
        commune.write(f"contenu/plan-{number}.pdf", b"%PDF-1.4\n" + os.urandom(10**6))
        commune.write(f"contenu/p{number}.md", f"# P\n\n[Le plan](plan-{number}.pdf)\n")

    done = factory.usine("build", "--json")
    answer = json.loads(done.stdout)
    (report,) = answer["communes"]
    (problem,) = (p for p in report["problemes"] if p["code"] == "disque-plein")
    assert done.returncode == 3 and done.stderr == ""
    assert problem["message"] == (
        "Il n’y a plus de place sur le disque de l’usine : le site d’avant reste en ligne."
    )
    assert tree(commune.output / "public") == before

    for number in range(4):
        commune.remove(f"contenu/plan-{number}.pdf").remove(f"contenu/p{number}.md")
    assert factory.usine("build").returncode == 0
    assert "La page d’après" in commune.page("/a/")
    assert commune.online == factory.fresh(commune)
