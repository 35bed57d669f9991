"""The operators' guide: its commands are run, in their order; what it names is there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from factory.cli.main import VERBS

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "exploitation.md").read_text("utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```sh {kind}\n(.*?)^```$", GUIDE, re.M | re.S)


@pytest.mark.slow
def test_the_guides_commands_do_what_it_says(tmp_path: Path) -> None:
    """The first commune, a check, its site, its backup and a proof, word for word."""
    if shutil.which("restic") is None:
        pytest.skip("restic n’est pas installé")
    settings = (ROOT / "deploy" / "usine.yaml").read_text("utf-8")
    for there, here in (("/var/lib/usine/", ""), ("/etc/usine/", "etc/"), ("/var/log/usine/", "")):
        settings = settings.replace(there, here)
    (tmp_path / "usine.yaml").write_text(
        f"theme: {ROOT / 'themes' / 'institutional'}\n"
        f"metropole: {{telephone: 04 00 00 00 00}}\n{settings}",
        "utf-8",
    )
    (tmp_path / "tenants").mkdir()
    command = tmp_path / "bin" / "usine"
    command.parent.mkdir()
    command.write_text(
        f"#!/bin/sh\nexec {sys.executable} -c 'from factory.cli import main; main()' \"$@\"\n"
    )
    command.chmod(0o755)
    path = f"{command.parent}:{os.environ['PATH']}"
    for line in [line for kind in ("usine", "sauvegarde") for text in blocks(kind)
                 for line in text.splitlines()]:  # fmt: skip
        done = subprocess.run(
            ["sh", "-c", line.replace("/tmp/", f"{tmp_path}/")],
            cwd=tmp_path, capture_output=True, text=True, check=False, timeout=200,
            env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert done.returncode in (0, 1), f"{line}\n{done.stdout}{done.stderr}"
        assert "Traceback" not in done.stderr, line
    assert (tmp_path / "build/ma-commune/public/index.html").exists()
    assert "prouvée" in done.stdout


def test_each_verb_it_names_is_there() -> None:
    named = set(re.findall(r"\busine ([a-z]+)\b", GUIDE)) - {"n", "de", "d", "se", "a"}
    assert {word for word in named if f"`usine {word}" in GUIDE} <= set(VERBS)


def test_each_file_it_names_is_there() -> None:
    for path in set(re.findall(r"\b(deploy/[\w./-]+\w)", GUIDE)):
        assert (ROOT / path).exists(), path
    for path in re.findall(r"\]\(([^)#]+)\)", GUIDE):
        assert (ROOT / "docs" / path).exists(), path


def test_each_unit_it_names_is_there_and_each_unit_is_named() -> None:
    units = {path.stem for path in (ROOT / "deploy" / "systemd").glob("*.service")}
    table = {row.split("`")[1] for row in GUIDE.splitlines() if re.match(r"\|[^|]+\| `usine-", row)}
    assert table == units
