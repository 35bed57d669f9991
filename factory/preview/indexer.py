"""The search's indexes, made one at a time beside the workshop's builds: no save waits for them."""

import threading
from collections.abc import Callable


class Indexer:
    """A thread: `prepare` for each commune wanted, then `done` with whether its index is ready."""

    def __init__(self, prepare: Callable[[str], bool], done: Callable[[str, bool], None]) -> None:
        self._prepare = prepare
        self._done = done
        self._wanted: dict[str, None] = {}
        self._stopping = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._work, name="index", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish the index that is being made, and begin no other."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        if self._thread.is_alive():
            self._thread.join()

    def want(self, slug: str) -> None:
        """Once, however often it is wanted before its turn."""
        with self._changed:
            self._wanted[slug] = None
            self._changed.notify()

    def _work(self) -> None:
        while (slug := self._next()) is not None:
            self._done(slug, self._prepare(slug))

    def _next(self) -> str | None:
        with self._changed:
            self._changed.wait_for(lambda: self._stopping or self._wanted)
            if self._stopping:
                return None
            slug = next(iter(self._wanted))
            del self._wanted[slug]
            return slug
