"""A factory in a folder of its own, for builds told as stories."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from histoire import Factory


@pytest.fixture
def factory(tmp_path: Path) -> Factory:
    return Factory(tmp_path / "usine")
