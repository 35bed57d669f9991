"""What a confined process can reach: its own folder, its own output, and nothing else."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from factory.ground.confined.children import ChildDied, run
from factory.ground.confined.confinement import available, code_roots

pytestmark = pytest.mark.skipif(not available(), reason="this kernel has no Landlock")


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Two communes with a page each, and their two outputs."""
    for name in ("ici", "voisine"):
        (tmp_path / "communes" / name).mkdir(parents=True)
        (tmp_path / "communes" / name / "page.md").write_text(f"# {name}")
        (tmp_path / "build" / name).mkdir(parents=True)
        (tmp_path / "build" / name / "index.html").write_text(name)
    return tmp_path


@pytest.fixture
def attempt(house: Path) -> Callable[[Callable[[], object]], str]:
    """Try something as the build of « ici »; what came of it: "" or the error's name."""

    def attempt(act: Callable[[], object]) -> str:
        def work() -> bytes:
            try:
                act()
            except OSError as refusal:
                return type(refusal).__name__.encode()
            return b""

        here = run(work, read=[house / "communes/ici"], write=[house / "build/ici"])
        return here.decode()

    return attempt


Attempt = Callable[[Callable[[], object]], str]


def test_reads_its_sources_and_writes_its_output(house: Path, attempt: Attempt) -> None:
    def build() -> None:
        text = (house / "communes/ici/page.md").read_text()
        (house / "build/ici/store").mkdir()
        (house / "build/ici/store/blob").write_text(text)
        (house / "build/ici/generation").mkdir()
        os.link(house / "build/ici/store/blob", house / "build/ici/generation/page")
        (house / "build/ici/new").symlink_to("generation")
        os.replace(house / "build/ici/new", house / "build/ici/public")

    assert attempt(build) == ""
    assert (house / "build/ici/public/page").read_text() == "# ici"


def test_does_not_see_another_commune(house: Path, attempt: Attempt) -> None:
    other = house / "communes/voisine"
    assert attempt((other / "page.md").read_bytes) == "PermissionError"
    assert attempt(lambda: os.listdir(other)) == "PermissionError"
    assert attempt(lambda: os.listdir(other.parent)) == "PermissionError"
    assert attempt(lambda: (other / "page.md").write_text("moi")) == "PermissionError"
    assert attempt(lambda: (other / "new.md").write_text("moi")) == "PermissionError"
    assert attempt((other / "page.md").unlink) == "PermissionError"


def test_does_not_touch_another_output(house: Path, attempt: Attempt) -> None:
    other = house / "build/voisine/index.html"
    assert attempt(other.read_bytes) == "PermissionError"
    assert attempt(lambda: other.write_text("moi")) == "PermissionError"
    assert attempt(lambda: os.truncate(other, 0)) == "PermissionError"
    mine = house / "build/ici/index.html"
    assert attempt(lambda: os.replace(mine, other)) == "PermissionError"
    assert other.read_text() == "voisine"


def test_does_not_write_its_own_sources(house: Path, attempt: Attempt) -> None:
    page = house / "communes/ici/page.md"
    assert attempt(lambda: page.write_text("moi")) == "PermissionError"
    assert attempt(page.unlink) == "PermissionError"
    assert page.read_text() == "# ici"


def test_a_symbolic_link_leads_nowhere(house: Path, attempt: Attempt) -> None:
    (house / "communes/ici/planted.md").symlink_to(house / "communes/voisine/page.md")
    assert attempt((house / "communes/ici/planted.md").read_bytes) == "PermissionError"

    def escape() -> None:
        link = house / "build/ici/out"
        link.symlink_to(house / "communes/voisine")
        (link / "page.md").read_bytes()

    assert attempt(escape) == "PermissionError"


def test_a_hard_link_leads_nowhere(house: Path, attempt: Attempt) -> None:
    def bring_in() -> None:
        os.link(house / "communes/voisine/page.md", house / "build/ici/stolen")

    def take_out() -> None:
        os.link(house / "build/ici/index.html", house / "communes/voisine/planted")

    def gain_rights() -> None:
        os.link(house / "communes/ici/page.md", house / "build/ici/writable")

    assert attempt(bring_in) in ("OSError", "PermissionError")
    assert attempt(take_out) in ("OSError", "PermissionError")
    assert attempt(gain_rights) in ("OSError", "PermissionError")


def test_reads_nothing_of_the_machine(attempt: Attempt, tmp_path: Path) -> None:
    assert attempt(Path("/etc/passwd").read_bytes) == "PermissionError"
    assert attempt(Path(f"/proc/{os.getpid()}/environ").read_bytes) == "PermissionError"
    assert attempt(Path(f"/proc/{os.getpid()}/mem").read_bytes) == "PermissionError"
    assert attempt(lambda: os.listdir("/")) == "PermissionError"
    assert attempt((tmp_path / "x").touch) == "PermissionError"


def test_still_loads_code_and_runs_the_systems(attempt: Attempt) -> None:
    def lazily() -> None:
        for name in ("wave", "colorsys", "html.parser", "PIL.ImageCms", "zoneinfo"):
            sys.modules.pop(name, None)
            __import__(name)
        from zoneinfo import ZoneInfo

        ZoneInfo("Europe/Paris")
        subprocess.run(["/bin/true"], check=True, stdin=subprocess.DEVNULL)

    assert attempt(lazily) == ""


def test_does_not_run_what_a_commune_brought(house: Path, attempt: Attempt) -> None:
    script = house / "communes/ici/run"
    script.write_bytes(Path("/bin/true").read_bytes())
    script.chmod(0o755)
    assert attempt(lambda: subprocess.run([script], check=True)) == "PermissionError"


def test_code_roots_hold_no_folder_of_ours() -> None:
    roots = code_roots()
    project = Path(__file__).resolve().parents[2]
    assert not any(project.is_relative_to(root) for root in roots)
    assert all(root.exists() for root in roots)


@pytest.mark.skipif(available() < 4, reason="this kernel's Landlock knows no network")
def test_reaches_no_network(attempt: Attempt) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        assert attempt(lambda: socket.create_connection(address, 1)) == "PermissionError"
    assert attempt(lambda: socket.create_server(("127.0.0.1", 0))) == "PermissionError"


@pytest.mark.skipif(available() < 6, reason="this kernel's Landlock knows no scopes")
def test_kills_nobody_else(attempt: Attempt) -> None:
    parent = os.getpid()
    assert attempt(lambda: os.kill(parent, 0)) == "PermissionError"


def test_an_unknown_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ChildDied):
        run(lambda: b"", read=[tmp_path / "absent"])
