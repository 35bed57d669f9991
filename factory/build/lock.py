"""A commune's lock: two builds of one commune never interleave."""

from collections.abc import Iterator
from contextlib import contextmanager

from factory.build.layout import Layout
from factory.ground.locks import tried


@contextmanager
def locked(layout: Layout) -> Iterator[bool]:
    """The commune's lock; False where another process has it."""
    layout.root.mkdir(parents=True, exist_ok=True)
    with tried(layout.lock, 0o644) as free:
        yield free
