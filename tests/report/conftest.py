"""The words in which nights are told; an authority of our own for what is encrypted."""

import pytest
from authority import Authority


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("autorite"))
