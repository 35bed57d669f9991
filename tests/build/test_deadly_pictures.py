"""A file that its child dies of, each time, is not tried at every build."""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from histoire import Commune, Factory

from factory.media import batches

Tries = Callable[[], int]


@pytest.fixture
def deadly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Tries]:
    """`deadly("derive", "crash")`: every child that does it dies; how often one tried."""

    def install(name: str, how: str) -> Tries:
        trace = tmp_path / "usine" / "build" / "exemple" / "essais"

        def die(*_: object, **__: object) -> None:
            with trace.open("a") as file:
                file.write(".")
            if how == "crash":
                os.kill(os.getpid(), signal.SIGSEGV)
            time.sleep(60)

        monkeypatch.setattr(batches, name, die)
        # The trace lies where the child may write; one that hangs is not waited for long.
        original = batches._task

        def task(label: str, batch: object, work: object, write: object, limits: object) -> object:
            short = replace(batches.LIMITS, seconds=0.5)
            return original(label, batch, work, (trace.parent,), short)  # type: ignore[arg-type]

        monkeypatch.setattr(batches, "_task", task)
        return lambda: len(trace.read_text())

    return install


def edited(factory: Factory, commune: Commune, text: str, **how: bool) -> set[str]:
    """A build that is not spared by the short-cut; what it says."""
    commune.write("contenu/autre.md", f"{text}\n")
    return {problem.code for problem in factory.build(**how)["exemple"].problems}


@pytest.mark.parametrize(
    ("name", "how", "code"),
    [
        ("derive", "crash", "fichier-intraitable"),
        ("derive", "hang", "image-trop-lourde"),
        ("examine", "crash", "fichier-intraitable"),
        ("examine", "hang", "fichier-trop-complexe"),
    ],
)
def test_it_is_tried_twice_and_then_left(
    factory: Factory, deadly: Callable[[str, str], Tries], name: str, how: str, code: str
) -> None:
    commune = factory.commune().with_a_picture()
    tries = deadly(name, how)
    assert code in edited(factory, commune, "Un.")
    assert code in edited(factory, commune, "Deux.")
    assert tries() == 2
    assert code in edited(factory, commune, "Trois.")
    assert tries() == 2, "the fault is known"
    assert code in edited(factory, commune, "Quatre.", clean=True)
    assert tries() == 3, "asked for anew"


def test_a_commune_that_has_one_is_spared_when_nothing_changes(
    factory: Factory, deadly: Callable[[str, str], Tries]
) -> None:
    factory.commune().with_a_picture()
    tries = deadly("derive", "crash")
    factory.build()
    factory.build()
    assert tries() == 1


def test_another_version_of_the_picture_is_tried(
    factory: Factory, deadly: Callable[[str, str], Tries]
) -> None:
    commune = factory.commune().with_a_picture()
    tries = deadly("derive", "crash")
    for number in range(3):
        edited(factory, commune, str(number))
    commune.picture("medias/place.jpg", "red")
    factory.build()
    assert tries() == 3
