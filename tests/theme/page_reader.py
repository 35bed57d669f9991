"""What a reader and a parser find in a page: for the tests."""

import re
from html.parser import HTMLParser
from pathlib import Path

DIRECTORY = Path(__file__).resolve().parents[2] / "themes" / "institutional"

_INLINE = frozenset(
    ("a", "abbr", "b", "br", "code", "em", "i", "img", "picture", "small", "source", "span",
     "strong", "sub", "sup", "time", "wbr")
)  # fmt: skip


class PageReader(HTMLParser):
    """Collects elements with their attributes, and the text as it is shown."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._text: list[str] = []
        self._hidden = 0
        self.feed(page)
        self.close()

    @property
    def text(self) -> str:
        """One line per block; white space as a browser collapses it."""
        lines = "".join(self._text).split("\x00")
        return "\n".join(
            filter(None, (re.sub(r"[ \t\n\r\f]+", " ", line).strip(" ") for line in lines))
        )

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag in tags]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self._hidden += 1
        if tag == "br" or tag not in _INLINE:
            self._text.append("\x00")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._hidden -= 1
        if tag not in _INLINE:
            self._text.append("\x00")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._text.append(data)
