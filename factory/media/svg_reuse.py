"""Reuse in a drawing: how many elements it amounts to once every reference is followed.

Ten uses of ten uses of ten uses… fit in a kilobyte and stop a reader's browser.
"""

from collections import defaultdict

MOST_DRAWN = 200_000


class TooMuch(Exception):
    """The drawing refers to itself, or amounts to more than MOST_DRAWN elements."""


class Reuse:
    """Told of each element and reference as the file is read."""

    def __init__(self) -> None:
        self._path: list[str] = []
        self._own: dict[str, int] = defaultdict(int)
        self._refers: dict[str, list[str]] = defaultdict(list)

    def enter(self, name: str) -> None:
        """An element begins; `name` is its id, or empty."""
        # An element without an id belongs to the nearest one that has it.
        owner = name or (self._path[-1] if self._path else "")
        if name and self._path and self._path[-1] != name:
            self._refers[self._path[-1]].append(name)
        self._path.append(owner)
        self._own[owner] += 1

    def leave(self) -> None:
        self._path.pop()

    def use(self, name: str) -> None:
        """The current element refers to the one whose id is `name`."""
        self._refers[self._path[-1] if self._path else ""].append(name)

    def check(self) -> None:
        """Raises TooMuch."""
        weights: dict[str, int] = {}
        for start in list(self._own):
            self._weigh(start, weights)

    def _weigh(self, start: str, weights: dict[str, int]) -> None:
        """Depth first, without recursion; -1 stands for an element being weighed."""
        waiting = [start]
        while waiting:
            name = waiting[-1]
            if weights.get(name, -1) >= 0:
                waiting.pop()
                continue
            parts = [part for part in self._refers.get(name, ()) if part in self._own]
            if name not in weights:
                weights[name] = -1
                unknown = [part for part in parts if part not in weights]
                if any(weights.get(part) == -1 for part in parts):
                    raise TooMuch
                if unknown:
                    waiting += dict.fromkeys(unknown)
                    continue
            weights[name] = self._own[name] + sum(self._weight(part, weights) for part in parts)
            if weights[name] > MOST_DRAWN:
                raise TooMuch
            waiting.pop()

    @staticmethod
    def _weight(part: str, weights: dict[str, int]) -> int:
        if weights[part] < 0:
            raise TooMuch
        return weights[part]
