"""PDFs of acts looked through for personal data, in confined children, once for given bytes."""

from collections.abc import Mapping, Sequence
from functools import partial

from factory.archive.cache import Cache
from factory.ground.confined.children import run_all
from factory.ground.digests import digest_of
from factory.ground.written import Written, written
from factory.media.batches import File, inspect_all
from factory.media.pdf_text import Inspection
from factory.reception.sources import SourceFile

NATURE = "inspections"
_INSPECTION: Written[Inspection] = Written(Inspection)


class Inspector:
    """Called with files, answers each one's inspection by digest; remembers in the cache."""

    def __init__(self, cache: Cache, engine: str, jobs: int) -> None:
        self._cache = cache
        self._engine = engine
        self._jobs = jobs
        self._used: set[str] = set()

    def __call__(self, files: Sequence[SourceFile]) -> Mapping[str, Inspection]:
        keys = {file.digest: digest_of((file.digest, self._engine)) for file in files}
        self._used.update(keys.values())
        self._cache.keep_only(NATURE, self._used)
        if not files:
            return {}
        known = self._cache.all(NATURE)
        found = {name: _INSPECTION.read(known[key]) for name, key in keys.items() if key in known}
        new = {file.digest: file for file in files if file.digest not in found}
        asked = [File(source=file.real, name=name) for name, file in new.items()]
        for file, inspection in inspect_all(asked, carry=partial(run_all, jobs=self._jobs)):
            found[file.name] = inspection
            if inspection.lue:
                self._cache.put(NATURE, keys[file.name], written(inspection))
        return found
