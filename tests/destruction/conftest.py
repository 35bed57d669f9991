"""restic is the real one."""

import shutil

import pytest


@pytest.fixture(autouse=True, scope="session")
def tools() -> None:
    if shutil.which("restic") is None:
        pytest.skip("restic is not installed")
