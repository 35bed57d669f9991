"""Files that change, as the kernel tells it, or by looking again and again where it cannot.

An event is only a hint that something moved near a path: what changed is found by reading the
folder again. Reading is no event, or the build that a change starts would start the next one.
"""

import os
import threading
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileAttribEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers.api import BaseObserver
from watchdog.observers.inotify import InotifyObserver
from watchdog.observers.polling import PollingObserver

POLLING = 1.0
"""Seconds between two looks."""

_CHANGES: list[type[FileSystemEvent]] = [
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileAttribEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]
_MOST_WATCHES = Path("/proc/sys/fs/inotify/max_user_watches")
_SHARE = 0.8
"""Of the machine's watches, what one process may count on."""


@dataclass(frozen=True, slots=True)
class Root:
    """A folder to watch, with all that is below it or alone."""

    path: Path
    recursive: bool = True


class Watcher:
    """Calls `moved` with each path that changed, from a thread of its own."""

    def __init__(self, moved: Callable[[Path], None], *, polling: bool = False) -> None:
        self._handler = _Handler(moved)
        self._asked = polling
        self._observer: BaseObserver | None = None
        self._watched: list[Root] = []
        self._turn = threading.Lock()
        self.polling = polling
        """Whether it looks again and again rather than be told."""

    def watch(self, roots: Iterable[Root]) -> None:
        """Watch those of these folders that are there, and no longer others.

        Nothing is done where they are the ones that it watches.
        """
        with self._turn:
            wanted = _there(roots)
            if self._observer is None or wanted != self._watched:
                self._watched = wanted
                self._watch(wanted)

    def _watch(self, wanted: list[Root]) -> None:
        self.stop()
        self._hush()
        self.polling = self._asked or not _enough_for(wanted)
        if not self.polling:
            try:
                self._start(InotifyObserver(), wanted)
                return
            except OSError:  # no inotify here, or its limits are reached
                self.stop()
                self.polling = True
        self._handler.open.clear()
        self._start(PollingObserver(timeout=POLLING), wanted)

    def being_written(self, below: Path) -> frozenset[Path]:
        """Files there that somebody has begun to write and has not closed, as far as is known.

        Only the kernel tells: with polling, none.
        """
        return frozenset(path for path in list(self._handler.open) if path.is_relative_to(below))

    def stop(self) -> None:
        observer, self._observer = self._observer, None
        if observer is not None and observer.is_alive():
            observer.stop()
            observer.join()

    @staticmethod
    def _hush() -> None:
        """A folder that comes back is watched twice: watchdog warns of it, and copes."""
        warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"watchdog\.")

    def _start(self, observer: BaseObserver, roots: Iterable[Root]) -> None:
        self._observer = observer
        observer.start()
        for root in roots:
            observer.schedule(
                self._handler, str(root.path), recursive=root.recursive, event_filter=_CHANGES
            )


class _Handler(FileSystemEventHandler):
    def __init__(self, moved: Callable[[Path], None]) -> None:
        self._moved = moved
        self.open: dict[Path, None] = {}

    def on_any_event(self, event: FileSystemEvent) -> None:
        for path in (event.src_path, event.dest_path):
            if path:
                place = Path(os.fsdecode(path))
                if type(event) is FileModifiedEvent:
                    self.open[place] = None
                elif isinstance(event, FileClosedEvent | FileDeletedEvent | FileMovedEvent):
                    self.open.pop(place, None)
                self._moved(place)


def _there(roots: Iterable[Root]) -> list[Root]:
    return [root for root in roots if root.path.is_dir()]


def _enough_for(roots: Iterable[Root]) -> bool:
    """Whether the kernel has a watch for each folder: watchdog says nothing of those it misses."""
    try:
        most = int(_MOST_WATCHES.read_text())
    except (OSError, ValueError):
        return True  # let it try
    folders = 0
    for root in roots:
        walked = os.walk(root.path) if root.recursive else [()]
        folders += sum(1 for _ in walked)
    return folders < most * _SHARE
