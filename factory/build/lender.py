"""What a preview borrows: the pictures that the commune's published store has already.

A derivative's key holds all that its bytes depend on, so what one build made is what another
would make. The published folder is only read: its blobs are copied, and checked on the way.
"""

from dataclasses import dataclass, field
from pathlib import Path

from factory.archive.cache import peek
from factory.archive.store import Store
from factory.build.layout import Layout


@dataclass(slots=True)
class Lender:
    """Results of another build folder of the same commune; of none, nothing."""

    root: Path | None = None
    _read: dict[str, dict[str, bytes]] = field(default_factory=dict)

    def result(self, nature: str, key: str) -> bytes | None:
        """What the other build's cache has; read only once something is asked for."""
        if self.root is None:
            return None
        if nature not in self._read:
            self._read[nature] = peek(Layout(self.root).results, nature)
        return self._read[nature].get(key)

    def give(self, name: str, size: int, into: Store) -> bool:
        """Copy a blob into the store; False where the other has it no longer, or not whole."""
        if self.root is None:
            return False
        return into.put_file(Layout(self.root).store.path(name), name, size)


def lender_of(published: Path, output: Path) -> Path | None:
    """The folder that a preview in `output` may read beside its sources, where there is one.

    Never asked for another moment or a proof: those show that the site is made from its sources.
    """
    return published if published != output and published.is_dir() else None
