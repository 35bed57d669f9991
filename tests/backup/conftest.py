"""A factory with backups, its commune and its recovery key; restic and age are the real ones."""

import shutil
from collections.abc import Iterator

import pytest
from coffre import Shed, fill

from factory.reception import sources


@pytest.fixture(autouse=True, scope="session")
def tools() -> None:
    for tool in ("restic", "age"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")


@pytest.fixture(scope="module")
def shed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shed]:
    """One factory, with one commune online, for a module's stories."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "YOUNG", -(10**15))
        shed = Shed(tmp_path_factory.mktemp("coffre") / "usine")
        fill(shed.commune())
        assert shed.build()["exemple"].number == 1
        yield shed
