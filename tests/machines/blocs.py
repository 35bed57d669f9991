"""A page's JSON-LD, read as a search engine reads it."""

import json
from html.parser import HTMLParser
from typing import Any


class _Blocks(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "script" and dict(attrs).get("type") == "application/ld+json"
        if self._inside:
            self.found.append("")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self._inside = False


def nodes(page: str) -> dict[str, Any]:
    """The nodes of a page's graph by type; the first of each."""
    reader = _Blocks()
    reader.feed(page)
    reader.close()
    assert len(reader.found) <= 1
    found: dict[str, Any] = {}
    for block in reader.found:
        read = json.loads(block)
        assert read["@context"] == "https://schema.org"
        for node in read["@graph"]:
            found.setdefault(node["@type"], node)
    return found


def every(value: Any) -> list[dict[str, Any]]:
    """Each node that has a type, however deep."""
    if isinstance(value, list):
        return [node for part in value for node in every(part)]
    if not isinstance(value, dict):
        return []
    below = [node for part in value.values() for node in every(part)]
    return [value, *below] if "@type" in value else below
