"""What precompression costs and spares, on the pages of a built commune: how to choose."""

import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import brotli

from benchmarks.report import Row


def rows(public: Path) -> Iterator[Row]:
    pages = [path.read_bytes() for path in sorted(public.rglob("*.html"))]
    total = sum(map(len, pages))
    for name, compress in _WAYS:
        start = time.perf_counter()
        smaller = sum(len(compress(page)) for page in pages)
        each = (time.perf_counter() - start) / len(pages)
        yield Row(
            what=f"precompression, {name}",
            goal="",
            usine=f"{each * 1000:.2f} ms a page, {smaller / total:.1%} of its size",
        )


def _gzip(level: int) -> Callable[[bytes], bytes]:
    return lambda page: zlib.compress(page, level, wbits=31)


def _brotli(quality: int) -> Callable[[bytes], bytes]:
    return lambda page: brotli.compress(page, quality=quality)


_WAYS = (
    ("gzip 6", _gzip(6)),
    ("gzip 9", _gzip(9)),
    ("brotli 5", _brotli(5)),
    ("brotli 9", _brotli(9)),
    ("brotli 11", _brotli(11)),
)
