"""The same stories as the builds' (tests/build/histoire.py), and a town with its duties."""

from pathlib import Path

import pytest
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
