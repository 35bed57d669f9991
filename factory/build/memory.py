"""What a child that stays remembers from one build of its commune to the next.

Values by what they were made from, and nothing else: with an empty memory a build gives the same.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path

from factory.archive import manifest as manifests
from factory.archive.manifest import Manifest
from factory.content.document import Loaded
from factory.reception.sources import Stamp, stamp_of


@dataclass(slots=True)
class Memory:
    documents: dict[str, Loaded] = field(default_factory=dict)
    """Parsed documents, by the key they have in the cache."""
    _manifest: tuple[Path, Stamp, Manifest | None] | None = None

    def manifest(self, path: Path) -> Manifest | None:
        """The manifest at `path`, read again where its file is another."""
        try:
            stamp = stamp_of(os.stat(path))
        except FileNotFoundError:
            return None
        if self._manifest is None or self._manifest[:2] != (path, stamp):
            self._manifest = (path, stamp, manifests.read(path))
        return self._manifest[2]
