"""A theme's stylesheets, scripts and icons, at addresses that change with their bytes."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass

from factory.ground.digests import digest

PREFIX = "/_theme/"

_CSS_URL = re.compile(rb"""url\(\s*(["']?)([^"')]+)\1\s*\)""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """`name` is its path within the theme's assets; `url` carries the digest of `data`."""

    name: str
    url: str
    data: bytes


def fingerprinted(files: Mapping[str, bytes]) -> tuple[Asset, ...]:
    """The assets in order of name, stylesheets pointing to the others' final addresses.

    Raises KeyError, with the name as written, where a stylesheet names a file that isn't there.
    """
    assets = {name: _asset(name, files[name]) for name in files if not name.endswith(".css")}
    for name in files:
        if name.endswith(".css"):
            assets[name] = _asset(name, _rewritten(name, files[name], assets))
    return tuple(assets[name] for name in sorted(assets))


def _asset(name: str, data: bytes) -> Asset:
    stem, extension = posixpath.splitext(name)
    return Asset(name=name, url=f"{PREFIX}{stem}.{digest(data)[:12]}{extension}", data=data)


def _rewritten(stylesheet: str, data: bytes, assets: Mapping[str, Asset]) -> bytes:
    def address(match: re.Match[bytes]) -> bytes:
        target = match[2].decode()
        if target.startswith(("data:", "#", "/")):
            return match[0]
        path, mark, fragment = target.partition("#")
        name = posixpath.normpath(posixpath.join(posixpath.dirname(stylesheet), path))
        return f'url("{assets[name].url}{mark}{fragment}")'.encode()

    return _CSS_URL.sub(address, data)
