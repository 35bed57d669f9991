"""The promises are worth what they catch: each fault put into the engine must break one."""

from collections.abc import Callable
from pathlib import Path

import pytest
from histoire import Factory
from vie import tour

from factory.archive import manifest as manifests
from factory.build import bench, generation, keys, loading, state
from factory.ground.digests import digest_of
from factory.ground.problems import UsageError
from factory.reception import reception
from factory.site import site


def _any_version(patch: pytest.MonkeyPatch) -> None:
    def read(path: Path) -> manifests.Manifest | None:
        return manifests._MANIFEST.read(path.read_bytes()) if path.exists() else None

    patch.setattr(manifests, "read", read)


def _key_of(module: object, keep: Callable[[tuple[str, ...]], object]) -> Callable[..., None]:
    original = module.digest_of  # type: ignore[attr-defined]
    return lambda patch: patch.setattr(module, "digest_of", lambda given: original(keep(given)))


def _only_the_last_generation_is_needed(patch: pytest.MonkeyPatch) -> None:
    original = manifests.numbers

    def sweep(layout: generation.Layout) -> int:
        kept = manifests.read(layout.manifest(original(layout.manifests)[-1]))
        return layout.store.sweep(kept.blobs() if kept else ())

    patch.setattr(generation, "prune", lambda layout, *_: sweep(layout))


MUTANTS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "former addresses are forgotten": lambda patch: patch.setattr(
        site, "former_addresses", lambda plan, registre: ({}, ())
    ),
    "the last good version is not kept": lambda patch: patch.setattr(
        reception._Desk, "_last_good", lambda self, path, faults: None
    ),
    "documents are remembered by their bytes alone": _key_of(loading, lambda given: given[1:]),
    "facts are remembered by path": _key_of(bench, lambda given: given[0]),
    "another version's manifest is believed": _any_version,
    "the register's stamps are not compared": lambda patch: patch.setattr(
        state, "registre_stamps", lambda folder: "même"
    ),
    "manifests are kept without their blobs": lambda patch: patch.setattr(
        manifests, "blobs", lambda path: set()
    ),
    "the sweep keeps the last generation's blobs alone": _only_the_last_generation_is_needed,
    "a view's fields are digested without their names' values": lambda patch: patch.setattr(
        keys.Keys, "key", lambda self, page: keys.Key(
            engine="", theme="", template=page.template, view=digest_of(page.path)
        )
    ),
}  # fmt: skip


def _broken(factory: Factory, seed: int) -> bool:
    try:
        tour(factory, seed)
    except (AssertionError, LookupError, OSError, ValueError, UsageError):
        return True
    return False


@pytest.mark.slow
@pytest.mark.parametrize("name", MUTANTS)
def test_a_faulty_engine_breaks_a_promise(tmp_path: Path, factory: Factory, name: str) -> None:
    for seed in range(4):
        with pytest.MonkeyPatch.context() as patch:
            MUTANTS[name](patch)
            if _broken(Factory(tmp_path / str(seed)), seed):
                return
    pytest.fail("no history noticed")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_the_engine_as_it_is_keeps_them(factory: Factory, seed: int) -> None:
    tour(factory, seed)
