"""The alerts that a commune's agents have online, as its home page shows them today."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from factory.report.morning import OpenAlert

_LONGEST = 5_000_000
_CLASS = re.compile(r"\balerte-(info|vigilance|urgence)\b")


def online(public: Path) -> tuple[OpenAlert, ...]:
    """Those of the site in `public`, in the order of the page; () where there is no site."""
    try:
        with (public / "index.html").open("rb") as file:
            data = file.read(_LONGEST)
    except OSError:
        return ()
    reader = _Reader()
    reader.feed(data.decode("utf-8", "replace"))
    return tuple(
        OpenAlert(level=found.level, title=_spaced(found.title), until=_spaced(found.until))
        for found in reader.found
    )


@dataclass(slots=True)
class _Found:
    level: str
    title: str = ""
    until: str = ""


@dataclass
class _Reader(HTMLParser):
    """Reads the theme's own marks: `alerte-<level>`, `alerte-titre`, and the `<time>` of its end.

    The word of the level stands in the title, in a `<strong>`: it is left out.
    """

    found: list[_Found] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._part = ""
        self._aside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs).get("class") or ""
        if tag in ("p", "div"):  # Minified pages leave their end tags out.
            self._part, self._aside = "", False
        if level := _CLASS.search(named):
            self.found.append(_Found(level[1]))
        elif "alerte-titre" in named.split() and self.found:
            self._part = "title"
        elif "alerte-fin" in named.split() and self.found:
            self._part = "until"
        elif self._part == "title" and tag == "strong":
            self._aside = True
        elif self._part == "until" and tag == "a":
            self._part = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "strong":
            self._aside = False
        elif tag in ("p", "div"):
            self._part = ""

    def handle_data(self, data: str) -> None:
        if self._part == "title" and not self._aside:
            self.found[-1].title += data
        elif self._part == "until":
            self.found[-1].until += data


def _spaced(text: str) -> str:
    return " ".join(text.split()).strip(" .")
