"""A Debian booted by its own systemd: this machine's files under an overlay, in namespaces.

Nothing of it reaches the machine: its disk is a tmpfs, its network a loopback of its own, its
services those that a story starts. It needs root, a cgroup2 hierarchy and overlayfs.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SYSTEMD = Path("/lib/systemd/systemd")
PATIENCE = 40
PYTHON = "/usr/bin/python3"
"""Debian's: one of a home folder would be hidden by `ProtectHome=`."""

BOOT = r"""
work=$1 libraries=$2
ip link set lo up; hostname usine-essai
mount -t tmpfs -o size=3g,mode=755 disque "$work/disque"; cd "$work/disque"
mkdir haut travail racine
mount -t overlay -o lowerdir=/,upperdir=haut,workdir=travail racine racine
cd racine
rm -rf etc/systemd/system/* opt/usine etc/usine; rm -f etc/fstab
ln -s /dev/null etc/systemd/system/getty.target
tr -d - </proc/sys/kernel/random/uuid >etc/machine-id  # without one, all that is installed starts
mkdir -p opt/depot opt/site-packages opt/ancien
mount --bind "$work/depot" opt/depot
mount --bind "$libraries" opt/site-packages
mount -t proc proc proc; mount -t sysfs -o ro sys sys; mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=755 dev dev; mount -t tmpfs -o mode=755 run run
mount -t tmpfs -o mode=1777 tmp tmp; mount -t tmpfs -o mode=755 srv srv
for node in null:3 zero:5 full:7 random:8 urandom:9; do
    mknod -m 666 dev/${node%:*} c 1 ${node#*:}
done
mkdir dev/pts dev/shm; mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
ln -s pts/ptmx dev/ptmx; ln -s /proc/self/fd dev/fd; mount -t tmpfs shm dev/shm
pivot_root . opt/ancien; cd /; umount -l opt/ancien
exec env -i container=usine PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
    /lib/systemd/systemd --unit=multi-user.target
"""
INSIDE = ("PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "HOME=/root")


@dataclass
class Booted:
    """Commands run on it, and its files as seen from here."""

    pid: int
    """Its systemd, which is 1 there."""

    def run(self, *words: str, user: str = "") -> "subprocess.CompletedProcess[str]":
        become = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups"] if user else []
        return subprocess.run(
            ["nsenter", "-t", str(self.pid), "-m", "-u", "-i", "-n", "-p", "-C",
             "env", "-i", *INSIDE, "USINE_CONFIG=/srv/usine/usine.yaml", *become, *words],
            capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip

    def sh(self, script: str) -> str:
        """What a script says, as root. It must go well."""
        done = self.run("bash", "-euc", script)
        assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"
        return done.stdout

    def usine(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return self.run("usine", *words, user="usine")

    def at(self, path: str) -> Path:
        return Path(f"/proc/{self.pid}/root{path}")

    def journal(self, unit: str) -> str:
        return self.sh(f"journalctl --no-pager --unit {unit}")

    def until(self, found: Callable[[], Any], what: str) -> Any:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if answer := found():
                return answer
            time.sleep(0.1)
        raise AssertionError(f"still waiting: {what}\n{self.sh('journalctl --no-pager -n 60')}")


def missing() -> str:
    """Why no machine can be booted here, in French; empty where one may be tried."""
    if os.geteuid() != 0:
        return "il faut être root pour démarrer une machine"
    tools = ("unshare", "nsenter", "ip", "nginx", "sshd", "restic", "logrotate", "curl", "openssl")
    for tool in (str(SYSTEMD), *tools):
        if shutil.which(tool, path=f"{os.environ['PATH']}:/usr/sbin:/sbin") is None:
            return f"{tool} n’est pas installé"
    if _hierarchy() is None:
        return "cette machine n’a pas de hiérarchie cgroup2 où écrire"
    if "overlay" not in Path("/proc/filesystems").read_text():
        return "ce noyau n’a pas overlayfs"
    version = subprocess.run([PYTHON, "-V"], capture_output=True, text=True, check=False).stdout
    if not version.startswith(f"Python 3.{sys.version_info.minor}."):
        return "le Python du système n’est pas de la version des bibliothèques"
    return ""


@contextmanager
def boot(work: Path) -> Iterator[Booted | None]:
    """The machine, with `work/depot` as /opt/depot; None where its systemd did not start."""
    top = _hierarchy()
    assert top is not None
    group = top / f"usine-essai-{os.getpid()}"
    (work / "disque").mkdir()
    group.mkdir()
    log = (work / "demarrage").open("w")
    process = subprocess.Popen(
        ["bash", "-euc", 'echo $$ >"$1/cgroup.procs"; shift; exec "$@"', "bash", str(group),
         "unshare", "--mount", "--propagation", "private", "--pid", "--uts", "--ipc", "--cgroup",
         "--net", "--fork", "--kill-child", "bash", "-euc", BOOT, "bash", str(work),
         sysconfig.get_path("purelib")],
        stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        yield _started(process)
    finally:
        process.kill()
        process.wait()
        _removed(group)


def _started(process: "subprocess.Popen[bytes]") -> Booted | None:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    for _ in range(PATIENCE * 10):
        time.sleep(0.1)
        if process.poll() is not None:
            return None
        if found := children.read_text().split():
            machine = Booted(int(found[0]))
            done = machine.run("systemctl", "is-system-running")
            if done.stdout.strip() in ("running", "degraded"):
                return machine
    return None


def _hierarchy() -> Path | None:
    """Where cgroup2 is mounted, whole or beside the former hierarchies."""
    for line in Path("/proc/mounts").read_text().splitlines():
        _, where, kind, options, *_ = line.split()
        if kind == "cgroup2" and "rw" in options.split(","):
            return Path(where)
    return None


def _removed(group: Path) -> None:
    for _ in range(100):
        with suppress(OSError):
            for folder in sorted(group.rglob("*/"), reverse=True):
                folder.rmdir()
            group.rmdir()
            return
        time.sleep(0.05)
