"""What a person sees: lines, in colour on a terminal, and a bar that stays below them."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Self

_COLOURS = (
    (r"\berreur \[[a-z0-9-]+\]", "bold red"),
    (r"\bavertissement \[[a-z0-9-]+\]", "yellow"),
    (r"\binformation \[[a-z0-9-]+\]", "cyan"),
    (r"échec de l’étape « [^»]+ »", "bold red"),
    (r"^\S+ : publiée(?! avec)", "green"),
    (r"^\S+ : (non publiée|disparue|retenue)", "bold red"),
)


class Bar:
    """A bar that moves on with each commune, on a terminal. rich is imported for it alone."""

    def __init__(self, title: str, total: int | None = None) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeElapsedColumn,
        )

        self._console = Console(highlight=False)
        columns = (TextColumn(title), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=self._console, transient=True)
        self._task = self._progress.add_task("", total=total)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._progress.stop()

    def expect(self, total: int) -> None:
        """How many there are, where that is known late."""
        self._progress.update(self._task, total=total)

    def advance(self) -> None:
        self._progress.advance(self._task)

    def line(self, text: str) -> None:
        """A line above the bar, its problems and states in colour."""
        from rich.text import Text

        styled = Text(text)
        for pattern, colour in _COLOURS:
            styled.highlight_regex(pattern, colour)
        self._console.print(styled, soft_wrap=True)


@contextmanager
def progress(title: str, total: int, *, quiet: bool) -> Iterator[Callable[[], None]]:
    """A bar that moves on at each call, below what `print` writes; nothing elsewhere."""
    if quiet or not sys.stdout.isatty():
        yield lambda: None
        return
    with Bar(title, total) as bar:
        yield bar.advance


def indented(text: str) -> str:
    """What stands under a commune's line."""
    return "\n".join(f"    {line}" for line in text.splitlines())
