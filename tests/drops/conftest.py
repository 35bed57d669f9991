"""A machine of its own for the drops: real accounts, a real sshd, a real `usine watch`.

It is this machine seen through a mount namespace: `/etc`, `/srv` and `/run` are its own, so that
accounts can be made and nothing of it is left behind.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from a_part import ROOT, apart, refusal

PATIENCE = 60.0
COMMUNE = """\
nom: {nom}
code_insee: "13999"
domaine: {slug}.example
"""
AGREEMENT = """\
contacts:
  referent: {{nom: Camille Exemple, courriel: mairie@{slug}.example}}
"""
HOME = "# Bienvenue à {nom}\n\nLe site de la commune.\n"
_PREPARE = """\
mount -t tmpfs -o mode=755 usine /srv && mount -t tmpfs -o mode=755 usine /run
mkdir -p /run/sshd && echo prêt && exec sleep 100000
"""


def until(found: Callable[[], Any], what: str) -> Any:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if answer := found():
            return answer
        time.sleep(0.05)
    raise AssertionError(f"still waiting: {what}")


@dataclass
class Machine:
    """Commands run on it, and its files as seen from here."""

    work: Path
    process: subprocess.Popen[str]
    port: int
    started: list[subprocess.Popen[str]] = field(default_factory=list)
    until = staticmethod(until)

    def at(self, path: str) -> Path:
        return Path(f"/proc/{self.process.pid}/root{path}")

    def inside(self, *words: str, user: str = "") -> list[str]:
        enter = ["nsenter", f"--mount=/proc/{self.process.pid}/ns/mnt", "--"]
        if user:
            enter += ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", "--"]
        return [*enter, *words]

    def run(
        self, *words: str, user: str = "", **options: Any
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            self.inside(*words, user=user),
            capture_output=True,
            text=True,
            timeout=PATIENCE * 2,
            check=False,
            env=_environment(),
            cwd="/",
            **options,
        )

    def start(self, *words: str, log: str, user: str = "") -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            self.inside(*words, user=user),
            stdout=(self.work / log).open("w"),
            stderr=subprocess.STDOUT,
            env=_environment(),
            cwd="/",
            text=True,
        )
        self.started.append(process)
        return process

    def drop(self, slug: str) -> Path:
        return self.at(f"/srv/usine/depots/depot-{slug}/site")

    def public(self, slug: str, path: str) -> str:
        try:
            return self.at(f"/srv/usine/build/{slug}/public/{path}").read_text("utf-8")
        except (FileNotFoundError, NotADirectoryError):
            return ""

    def sources(self, slug: str) -> Path:
        return self.at(f"/srv/usine/tenants/{slug}")

    def told(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.work / "watch").read_text().splitlines()]

    def answer(self, slug: str) -> str:
        try:
            data = (self.drop(slug) / "LISEZMOI-publication.txt").read_bytes()
        except FileNotFoundError:
            return ""
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\u00a0", " ")

    def sftp(self, slug: str, *commands: str, key: str = "") -> "subprocess.CompletedProcess[str]":
        """A batch of the agent's client. A line that begins with « - » may fail."""
        words = ["sftp", "-q", "-b", "-", "-P", str(self.port), *_options(self.work, key or slug)]
        return subprocess.run(
            [*words, f"depot-{slug}@127.0.0.1"],
            input="\n".join(commands) + "\n",
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
            cwd=self.work / slug,
        )

    def slowly(self, slug: str, command: str) -> "subprocess.Popen[str]":
        """The same over a line that takes 80 kbit/s, still at it when this returns."""
        words = ["sftp", "-q", "-l", "80", "-B", "1024", "-b", "-", "-P", str(self.port)]
        slow = subprocess.Popen(
            [*words, *_options(self.work, slug), f"depot-{slug}@127.0.0.1"],
            stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            cwd=self.work / slug, text=True,
        )  # fmt: skip
        assert slow.stdin is not None
        slow.stdin.write(f"{command}\n")
        slow.stdin.close()
        return slow

    def ssh(self, slug: str, *words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [
                *("ssh", "-p", str(self.port), *_options(self.work, slug)),
                f"depot-{slug}@127.0.0.1",
                *words,
            ],
            input="",
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def git(self, slug: str, *words: str, given: str = "") -> "subprocess.CompletedProcess[str]":
        ssh = " ".join(["ssh", "-p", str(self.port), *_options(self.work, slug)])
        return subprocess.run(
            ["git", "-c", "user.name=Agent", "-c", f"user.email=agent@{slug}.example", *words],
            input=given,
            capture_output=True,
            text=True,
            timeout=PATIENCE * 2,
            check=False,
            cwd=self.work / slug,
            env={**os.environ, "GIT_SSH_COMMAND": ssh, "GIT_CONFIG_GLOBAL": "/dev/null"},
        )


def _options(work: Path, key: str) -> list[str]:
    return [
        "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
        "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", "LogLevel=ERROR",
        "-i", str(work / "cles" / key),
    ]  # fmt: skip


def _environment() -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "USINE_CONFIG": "/srv/usine/usine.yaml",
    }


@pytest.fixture(scope="session")
def absent() -> str:
    """Why a machine of its own cannot be had here; empty where it can."""
    if os.geteuid() != 0:
        return "il faut être root pour poser des comptes et servir par SFTP"
    for tool in ("/usr/sbin/sshd", "sftp", "git", "nsenter", "setpriv", "useradd"):
        if shutil.which(tool) is None:
            return f"{tool} n’est pas installé"
    return refusal()


@pytest.fixture(scope="module")
def machine(absent: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """Two communes by SFTP, one by git; not laid yet, nothing runs yet."""
    if absent:
        pytest.skip(absent)
    work = tmp_path_factory.mktemp("machine")
    process = subprocess.Popen(
        apart(_PREPARE, work),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None and process.stdout.readline() == "prêt\n"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    made = Machine(work, process, port)
    try:
        _settle(made)
        yield made
    finally:
        for one in made.started:
            one.terminate()
            one.wait(30)
        process.kill()
        process.wait()


def _settle(machine: Machine) -> None:
    (machine.work / "cles").mkdir()
    keys = machine.at("/srv/usine/cles")
    keys.mkdir(parents=True)
    for slug in ("aubelle", "belmont", "cadran"):
        (machine.work / slug).mkdir()
        key = machine.work / "cles" / slug
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", slug, "-f", str(key)]
        subprocess.run(words, check=True)
        shutil.copy(key.with_suffix(".pub"), keys / f"{slug}.pub")
        folder = machine.sources(slug)
        (folder / "contenu" / "actualites").mkdir(parents=True)
        nom = slug.title()
        (folder / "commune.yaml").write_text(COMMUNE.format(nom=nom, slug=slug), "utf-8")
        (folder / "convention.yaml").write_text(AGREEMENT.format(slug=slug), "utf-8")
        (folder / "contenu" / "accueil.md").write_text(HOME.format(nom=nom), "utf-8")


@pytest.fixture(scope="module")
def python() -> str:
    return sys.executable
