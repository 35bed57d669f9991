"""A small factory of two communes, and the real `usine serve` and `usine watch` on it."""

import http.client
import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from commande import USINE

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 20.0

COMMUNE = """\
nom: {nom}
code_insee: "13999"
domaine: {slug}.example
"""
NEWS = """\
---
titre: La fête du village
date: 3 mars 2026
---

Rendez-vous sur la place, à midi.
"""


def until(found: Callable[[], Any], what: str) -> Any:
    """The first true answer, asked for again and again."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if answer := found():
            return answer
        time.sleep(0.02)
    raise AssertionError(f"still waiting: {what}")


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    text: str

    @property
    def version(self) -> str:
        found = re.search(r'data-version="([0-9a-f]+)"', self.text)
        assert found is not None, "no page of the preview's"
        return found[1]


@dataclass
class Running:
    """A verb at work in a process of its own."""

    process: subprocess.Popen[str]
    log: Path
    port: int = 0

    def lines(self) -> list[str]:
        return self.log.read_text("utf-8").splitlines()

    def told(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines()]

    def get(self, host: str, path: str = "/", method: str = "GET") -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.putrequest(method, path, skip_host=True)
        connection.putheader("Host", host)
        connection.endheaders()
        answer = connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        reply = Reply(answer.status, headers, answer.read().decode("utf-8", "replace"))
        connection.close()
        return reply

    def children(self) -> list[int]:
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    stat = (entry / "stat").read_text()
                except OSError:
                    continue
                if int(stat.rpartition(")")[2].split()[1]) == self.process.pid:
                    found.append(int(entry.name))
        return found

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end; its exit code."""
        self.process.send_signal(how)
        return self.process.wait(60)


@dataclass
class Usine:
    """The factory's folder, and what was started on it."""

    root: Path
    started: list[Running] = field(default_factory=list)
    until = staticmethod(until)

    @property
    def tenants(self) -> Path:
        return self.root / "tenants"

    def write(self, path: str, text: str) -> Path:
        """Write a file as a text editor does: beside, then in its place."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{target.name}.swp")
        beside.write_text(text, "utf-8")
        beside.replace(target)
        return target

    def commune(self, slug: str, nom: str) -> None:
        self.write(f"tenants/{slug}/contenu/accueil.md", f"# Bienvenue à {nom}\n\nBonjour.\n")
        self.write(f"tenants/{slug}/contenu/actualites/fete.md", NEWS)
        self.write(f"tenants/{slug}/commune.yaml", COMMUNE.format(nom=nom, slug=slug))

    def public(self, slug: str, path: str) -> str:
        """A published page; empty where there is none."""
        try:
            return (self.root / "build" / slug / "public" / path).read_text("utf-8")
        except (FileNotFoundError, NotADirectoryError):
            return ""

    def environment(self) -> dict[str, str]:
        return {**os.environ, "USINE_CONFIG": str(self.root / "usine.yaml")}

    def command(self, *words: str) -> list[str]:
        return [*USINE, *words]

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words),
            env=self.environment(),
            cwd=self.root,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def start(self, *words: str) -> Running:
        log = self.root / f"journal-{len(self.started)}"
        process = subprocess.Popen(
            self.command(*words),
            env=self.environment(),
            cwd=self.root,
            stdout=log.open("w"),
            stderr=subprocess.STDOUT,
            text=True,
        )
        running = Running(process, log)
        self.started.append(running)
        return running

    def serve(self, *words: str) -> Running:
        running = self.start("serve", "--port", "0", *words)
        first = until(lambda: _ready(running), "usine serve")
        running.port = int(first.rstrip("/").rpartition(":")[2])
        return running

    def watch(self, *words: str) -> Running:
        """Started, and past its first look at every commune."""
        running = self.start("watch", "--json", *words)
        slugs = {entry.name for entry in self.tenants.iterdir()}
        until(lambda: slugs <= {one.get("commune") for one in running.told()}, "usine watch")
        return running


def _ready(running: Running) -> str:
    assert running.process.poll() is None, running.log.read_text("utf-8")
    return next((line for line in running.lines() if "http://localhost:" in line), "")


def prepare(root: Path) -> Usine:
    usine = Usine(root)
    theme = ROOT / "themes" / "institutional"
    usine.write("usine.yaml", f"communes: tenants\nsortie: build\ntheme: {theme}\n")
    usine.commune("aubelle", "Aubelle")
    usine.commune("belmont", "Belmont")
    return usine


def finish(usine: Usine) -> None:
    for running in usine.started:
        if running.process.poll() is None:
            running.process.kill()
            running.process.wait()


@pytest.fixture
def usine(tmp_path: Path) -> Iterator[Usine]:
    made = prepare(tmp_path)
    yield made
    finish(made)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A preview that nobody edits."""
    made = prepare(tmp_path_factory.mktemp("apercu"))
    yield made.serve()
    finish(made)
