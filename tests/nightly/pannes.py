"""What faults of a night are injected with: a child met at work, a disk that is small and fills."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from histoire import Commune

BACKUPS = "sauvegardes: {depot: depots, cles: cles}\n"
needs_restic = pytest.mark.skipif(shutil.which("restic") is None, reason="restic is not installed")


def act(commune: Commune, number: int) -> Commune:
    return commune.write(f"contenu/actes/a{number}.pdf", b"%%PDF-1.4\n%d\n" % number).write(
        f"contenu/actes/a{number}.md",
        f"---\ntitre: Acte {number}\nnature: arrêté\nportee: réglementaire\nnumero: A{number}\n"
        f"objet: Circulation\nmatiere: 6.1\ndate_acte: 2026-11-02\nfichier: a{number}.pdf\n"
        "auteurs: [{prenom: Camille, nom: Exemple, qualite: maire}]\n---\nTexte.\n",
    )


def large(commune: Commune, pages: int = 250) -> Commune:
    for number in range(pages):
        commune.write(f"contenu/p{number}.md", f"# Page {number}\n\n" + "Un *texte*.\n\n" * 40)
    return commune


def registered(commune: Commune) -> list[str]:
    lines = commune.read("registre/actes.jsonl").splitlines()
    return [json.loads(line)["fichier"] for line in lines]


def working_on(slug: str, below: int) -> int:
    """The confined child, somewhere below that process, that builds this commune; 0 if none."""
    parents: dict[int, int] = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            status = Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(name)] = int(status[1])
    for number in parents:
        line, at = [], number
        while at in parents:
            line.append(at)
            at = parents[at]
        if below not in line:
            continue
        try:
            held = [os.readlink(fd) for fd in Path(f"/proc/{number}/fd").iterdir()]
        except OSError:
            continue
        if any(f"/build/{slug}/cache/" in name for name in held):
            return number
    return 0


def dead(pid: int, seconds: float = 10.0) -> bool:
    """Whether that process ends within moments; one that nobody has reaped yet has ended."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


def met(find: Callable[[], int], run: "subprocess.Popen[str]") -> int:
    found = 0
    while not found:
        assert run.poll() is None, "the worker was not met"
        found = find()
        time.sleep(0.005)
    return found


def fill(folder: Path) -> None:
    with (folder / "remplissage").open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue
