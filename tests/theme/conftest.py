import pytest
from page_reader import DIRECTORY

from factory.theme.theme import Theme


@pytest.fixture(scope="session")
def theme() -> Theme:
    return Theme.load(DIRECTORY)
