"""A year of three communes (une_annee.py), and the account worked out by hand (a_la_main.py)."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import une_annee


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three conventions, two ledgers, and a year of nights."""
    work = tmp_path_factory.mktemp("bilan")
    une_annee.lay(work)
    return work
