"""The package, installed in an empty folder: it carries all it needs to build a commune."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("paquet")
    run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)], ROOT)
    (made,) = target.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `usine` command of a fresh environment.

    The wheel is installed for good; its dependencies, which the network would give, are those of
    the environment that runs the tests. A path in a .pth file brings no editable install along.
    """
    folder = tmp_path_factory.mktemp("environnement")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "dependances.pth").write_text(sysconfig.get_path("purelib") + "\n")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check"]
    run([*pip, "install", "-q", "--no-deps", "--no-index", str(wheel)], folder)
    return folder / "bin" / "usine"


def run(command: list[str], folder: Path) -> str:
    env = {name: value for name, value in os.environ.items() if not name.startswith("USINE_")}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_carries_the_theme_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "factory/themes/institutional/theme.yaml" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    # An export gives them along, from wherever the factory is installed.
    for name in ("locks/base.txt", "LICENSE", "reversibility/data/LISEZMOI.md"):
        assert f"factory/{name}" in names
    assert [name for name in names if not name.startswith(("factory/", "usine_a_sites-"))] == []


def test_a_commune_is_made_and_published_in_an_empty_folder(
    installed: Path, tmp_path: Path
) -> None:
    where = "import factory, pathlib; print(pathlib.Path(factory.__file__).parents[4])"
    code = run([str(installed.with_name("python")), "-c", where], tmp_path).strip()
    assert Path(code) == installed.parents[1].resolve() or Path(code) == installed.parents[1]

    run([str(installed), "new", "ma-commune", "--insee", "13001"], tmp_path)
    run([str(installed), "build"], tmp_path)
    public = tmp_path / "build" / "ma-commune" / "public"
    home = (public / "index.html").read_text(encoding="utf-8")
    assert "<html" in home
    assert list((public / "_theme").glob("*.css"))
