"""The words in which nights are told: `nights.pass_()`, `nights.told("aubagne")`."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from commande import USINE
from histoire import Factory

from factory.archive.history import History


class Nights(Factory):
    """A factory, and its nights by the command line."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.settings()

    def settings(self, more: str = "") -> None:
        (self.root / "usine.yaml").write_text(
            f"theme: theme\nmetropole: {{telephone: 04 00 00 00 00}}\n{more}"
        )

    def started(self, *words: str, jobs: int = 2, **environment: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [*USINE, "nightly", "--json", "--jobs", str(jobs), *words],
            cwd=self.root,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def night(self, *words: str, jobs: int = 2, **environment: str) -> dict[str, Any]:
        """One whole night: what it answers, its log under « journal »."""
        run = self.started(*words, jobs=jobs, **environment)
        out, err = run.communicate(timeout=300)
        assert out, err
        answer: dict[str, Any] = json.loads(out)
        assert run.returncode == answer["code"]
        answer["journal"] = [json.loads(line) for line in err.splitlines()]
        answer["par"] = {one["commune"]: one for one in answer["communes"]}
        return answer

    def history(self) -> History:
        return History(self.root / "memoire")

    @property
    def memory(self) -> Path:
        return self.root / "memoire"


def steps(commune: dict[str, Any]) -> dict[str, str]:
    """Each step's name → how it ended."""
    return {step["nom"]: step["issue"] for step in commune["etapes"]}


def codes(problems: list[dict[str, Any]]) -> set[str]:
    return {problem["code"] for problem in problems}
