"""What a confined process may not do to any file, even its own: change its attributes."""

import ctypes
import os
import platform
import resource
from collections.abc import Callable
from pathlib import Path

import pytest

from factory.ground.confined.children import run
from factory.ground.confined.seccomp import available
from factory.ground.files import replacing

pytestmark = pytest.mark.skipif(not available(), reason="this kernel has no seccomp filter")

Act = Callable[[Path], object]
REFUSED: dict[str, Act] = {
    "chmod": lambda path: path.chmod(0o777),
    "fchmod": lambda path: os.chmod(os.open(path, os.O_RDONLY), 0o777),
    "fchmodat": lambda path: os.chmod(path.name, 0o777, dir_fd=os.open(path.parent, os.O_RDONLY)),
    "chown": lambda path: os.chown(path, 0, 0),
    "lchown": lambda path: os.lchown(path, 0, 0),
    "fchown": lambda path: os.fchown(os.open(path, os.O_RDONLY), 0, 0),
    "utime": lambda path: os.utime(path, (0, 0)),
    "utimensat": lambda path: os.utime(os.open(path, os.O_RDONLY), (0, 0)),
    "setxattr": lambda path: os.setxattr(path, "user.usine", b"1"),
    "removexattr": lambda path: os.removexattr(path, "user.usine"),
}


def _attempt(folder: Path, act: Callable[[], object]) -> str:
    def work() -> bytes:
        try:
            act()
        except PermissionError as refusal:
            return str(refusal.errno).encode()
        except OSError as other:
            return f"other: {other}".encode()
        return b"done"

    return run(work, write=[folder]).decode()


@pytest.mark.parametrize("name", REFUSED)
def test_attributes_are_refused_even_of_its_own_files(name: str, tmp_path: Path) -> None:
    mine = tmp_path / "page"
    mine.write_text("texte")
    mine.chmod(0o640)
    before = mine.stat()
    assert _attempt(tmp_path, lambda: REFUSED[name](mine)) == "1"
    after = mine.stat()
    assert (before.st_mode, before.st_mtime_ns) == (after.st_mode, after.st_mtime_ns)


def test_the_calls_by_number(tmp_path: Path) -> None:
    """fchmodat2, io_uring and shmget, which Python does not call by itself."""
    if platform.machine() not in ("x86_64", "aarch64"):
        pytest.skip("these numbers are known for x86_64 and aarch64")
    shared_memory = {"x86_64": 29, "aarch64": 194}[platform.machine()]
    for number in (425, 452, shared_memory):

        def call(number: int = number) -> None:
            libc = ctypes.CDLL(None, use_errno=True)
            if libc.syscall(number, 0, 0, 0, 0) < 0:
                raise OSError(ctypes.get_errno(), "refused")

        assert _attempt(tmp_path, call) == "1"


def test_the_limits_of_another_process_are_not_its_own(tmp_path: Path) -> None:
    """One commune's child would have left its parent, and every other's, without files to open."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)

    def others() -> None:
        resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE, (9, 9))

    def own() -> None:
        resource.prlimit(0, resource.RLIMIT_NOFILE, (99, 99))

    assert _attempt(tmp_path, others) == "1"
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == before
    assert _attempt(tmp_path, own) == "done"


def test_it_still_does_what_a_build_does(tmp_path: Path) -> None:
    def build() -> None:
        (tmp_path / "store").mkdir()
        with replacing(tmp_path / "store/blob", 0o444) as file:
            file.write(b"octets")
        os.link(tmp_path / "store/blob", tmp_path / "page")
        (tmp_path / "new").symlink_to("store")
        os.replace(tmp_path / "new", tmp_path / "public")
        pid = os.fork()
        if pid == 0:
            os._exit(7)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7

    assert _attempt(tmp_path, build) == "done"
    assert (tmp_path / "public/blob").read_bytes() == b"octets"
    assert (tmp_path / "page").stat().st_mode & 0o777 == 0o444 & ~_umask()


def test_a_child_of_a_child_is_sealed_too(tmp_path: Path) -> None:
    mine = tmp_path / "page"
    mine.write_text("texte")

    def nested() -> bytes:
        return _attempt(tmp_path, lambda: mine.chmod(0o777)).encode()

    assert run(nested, write=[tmp_path]) == b"1"


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
