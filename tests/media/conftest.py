"""Small files, made in code: pictures, and hostile ones."""

from collections.abc import Callable
from pathlib import Path

import pytest

Write = Callable[[str, bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write bytes under a name; the file's path."""

    def write(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write
