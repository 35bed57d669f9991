"""Precompressed siblings: `index.html.gz` and `index.html.br`, made once for given bytes.

Brotli's quality 5 costs 0.2 ms a page and saves nearly what 11 does at sixty times the price
(benchmarks/precompression.py): it can stand on the path of a save.
"""

import gzip

import brotli

SUFFIXES = (".br", ".gz")
BROTLI_QUALITY = 5
GZIP_LEVEL = 9
SMALLEST = 1400
"""Bytes below which a compressed form spares no packet, and is not worth a file."""

_COMPRESSIBLE = (
    ".html", ".css", ".js", ".svg", ".xml", ".txt", ".json", ".webmanifest", ".ics", ".csv",
)  # fmt: skip


def is_compressible(path: str, size: int) -> bool:
    return size >= SMALLEST and path.endswith(_COMPRESSIBLE)


def compressed(data: bytes, suffix: str) -> bytes:
    """`data` compressed, the same bytes at any time (gzip's time is 0)."""
    if suffix == ".br":
        packed: bytes = brotli.compress(data, quality=BROTLI_QUALITY)
        return packed
    return gzip.compress(data, GZIP_LEVEL, mtime=0)
