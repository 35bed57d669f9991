"""The authority and the words of nights are those of the report's tests."""

import pytest
from authority import Authority


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("autorite"))
