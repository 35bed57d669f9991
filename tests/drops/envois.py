"""What is sent to a drop, what is answered, and two traps that a push may hold."""

from pathlib import Path
from typing import Any

NEWS = """\
---
titre: La fête du village
date: {date}
---

Rendez-vous sur la place, à midi.
"""
PAGE = "actualites/fete/index.html"


def write(machine: Any, slug: str, name: str, text: str) -> str:
    (machine.work / slug / name).write_text(text, "utf-8")
    return name


def said(machine: Any, slug: str, what: str) -> str:
    """The answer, once it says that."""
    machine.until(lambda: what in machine.answer(slug), f"« {what} »: {machine.answer(slug)}")
    answer: str = machine.answer(slug)
    return answer


def pushes_a_repository_among_its_files(laid: Any, folder: Path, url: str) -> None:
    """git runs the hooks of any repository that an account owns, and a push makes files."""
    assert laid.git("cadran", "init", "-q", "--bare", "contenu/piege.git").returncode == 0
    trap = folder / "contenu/piege.git/hooks/pre-receive"
    trap.write_text("#!/bin/sh\necho pris ; id\n")
    trap.chmod(0o755)
    for name in ("objects", "refs"):
        (folder / f"contenu/piege.git/{name}/reste").write_text("")
    laid.git("cadran", "add", "-f", ".")
    laid.git("cadran", "commit", "-qm", "Un piège")
    pushed = laid.git("cadran", "push", url, "main")
    assert pushed.returncode == 0, pushed.stderr
    assert (laid.drop("cadran") / "contenu/piege.git/HEAD").exists()
    for path in ("site/contenu/piege.git", "depot.git/../site/contenu/piege.git"):
        done = laid.git("cadran", "push", url.replace("depot.git", path), "main:essai")
        assert done.returncode != 0 and "pris" not in done.stderr, done.stderr
        assert "Ce compte ne sert qu’à pousser et à tirer « depot.git » par git." in done.stderr
    short = url.partition("/srv/")[0] + "/~/depot.git"
    assert laid.git("cadran", "ls-remote", short, "main").stdout.endswith("refs/heads/main\n")


def pushes_a_bomb(laid: Any, url: str) -> None:
    """Three trees of a hundred entries each, all the same: a million files in a pack of 2 kB."""
    before = laid.git("cadran", "ls-remote", url, "main").stdout
    made = laid.git("cadran", "hash-object", "-w", "commune.yaml").stdout.strip()
    kind, mode = "blob", "100644"
    for _ in range(3):
        lines = "".join(f"{mode} {kind} {made}\t{n:03}\n" for n in range(100))
        made = laid.git("cadran", "mktree", given=lines).stdout.strip()
        kind, mode = "tree", "040000"
    made = laid.git("cadran", "commit-tree", made, "-p", "main", "-m", "Une bombe").stdout.strip()
    pushed = laid.git("cadran", "push", url, f"{made}:main")
    assert pushed.returncode != 0
    assert "Trop de fichiers, ou trop lourds : la limite est de 100000 fichiers" in pushed.stderr
    assert laid.git("cadran", "ls-remote", url, "main").stdout == before
