"""The words of the builds' stories, and what a page says to machines."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "build"))
sys.path.insert(0, str(Path(__file__).parent))

from histoire import Factory


@pytest.fixture
def factory(tmp_path: Path) -> Factory:
    return Factory(tmp_path / "usine")
