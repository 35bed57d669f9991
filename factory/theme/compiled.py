"""Templates compiled once for a factory: Jinja's code objects, kept in one file between runs.

Compiling the theme takes longer than reading it back and building a page. The file is the
factory's own, beside the communes' outputs and out of their workers' reach; it holds code, so it
is trusted as the factory's own source is, and its digest tells a damaged one.
"""

import hashlib
import marshal
from contextlib import suppress
from pathlib import Path
from types import CodeType

from jinja2.bccache import Bucket, BytecodeCache

from factory.ground.files import write_whole

_SIGN = 32


class Compiled(BytecodeCache):
    """Code objects by the digest of their template's source. Lost or damaged, it starts empty."""

    def __init__(self, file: Path) -> None:
        """`file` must be named after all that shapes the code: Python, Jinja, the helpers."""
        self._file = file
        self._codes = _read(file)
        self._grown = False

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get(bucket.checksum)

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self._codes[bucket.checksum] = bucket.code
        self._grown = True

    def keep(self) -> None:
        """Write what was compiled since, and forget the files of other engines and themes."""
        if not self._grown:
            return
        data = marshal.dumps(self._codes)
        # A full disk costs the saving, not the build.
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            for other in self._file.parent.iterdir():
                other.unlink()
            write_whole(self._file, hashlib.sha256(data).digest() + data, 0o600)
        self._grown = False


def _read(file: Path) -> dict[str, CodeType]:
    try:
        data = file.read_bytes()
    except OSError:
        return {}
    if hashlib.sha256(data[_SIGN:]).digest() != data[:_SIGN]:
        return {}
    found: dict[str, CodeType] = marshal.loads(data[_SIGN:])
    return found
