"""The engine's digest: a page made by another engine is made again."""

import os
import platform
import re
import sys
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
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
_SUFFIX = ".dist-info"


@cache
def engine() -> str:
    """Digest of the source of rooms 0 to 8 and of the versions of what shapes output."""
    root = Path(factory.__file__).parent
    sources = [
        (path.relative_to(root).as_posix(), digest(path.read_bytes()))
        for room in ROOMS
        for path in sorted(_files(root / room))
    ]
    return digest_of((sources, components()))


def _files(folder: Path) -> Iterator[Path]:
    """Every file below, but for what Python compiled."""
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        yield from (Path(where, name) for name in names)


def components() -> list[tuple[str, str]]:
    """The version of each library that shapes output, Python's and zlib's included."""
    installed = _installed()
    libraries = [(name, installed.get(name) or _version(name)) for name in LIBRARIES]
    return [
        *libraries, ("python", platform.python_version()), ("zlib", zlib.ZLIB_RUNTIME_VERSION)
    ]  # fmt: skip


@cache
def pagefind() -> str:
    """The version of Pagefind that makes the search's indexes; empty where there is none.

    No part of the engine: no page's bytes depend on it but that of the search, by its index.
    """
    return _installed().get("pagefind-bin", "")


@cache
def _installed() -> Mapping[str, str]:
    """The version of each package, as installers name its folder: « jinja2-3.1.6.dist-info ».

    `importlib.metadata` reads a file for each, with a parser of mail, and takes ten times as long.
    """
    found: dict[str, str] = {}
    for entry in sys.path:
        with suppress(OSError):
            for name in os.listdir(entry or "."):
                if name.endswith(_SUFFIX):
                    project, _, number = name.removesuffix(_SUFFIX).partition("-")
                    found.setdefault(re.sub(r"[-_.]+", "-", project).lower(), number)
    return found


def _version(name: str) -> str:
    """Of a package that another kind of installer put there."""
    from importlib.metadata import version

    return version(name)
