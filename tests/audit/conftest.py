"""The same stories as the builds' (tests/build/histoire.py), and a town with its duties."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "build"))

from histoire import Factory
from town import Town

from factory.reception import sources


@pytest.fixture
def factory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Factory:
    monkeypatch.setattr(sources, "YOUNG", -(10**15))
    return Factory(tmp_path / "usine")


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path / "exemple")
