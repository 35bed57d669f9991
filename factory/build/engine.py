"""The engine's digest: a page made by another engine is made again."""

import platform
import zlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import factory
from factory.ground.digests import digest, digest_of

ROOMS = (
    "ground", "tenants", "archive", "content", "media", "reception", "site", "theme", "build",
)  # fmt: skip
LIBRARIES = (
    "brotli", "jinja2", "markdown-it-py", "markupsafe", "mdit-py-plugins",
    "minify-html", "msgspec", "nh3", "pydantic", "pydantic-core", "pypdf", "python-dateutil",
    "pyyaml", "tzdata",
)  # fmt: skip
"""What shapes output, pictures apart: a derivative's key has its codec's version, never this."""


@cache
def engine() -> str:
    """Digest of the source of rooms 0 to 8 and of the versions of what shapes output."""
    root = Path(factory.__file__).parent
    sources = [
        (path.relative_to(root).as_posix(), digest(path.read_bytes()))
        for room in ROOMS
        for path in sorted((root / room).rglob("*"))
        if path.is_file() and path.suffix != ".pyc"
    ]
    return digest_of((sources, components()))


def components() -> list[tuple[str, str]]:
    """The version of each library that shapes output, Python's and zlib's included."""
    libraries = [(name, version(name)) for name in LIBRARIES]
    return [
        *libraries, ("python", platform.python_version()), ("zlib", zlib.ZLIB_RUNTIME_VERSION)
    ]  # fmt: skip


@cache
def pagefind() -> str:
    """The version of Pagefind that makes the search's indexes; empty where there is none.

    No part of the engine: no page's bytes depend on it but that of the search, by its index.
    """
    try:
        return version("pagefind-bin")
    except PackageNotFoundError:
        return ""
