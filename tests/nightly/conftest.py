"""A factory in a folder of its own, for nights told as stories."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from veillee import Nights


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    return Nights(tmp_path / "usine")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[Path], Path]]:
    """Mounts a small tmpfs over a folder, with what the folder holds; root alone may."""
    if os.geteuid() != 0:
        pytest.skip("mounting a small tmpfs needs root")
    mounted: list[Path] = []

    def mount(folder: Path) -> Path:
        aside = folder.with_name(folder.name + "-avant")
        folder.mkdir(exist_ok=True)
        folder.rename(aside)
        folder.mkdir()
        held = sum(path.lstat().st_blocks * 512 for path in aside.rglob("*"))
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={held + (16 << 20)}", "tmpfs", str(folder)],
            capture_output=True,
        )
        if done.returncode:
            folder.rmdir()
            aside.rename(folder)
            pytest.skip("mounting a small tmpfs is not allowed here")
        mounted.append(folder)
        subprocess.run(["cp", "-a", f"{aside}/.", str(folder)], check=True)
        shutil.rmtree(aside)
        return folder

    yield mount
    for folder in mounted:
        subprocess.run(["umount", "-l", str(folder)], check=False)
