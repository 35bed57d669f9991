"""The histories are worth what they catch: each fault put into the engine must be seen by them.

Each mutant is built through a tour of all that a commune may live, until a build differs from a
clean one or does not come to rest.
"""

import importlib
import shutil
from collections.abc import Callable
from typing import Any

import pytest
from hasards import History, check, settled
from histoire import Factory

from factory.build import generation, keys, loading, press, state, witness
from factory.build.order import Order
from factory.ground.clock import Clock
from factory.ground.confined.residents import Residents
from factory.ground.digests import digest_of
from factory.media.recipes import Recipe
from factory.reception import sources

search_index = importlib.import_module("factory.build.search.index")
"""The module: the package has a function of that name."""

Patch = Callable[[pytest.MonkeyPatch], None]
TOUR = (
    "edit_body", "tamper", "edit_layout", "edit_commune", "edit_theme", "change_picture", "jump",
    "jump_back", "lose_output", "edit_field", "withdraw", "jump", "rename", "break_source",
    "spoil_store", "delete", "pages_first", "mend", "mend_theme", "jump_back", "jump", "edit_field",
    "edit_body",
)  # fmt: skip


def _key_without(*parts: str) -> Patch:
    kept = [name for name in ("engine", "theme", "template", "view") if name not in parts]

    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        value = property(lambda key: digest_of([getattr(key, name) for name in kept]))
        monkeypatch.setattr(keys.Key, "digest", value)

    return patch


def _set(target: Any, name: str, value: Any) -> Patch:
    return lambda monkeypatch: monkeypatch.setattr(target, name, value)


def _dates_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Clock, "reached", lambda clock, instant: instant <= clock.moment)


def _chrome_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys.Keys, "_shared", lambda self, chrome: "")


def _bytes_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cache of documents by path alone."""
    original = loading.digest_of
    monkeypatch.setattr(loading, "digest_of", lambda value: original((value[0],)))


def _stamps_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "stamp_of", lambda found: (0, 0, 0, 0))


def _holds_without(name: str) -> Patch:
    return lambda monkeypatch: monkeypatch.setattr(state, name, lambda *_: "même")


def _siblings_by_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press.Press, "_packed_key", lambda self, output, suffix: suffix)


MUTANTS: dict[str, Patch] = {
    "the view is not in the key": _key_without("view"),
    "the theme is not in the key": _key_without("theme"),
    "the shared parts are not in the key": _chrome_forgotten,
    "blobs are not looked at": _set(witness.Witness, "check", lambda self, name: True),
    "dates are not noted": _dates_forgotten,
    "documents are remembered by path": _bytes_forgotten,
    "file stamps say nothing": _stamps_ignored,
    "the sources' stamps are not compared": _holds_without("source_stamps"),
    "the public tree is not compared": _holds_without("public_stamps"),
    "the tree's stamps are not compared": _set(
        witness.Witness, "_stands", lambda self, old: True
    ),
    "derivatives do not depend on their source": _set(
        Recipe, "key", lambda self, source: digest_of((self.format, self.largeur))
    ),
    "compressed forms are remembered by ending": _siblings_by_path,
    "new files are thought to be the old ones": _set(
        generation, "outputs_equal", lambda one, other: True
    ),
    "the index does not depend on its records": _set(
        search_index, "digest_of", lambda value: "0" * 64
    ),
}  # fmt: skip

STAYING: dict[str, Patch] = {
    "the turn is always the first": _set(Order, "at", lambda self, turn: self),
    "documents are remembered by path": _bytes_forgotten,
}
"""Faults of a child that stays."""


def caught(factory: Factory, seed: int) -> bool:
    """Whether the tour sees that the engine is faulty."""
    try:
        commune = settled(factory)
        history = History(factory, commune, seed)
        check(factory, commune, "at first")
        for name in TOUR:
            getattr(history, name)()
            check(factory, commune, name)
    except (AssertionError, LookupError, FileNotFoundError, ValueError):
        return True
    return False


def _hunt(factory: Factory, patch: Patch, tries: int) -> bool:
    for seed in range(tries):
        with pytest.MonkeyPatch.context() as monkeypatch:
            patch(monkeypatch)
            if caught(factory, seed):
                return True
        shutil.rmtree(factory.root)
        factory.__init__(factory.root)  # type: ignore[misc]
    return False


QUICK = ("the view is not in the key", "dates are not noted", "blobs are not looked at")


@pytest.mark.parametrize("name", QUICK)
def test_the_histories_catch_a_faulty_engine(factory: Factory, name: str) -> None:
    assert _hunt(factory, MUTANTS[name], tries=2)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in MUTANTS if name not in QUICK])
def test_the_histories_catch_every_faulty_engine(factory: Factory, name: str) -> None:
    assert _hunt(factory, MUTANTS[name], tries=4)


@pytest.mark.slow
@pytest.mark.parametrize("name", STAYING)
def test_the_histories_catch_a_faulty_child_that_stays(factory: Factory, name: str) -> None:
    residents = Residents()
    factory.carry = residents.carry
    with pytest.MonkeyPatch.context() as monkeypatch:
        STAYING[name](monkeypatch)
        assert caught(factory, 0)
    residents.close()


@pytest.mark.slow
def test_the_tour_finds_nothing_in_the_engine_as_it_is(factory: Factory) -> None:
    assert not caught(factory, 0)


def test_another_engine_makes_every_page_again(factory: Factory) -> None:
    commune = factory.commune()
    factory.build()
    pages = sum(1 for output in commune.manifest.fichiers.values() if output.gabarit)
    assert factory.build(engine="autre")["exemple"].rendered == pages
