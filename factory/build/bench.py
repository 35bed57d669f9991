"""The bench: files examined and pictures derived, from what earlier builds know of them.

Both are cached by content: facts by the file's bytes, its name and the engine; a derivative, or
its fault, by its own key (source, recipe, codecs), which no engine changes.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from factory.archive.cache import Cache
from factory.archive.store import Store
from factory.build.deaths import Deaths
from factory.build.lender import Lender
from factory.ground.confined.children import run_all
from factory.ground.digests import digest_of
from factory.ground.written import Written, written
from factory.media.batches import DEADLY, File, Request, derive_all, examine_all
from factory.media.derive import Derived, Outcome
from factory.media.facts import Examined, PictureFacts, from_bytes, to_bytes
from factory.media.recipes import Recipe, recipes
from factory.reception.sources import SourceFile

FACTS, DERIVED = "faits", "derivees"
_OUTCOME: Written[Outcome] = Written(Outcome)
_UNSURE = frozenset({"fichier-panne", *DEADLY})
"""What a child's death says of a file: perhaps not true the next time."""


@dataclass(slots=True, kw_only=True)
class Bench:
    """Where files are examined and pictures derived, from what is known of them already.

    `intact` says whether the store still has a blob as it was written; `lender` may have what is
    new here. What was of no use is forgotten once the bench is closed.
    """

    cache: Cache
    store: Store
    engine: str
    jobs: int
    intact: Callable[[str], bool]
    lender: Lender
    _deaths: Deaths = field(init=False)
    _used: dict[str, set[str]] = field(default_factory=lambda: {FACTS: set(), DERIVED: set()})

    def __post_init__(self) -> None:
        self._deaths = Deaths(self.cache)

    def close(self) -> None:
        self._deaths.close()
        for nature, keys in self._used.items():
            self.cache.keep_only(nature, keys)

    def facts(self, files: Mapping[str, SourceFile]) -> dict[str, Examined]:
        """What examining each file gave."""
        keys = {path: digest_of((path, one.digest, self.engine)) for path, one in files.items()}
        self._used[FACTS].update(keys.values())
        known = self.cache.all(FACTS) if files else {}
        for key in keys.values():
            if key not in known and (lent := self.lender.result(FACTS, key)):
                known[key] = lent
                self.cache.put(FACTS, key, lent)
        found = {path: from_bytes(known[key]) for path, key in keys.items() if key in known}
        new = [File(source=files[p].real, name=p) for p in files if p not in found]
        for file, examined in examine_all(new, carry=partial(run_all, jobs=self.jobs)):
            found[file.name] = examined
            sure = not {problem.code for problem in examined.problems} & _UNSURE
            if sure or self._deaths.again(keys[file.name], examined.problems):
                self.cache.put(FACTS, keys[file.name], to_bytes(examined))
        return {path: found[path] for path in files}

    def derivatives(
        self, shown: Mapping[str, PictureFacts], files: Mapping[str, SourceFile]
    ) -> dict[str, dict[Recipe, Outcome]]:
        """What each picture's recipes gave: blobs in the store, or the fault that forbids one."""
        outcomes: dict[str, dict[Recipe, Outcome]] = {}
        requests: dict[str, Request] = {}
        known = self.cache.all(DERIVED) if shown else {}
        for path, facts in shown.items():
            name = files[path].digest
            outcomes[path], missing = self._known(name, recipes(facts), known)
            if missing:
                request = Request(source=files[path].real, name=path, digest=name, wanted=missing)
                requests[path] = request
        # The same bytes at two places are derived once.
        unique = {request.digest: request for request in requests.values()}
        carry = partial(run_all, jobs=self.jobs)
        for request, results in derive_all(
            list(unique.values()), into=self.store.root, carry=carry
        ):
            for path, other in requests.items():
                if other.digest == request.digest:
                    outcomes[path] |= {result.recipe: result for result in results}
            for result in results:
                self._remember(result, result.recipe.key(request.digest))
        # In the recipes' order, whichever were known: the last one is the fallback.
        return {
            path: {recipe: made[recipe] for recipe in recipes(shown[path]) if recipe in made}
            for path, made in outcomes.items()
        }

    def _known(
        self, name: str, wanted: Iterable[Recipe], known: Mapping[str, bytes]
    ) -> tuple[dict[Recipe, Outcome], tuple[Recipe, ...]]:
        """What a picture's recipes gave at an earlier build, and those to follow now."""
        found: dict[Recipe, Outcome] = {}
        missing = []
        for recipe in wanted:
            key = recipe.key(name)
            self._used[DERIVED].add(key)
            data = known.get(key)
            outcome = _outcome(data) if data else None
            if not _is_there(outcome, self.intact):
                outcome = self._lent(key)
            if outcome is None:
                missing.append(recipe)
            else:
                found[recipe] = outcome
        return found, tuple(missing)

    def _lent(self, key: str) -> Outcome | None:
        """A derivative, or its fault, from the lender."""
        data = self.lender.result(DERIVED, key)
        if data is None:
            return None
        outcome = _outcome(data)
        if outcome is None or (
            isinstance(outcome, Derived)
            and not self.lender.give(outcome.digest, outcome.size, self.store)
        ):
            return None
        self.cache.put(DERIVED, key, data)
        return outcome

    def _remember(self, outcome: Outcome, key: str) -> None:
        if (
            isinstance(outcome, Derived)
            or outcome.durable
            or self._deaths.again(key, (outcome.problem,))
        ):
            self.cache.put(DERIVED, key, written(outcome))


def _outcome(data: bytes) -> Outcome | None:
    """What was kept; None where an earlier engine wrote it in another form: made again."""
    try:
        return _OUTCOME.read(data)
    except ValueError:
        return None


def _is_there(outcome: Outcome | None, intact: Callable[[str], bool]) -> bool:
    """Whether a derivation need not be done again: a fault, or a blob that is still whole."""
    if isinstance(outcome, Derived):
        return intact(outcome.digest)
    return outcome is not None
