"""Characters that show nothing and change what is read around them.

A name with an escape sequence would repaint a terminal, one with a line break would forge a line of
a report, one that turns the reading round (« trojan source », UTS 55) would pass for another.
"""

import re

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no text has a use for; tabs and line ends stay."""
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def is_visible(text: str) -> bool:
    """Whether `text` is what a reader sees of it, on one line."""
    return text.isprintable() or not _UNSEEN.search(text)


def visible(text: str) -> str:
    """`text` on one line, with « � » for each character that would spoil where it is shown."""
    return text if text.isprintable() else _UNSEEN.sub("\ufffd", text)


def visible_lines(text: str) -> str:
    """The same for a text of several lines, which stay."""
    return "\n".join(map(visible, text.split("\n")))
