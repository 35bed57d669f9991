"""Files whose child died of them: two builds in a row, it is no accident of the machine."""

from collections.abc import Iterable

from factory.archive.cache import Cache
from factory.ground.problems import Problem
from factory.media.batches import DEADLY

_NATURE = "morts"


class Deaths:
    """What was tried in vain at the last build, by key; what dies again may be remembered.

    A fault remembered at once would keep a sound picture off for ever, for one busy minute of the
    machine; one that never is costs a child, and up to a minute, at every build.
    """

    def __init__(self, cache: Cache) -> None:
        self._before = cache.all(_NATURE).keys()
        self._met: set[str] = set()
        self._cache = cache

    def again(self, key: str, problems: Iterable[Problem]) -> bool:
        """Whether these are the faults of a child that died, for the second time."""
        if not any(problem.code in DEADLY for problem in problems):
            return False
        self._met.add(key)
        self._cache.put(_NATURE, key, b"")
        return key in self._before

    def close(self) -> None:
        """What did not die this time is forgotten."""
        self._cache.keep_only(_NATURE, self._met)
