"""A factory in a folder of its own, for builds told as stories."""

from pathlib import Path

import pytest
from histoire import Factory

from factory.reception import sources


@pytest.fixture
def factory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Factory:
    # Stories go faster than two seconds a step: stamps are trusted at once, and each writing
    # makes a new inode, so that the short-cut is at work and never mistaken.
    monkeypatch.setattr(sources, "YOUNG", -(10**15))
    return Factory(tmp_path / "usine")
