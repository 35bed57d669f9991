"""A factory with backups; what is erased is told in the words of `gomme.py`."""

import shutil
import sys
from pathlib import Path

import pytest

for folder in ("build", "backup", "reversibility", "erasure"):
    sys.path.insert(0, str(Path(__file__).parents[1] / folder))


@pytest.fixture(autouse=True, scope="session")
def tools() -> None:
    if shutil.which("restic") is None:
        pytest.skip("restic is not installed")
