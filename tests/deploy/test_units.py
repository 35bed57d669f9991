"""The system's units: how exposed they are, and that the factory runs under them all the same."""

import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from commande import USINE

from factory.build.addresses import MARK
from factory.ground.confined import confinement
from factory.report import failure

ROOT = Path(__file__).resolve().parents[2]
UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
TIMERS = sorted((ROOT / "deploy" / "systemd").glob("*.timer"))
PATHS = sorted((ROOT / "deploy" / "systemd").glob("*.path"))
HARDENED = Path(__file__).with_name("hardened.py")
HEADER = Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h")
LEAST_EXPOSED = 1.5

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze n’est pas installé"
)


@needs_systemd
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: str(unit.name))
def test_a_unit_exposes_little(unit: Path) -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", str(unit)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", done.stdout)
    assert found, done.stderr
    assert float(found[1]) <= LEAST_EXPOSED


@needs_systemd
def test_no_unit_holds_a_word_that_systemd_does_not_know() -> None:
    done = subprocess.run(
        ["systemd-analyze", "verify", *map(str, (*UNITS, *TIMERS, *PATHS))],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert not re.search("Unknown|Failed to parse|Invalid", done.stderr), done.stderr


def test_each_timer_and_path_has_its_unit_and_each_unit_who_tells_of_its_failure() -> None:
    names = {unit.stem for unit in UNITS}
    assert {one.stem for one in (*TIMERS, *PATHS)} <= names
    for unit in UNITS:
        if unit.stem in ("usine-watch", "usine-nightly", "usine-nginx"):
            assert "OnFailure=usine-alerte@%n.service" in unit.read_text()


def test_the_mark_that_a_publication_leaves_is_the_one_that_systemd_waits_for() -> None:
    (unit,) = PATHS
    mark = f"/srv/usine/build/{MARK}"
    assert f"PathExists={mark}\n" in unit.read_text()
    assert f"rm -f {mark}\n" in unit.with_suffix(".service").read_text()


def test_the_operators_are_told_which_unit_failed(
    tmp_path: Path, mailbox: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "usine.yaml"
    monkeypatch.setenv("USINE_CONFIG", str(settings))
    settings.write_text("{}\n")
    assert failure.main(["usine-nightly.service"]) == 1
    settings.write_text(
        f"courriel: {{serveur: 127.0.0.1, port: {mailbox.port}, expediteur: usine@amp.example, "
        "destinataires: exploitation@amp.example}\n"
    )
    assert failure.main(["usine-nightly.service"]) == 0
    (got,) = mailbox.letters
    assert "usine-nightly.service a échoué sur" in got["Subject"]
    assert "journalctl --unit usine-nightly.service" in got.get_content()


@pytest.mark.slow
@needs_systemd
@pytest.mark.skipif(
    platform.machine() != "x86_64" or not HEADER.exists(),
    reason="les numéros d’appels système (linux-libc-dev, x86_64) manquent",
)
@pytest.mark.parametrize("name", ["usine-watch", "usine-nightly"])
def test_the_factory_works_under_what_its_unit_forbids(tmp_path: Path, name: str) -> None:
    """A site with pictures, a search and acts, made under the unit's own filter."""
    shutil.copytree(ROOT / "tenants" / "val-d-oriou", tmp_path / "tenants" / "val-d-oriou")
    theme = ROOT / "themes" / "institutional"
    (tmp_path / "usine.yaml").write_text(f"theme: {theme}\n")
    unit = ROOT / "deploy" / "systemd" / f"{name}.service"

    # fmt: off
    def usine(*words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, str(HARDENED), str(unit), *USINE, *words],
            cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
    # fmt: on

    done = usine("build" if name == "usine-watch" else "nightly")
    assert done.returncode in (0, 1), done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    public = tmp_path / "build" / "val-d-oriou" / "public"
    assert "<h1" in (public / "index.html").read_text("utf-8")
    assert list(public.rglob("*.avif"))
    assert list((public / "_recherche").iterdir())
    if confinement.available():
        assert "Landlock (version" in usine("doctor").stdout, "the unit hides it from its children"
    if name == "usine-nightly" and shutil.which("restic"):
        settings = f"theme: {theme}\nsauvegardes: {{depot: depot, cles: cles}}\n"
        (tmp_path / "usine.yaml").write_text(settings)
        done = usine("backup", "run")
        assert done.returncode in (0, 1), done.stdout + done.stderr
        assert (tmp_path / "depot" / "val-d-oriou" / "config").exists()


@pytest.mark.slow
@needs_systemd
@pytest.mark.skipif(
    platform.machine() != "x86_64" or not HEADER.exists(),
    reason="les numéros d’appels système (linux-libc-dev, x86_64) manquent",
)
def test_the_filter_refuses_something() -> None:
    """Otherwise the test above would show nothing."""
    unit = ROOT / "deploy" / "systemd" / "usine-watch.service"
    done = subprocess.run(
        [sys.executable, str(HARDENED), str(unit), sys.executable, "-c",
         "import os; os.chroot('/')"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "PermissionError: [Errno 1]" in done.stderr
