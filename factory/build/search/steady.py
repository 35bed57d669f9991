"""Pagefind's files, made the same each time.

Pagefind 1.5.2 keeps filters in hash tables, whose order is drawn anew at each run: the values
within a filter's file, and the list of filters in the metadata, come in any order, and the names
of these files follow from their bytes. Both are sorted here and named again. All the rest is the
same at each run (tests/build/test_search_index.py compares several).
"""

import gzip
import json
from collections.abc import Mapping
from typing import Any

from factory.build.search import cbor
from factory.ground.digests import digest

_MARK = b"pagefind_dcd"
"""What Pagefind writes before the CBOR."""
_FILTERS = 3
"""Where the list of filters stands in the metadata: version, pages, chunks, filters, sorts…"""


def steady(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same index, its filters in order. Raises ValueError where these are not Pagefind's."""
    found = dict(files)
    entry = json.loads(found.pop("pagefind-entry.json"))
    for language in sorted(entry["languages"]):
        known = entry["languages"][language]
        meta = _open(found.pop(f"pagefind.{known['hash']}.pf_meta"))
        filters = [_renamed(found, language, *named) for named in meta[_FILTERS]]
        meta[_FILTERS] = sorted(filters)
        packed = _close(meta)
        known["hash"] = f"{language}_{digest(packed)[:10]}"
        found[f"pagefind.{known['hash']}.pf_meta"] = packed
    found["pagefind-entry.json"] = json.dumps(entry, sort_keys=True).encode()
    return dict(sorted(found.items()))


def _renamed(files: dict[str, bytes], language: str, name: str, old: str) -> list[str]:
    """A filter's values in order, under the name that their bytes give: `[filter, name]`."""
    title, values = _open(files.pop(f"filter/{old}.pf_filter"))
    packed = _close([title, sorted(values)])
    new = f"{language}_{digest(packed)[:7]}"
    files[f"filter/{new}.pf_filter"] = packed
    return [name, new]


def _open(data: bytes) -> Any:
    return cbor.loads(gzip.decompress(data).removeprefix(_MARK))


def _close(value: Any) -> bytes:
    return gzip.compress(_MARK + cbor.dumps(value), 9, mtime=0)
