"""A factory with backups; what is erased is told in the words of `gomme.py`."""

import shutil

import pytest


@pytest.fixture(autouse=True, scope="session")
def tools() -> None:
    if shutil.which("restic") is None:
        pytest.skip("restic is not installed")
