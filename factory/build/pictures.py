"""The commune's media made ready: facts of every file, derivatives of the pictures it shows.

Both are cached by content: facts by the file's bytes, its name and the engine; a derivative, or
its fault, by its own key (source, recipe, codecs), which no engine changes.
"""

import posixpath
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from pydantic import TypeAdapter
from pydantic_core import to_json

from factory.archive.cache import Cache
from factory.archive.store import Store
from factory.build.deaths import Deaths
from factory.build.lender import Lender
from factory.ground.children import run_all
from factory.ground.digests import digest_of
from factory.ground.problems import Problem
from factory.media.batches import DEADLY, File, Request, derive_all, examine_all
from factory.media.derive import Derived, Outcome
from factory.media.facts import DocumentFacts, Examined, PictureFacts, from_bytes, to_bytes
from factory.media.recipes import Recipe, filename, recipes
from factory.reception.sources import SourceFile
from factory.site.media import Derivatives, FileFacts, Media
from factory.site.outputs import Copy
from factory.site.views import Source

FACTS, DERIVED = "faits", "derivees"
_OUTCOME: TypeAdapter[Outcome] = TypeAdapter(Outcome)
_FOLDER = "_medias"
_UNSURE = frozenset({"fichier-panne", *DEADLY})
"""What a child's death says of a file: perhaps not true the next time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    media: Media
    problems: tuple[Problem, ...]


def prepare(
    files: Mapping[str, SourceFile],
    wanted: Iterable[str],
    *,
    cache: Cache,
    store: Store,
    engine: str,
    jobs: int,
    intact: Callable[[str], bool],
    lender: Lender,
) -> Ready:
    """Facts of all `files`; derivatives of the pictures of `wanted`, made where they are new.

    `intact` says whether the store still has a blob as it was written; `lender` may have what is
    new here.
    """
    deaths = Deaths(cache)
    examined = _facts(files, cache, engine, jobs, deaths, lender)
    problems = [problem for found in examined.values() for problem in found.problems]
    shown = {
        path: found.facts
        for path in sorted(set(wanted))
        if (found := examined.get(path)) and isinstance(found.facts, PictureFacts)
    }
    made, faults = _derivatives(shown, files, cache, store, jobs, intact, deaths, lender)
    deaths.close()
    downloads = {
        path: _file_facts(found.facts)
        for path, found in examined.items()
        if found.facts is not None
    }
    media = Media(pictures=made, files=downloads)
    return Ready(media=media, problems=(*problems, *faults))


def _facts(
    files: Mapping[str, SourceFile],
    cache: Cache,
    engine: str,
    jobs: int,
    deaths: Deaths,
    lender: Lender,
) -> dict[str, Examined]:
    keys = {path: digest_of((path, file.digest, engine)) for path, file in files.items()}
    known = cache.all(FACTS)
    for key in keys.values():
        if key not in known and (lent := lender.result(FACTS, key)):
            known[key] = lent
            cache.put(FACTS, key, lent)
    found = {path: from_bytes(known[key]) for path, key in keys.items() if key in known}
    new = [File(source=files[p].real, name=p) for p in files if p not in found]
    for file, examined in examine_all(new, carry=partial(run_all, jobs=jobs)):
        found[file.name] = examined
        sure = not {problem.code for problem in examined.problems} & _UNSURE
        if sure or deaths.again(keys[file.name], examined.problems):
            cache.put(FACTS, keys[file.name], to_bytes(examined))
    cache.keep_only(FACTS, keys.values())
    return {path: found[path] for path in files}


def _derivatives(
    shown: Mapping[str, PictureFacts],
    files: Mapping[str, SourceFile],
    cache: Cache,
    store: Store,
    jobs: int,
    intact: Callable[[str], bool],
    deaths: Deaths,
    lender: Lender,
) -> tuple[dict[str, Derivatives], list[Problem]]:
    known = cache.all(DERIVED)
    outcomes: dict[str, dict[Recipe, Outcome]] = {}
    requests: dict[str, Request] = {}
    used: set[str] = set()
    for path, facts in shown.items():
        name = files[path].digest
        keys = {recipe: recipe.key(name) for recipe in recipes(facts)}
        used.update(keys.values())
        outcomes[path] = {
            r: _OUTCOME.validate_json(known[k]) for r, k in keys.items() if k in known
        }
        missing = tuple(
            recipe
            for recipe, key in keys.items()
            if not _is_there(outcomes[path].get(recipe), intact)
            and not _lent(outcomes[path], recipe, key, cache, store, lender)
        )
        if missing:
            request = Request(source=files[path].real, name=path, digest=name, wanted=missing)
            requests[path] = request
    # The same bytes at two places are derived once.
    unique = {request.digest: request for request in requests.values()}
    carry = partial(run_all, jobs=jobs)
    for request, results in derive_all(list(unique.values()), into=store.root, carry=carry):
        for path, other in requests.items():
            if other.digest == request.digest:
                outcomes[path] |= {result.recipe: result for result in results}
        for result in results:
            key = result.recipe.key(request.digest)
            if (
                isinstance(result, Derived)
                or result.durable
                or deaths.again(key, (result.problem,))
            ):
                cache.put(DERIVED, key, to_json(result))
    cache.keep_only(DERIVED, used)
    return _collected(outcomes, files)


def _lent(
    outcomes: dict[Recipe, Outcome],
    recipe: Recipe,
    key: str,
    cache: Cache,
    store: Store,
    lender: Lender,
) -> bool:
    """Take a derivative, or its fault, from the lender; whether it had one."""
    data = lender.result(DERIVED, key)
    if data is None:
        return False
    outcome = _OUTCOME.validate_json(data)
    if isinstance(outcome, Derived) and not lender.give(outcome.digest, outcome.size, store):
        return False
    outcomes[recipe] = outcome
    cache.put(DERIVED, key, data)
    return True


def _collected(
    outcomes: Mapping[str, Mapping[Recipe, Outcome]], files: Mapping[str, SourceFile]
) -> tuple[dict[str, Derivatives], list[Problem]]:
    made: dict[str, Derivatives] = {}
    faults: list[Problem] = []
    for path, results in outcomes.items():
        good = [result for result in results.values() if isinstance(result, Derived)]
        faulty = [result for result in results.values() if not isinstance(result, Derived)]
        if faulty or not good:
            faults += [faulty[0].problem.at(file=path)] if faulty else []
        else:
            made[path] = _ready(path, files[path].digest, good)
    return made, faults


def _ready(path: str, name: str, good: list[Derived]) -> Derivatives:
    """What `<picture>` needs: a source for each format but the last, which is the fallback."""
    stem = posixpath.splitext(posixpath.basename(path))[0]
    order = list(dict.fromkeys(result.recipe.format for result in good))
    urls: dict[Recipe, str] = {}
    copies = []
    for result in good:
        file = filename(stem, result.recipe, result.recipe.key(name))
        urls[result.recipe] = f"/{_FOLDER}/{file}"
        copies.append(
            Copy(
                path=f"{_FOLDER}/{file}",
                digest=result.digest,
                size=result.size,
                source=path,
                fingerprinted=True,
            )
        )
    fallback = max(
        (result.recipe for result in good if result.recipe.format == order[-1]),
        key=lambda recipe: recipe.largeur,
    )
    several = len(good) > len(order)
    sources = tuple(
        Source(type=_mime(good, form), srcset=_srcset(good, form, urls, several))
        for form in order
        if len(order) > 1 and (form != order[-1] or several)
    )
    return Derivatives(
        src=urls[fallback],
        width=fallback.largeur,
        height=fallback.hauteur,
        sources=sources,
        copies=tuple(copies),
    )


def _mime(good: list[Derived], form: str) -> str:
    return next(result.recipe.mime for result in good if result.recipe.format == form)


def _srcset(good: list[Derived], form: str, urls: Mapping[Recipe, str], several: bool) -> str:
    of_form = sorted(
        (result.recipe for result in good if result.recipe.format == form),
        key=lambda recipe: recipe.largeur,
    )
    return ", ".join(
        urls[recipe] + (f" {recipe.largeur}w" if several else "") for recipe in of_form
    )


def _is_there(outcome: Outcome | None, intact: Callable[[str], bool]) -> bool:
    """Whether a derivation need not be done again: a fault, or a blob that is still whole."""
    if isinstance(outcome, Derived):
        return intact(outcome.digest)
    return outcome is not None


def _file_facts(facts: PictureFacts | DocumentFacts) -> FileFacts:
    if isinstance(facts, DocumentFacts):
        return FileFacts(
            label=facts.format,
            language=facts.langue,
            title=facts.titre,
            extension=facts.extension,
        )
    return FileFacts(label=facts.format, picture=True)
