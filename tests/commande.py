"""The command `usine`, typed: a process of its own, with the Python that runs the tests."""

import os
import subprocess
import sys
from pathlib import Path

USINE = (sys.executable, "-c", "from factory.cli import main; main()")


def usine(
    root: Path, *words: str, said: str = "", **environment: str
) -> "subprocess.CompletedProcess[str]":
    """What it answers in that folder; `said` is typed to it."""
    return subprocess.run(
        [*USINE, *words], cwd=root, input=said, env={**os.environ, **environment},
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
