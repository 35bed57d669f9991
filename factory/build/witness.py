"""The witness: whether what the last generation served is still what was written.

A public page is a hard link to its blob, so a page written over is a blob that changed. Stamps
(size, modification time, inode), noted when a generation is staged, tell at the price of a stat;
where there is none, or when all must be verified, the bytes are read.
"""

from factory.archive.cache import Cache
from factory.archive.manifest import Manifest, Output
from factory.build import tree
from factory.build.layout import Layout
from factory.build.tree import Stamp
from factory.ground.written import Written, written

_NATURE, _KEY = "temoins", "empreintes"
_STAMPS: Written[dict[str, Stamp]] = Written(dict[str, Stamp])


class Witness:
    """Sees one generation's folder once. `damaged` says that it no longer is what was staged."""

    def __init__(self, layout: Layout, cache: Cache, old: Manifest | None, verify: bool) -> None:
        self._store = layout.store
        self._known: dict[str, Stamp] = {}
        noted = cache.all(_NATURE).get(_KEY)
        if noted and not verify:
            self._known = _STAMPS.read(noted)
        self._judged: dict[str, Stamp | None] = {}
        self._standing = tree.stamps(layout.generation(old.numero)) if old else {}
        self.damaged = old is not None and not self._stands(old)

    def sees(self, output: Output) -> bool:
        """Whether the output's blob is intact. One that is not is discarded, to be made again."""
        return self.check(output.blob)

    def check(self, name: str) -> bool:
        """Whether the store has that blob, intact."""
        if name not in self._judged:
            stamp = self._store.stamp(name)
            good = stamp is not None and (
                stamp == self._known.get(name) or self._store.get(name) is not None
            )
            if not good:
                self._store.discard(name)
            self._judged[name] = stamp if good else None
        return self._judged[name] is not None

    def stamp(self, name: str) -> Stamp | None:
        """The stamp of a blob that is intact; None where there is no such blob."""
        return self._judged.get(name) or self._store.stamp(name)

    def note(self, cache: Cache, manifest: Manifest) -> None:
        """Remember the stamps of what is now staged."""
        stamps: dict[str, Stamp] = {}
        for name in sorted(manifest.blobs()):
            stamp = self.stamp(name)
            if stamp is not None:
                stamps[name] = stamp
        cache.put(_NATURE, _KEY, written(stamps))

    def _stands(self, old: Manifest) -> bool:
        """Whether the folder holds each file of the manifest, intact, and nothing else."""
        if set(self._standing) != set(old.fichiers):
            return False
        judged, standing = self._judged, self._standing
        return all(
            self.check(output.blob) and standing[path] == judged[output.blob]
            for path, output in old.fichiers.items()
        )
