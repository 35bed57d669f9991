"""Documents loaded once for given bytes: the cache of parsed documents."""

from collections.abc import Container

from factory.archive.cache import Cache
from factory.content import codec
from factory.content.document import Around, Loaded
from factory.content.load import load
from factory.ground.digests import digest_of
from factory.ground.problems import Problem
from factory.ground.written import Written, written

NATURE = "documents"
_PROBLEMS: Written[tuple[Problem, ...]] = Written(tuple[Problem, ...])


class Loader:
    """`load`, remembered in the commune's cache by path, bytes and engine."""

    def __init__(self, cache: Cache, engine: str, memory: dict[str, Loaded]) -> None:
        """`memory` holds the documents of the build before, and will hold those of this one."""
        self._cache = cache
        self._engine = engine
        self._memory = memory
        # Where nearly all is in memory, what is not is new to the cache too.
        self._known = {} if memory else cache.all(NATURE)
        self._used: dict[str, str] = {}

    def known(self, path: str, name: str, around: Around) -> Loaded | None:
        """What loading the bytes named `name` gave at an earlier build."""
        key = self._key(path, name, around)
        if key not in self._memory:
            # Not kept beside what it is read into: a large commune has a hundred megabytes of it.
            stored = self._known.pop(key, None)
            if stored is None:
                return None
            self._memory[key] = _decoded(stored)
        return self._memory[key]

    def __call__(self, path: str, data: bytes, name: str, around: Around) -> Loaded:
        """What loading the bytes named `name` gives."""
        loaded = self.known(path, name, around)
        if loaded is None:
            key = self._key(path, name, around)
            loaded = self._memory[key] = load(path, data, around)
            self._cache.put(NATURE, key, _encoded(loaded))
        return loaded

    def close(self, erased: Container[str] = (), only: Container[str] | None = None) -> None:
        """Forget what was not asked for this time, the bytes whose digest is `erased`, and all
        but `only` those where they are told."""
        kept = {
            key
            for key, name in self._used.items()
            if name not in erased and (only is None or name in only)
        }
        self._cache.keep_only(NATURE, kept)
        for key in self._memory.keys() - kept:
            del self._memory[key]

    def _key(self, path: str, name: str, around: Around) -> str:
        key = digest_of((path, name, *around, self._engine))
        self._used[key] = name
        return key


def _encoded(loaded: Loaded) -> bytes:
    """The problems on a line of JSON, then the document's, if there is one."""
    document = codec.dump(loaded.document) if loaded.document is not None else b""
    return written(loaded.problems) + b"\n" + document


def _decoded(stored: bytes) -> Loaded:
    problems, _, document = stored.partition(b"\n")
    return Loaded(
        document=codec.parse(document) if document else None,
        problems=_PROBLEMS.read(problems) if problems != b"[]" else (),
    )
