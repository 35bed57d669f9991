"""The words of the builds' stories, and what a page says to machines."""

from pathlib import Path

import pytest
from histoire import Factory


@pytest.fixture
def factory(tmp_path: Path) -> Factory:
    return Factory(tmp_path / "usine")
