import sys
from pathlib import Path

import pytest

# `samples` and `page_reader` are read by tests of other folders too.
sys.path.insert(0, str(Path(__file__).parent))

from page_reader import DIRECTORY

from factory.theme.theme import Theme


@pytest.fixture(scope="session")
def theme() -> Theme:
    return Theme.load(DIRECTORY)
