"""A run that is killed while it removes what is no longer kept leaves whole generations only."""

import multiprocessing
import os
import shutil
import signal
from pathlib import Path

import pytest
from histoire import Commune, Factory

from factory.archive import manifest as manifests
from factory.build import generation, hold
from factory.ground.problems import UsageError


def _killed_half_way(_: object, folder: Path) -> None:
    """Half of the folder is removed, then the power goes."""
    shutil.rmtree(folder / "page", ignore_errors=True)
    os.kill(os.getpid(), signal.SIGKILL)


def _build_until_killed(factory: Factory) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generation, "_discard", _killed_half_way)
        child = multiprocessing.get_context("fork").Process(target=factory.build)
        child.start()
        child.join()
    assert child.exitcode == -signal.SIGKILL


def _pruned_until_killed(factory: Factory) -> Commune:
    """Five generations are kept and the build of the sixth is killed as it removes the first."""
    with (factory.root / "usine.yaml").open("a") as settings:
        settings.write("generations: {dernieres: 5, par_jour: 0}\n")
    commune = factory.commune()
    for number in range(5):
        commune.write("contenu/page.md", f"Version {number}.\n")
        factory.build()
    commune.write("contenu/page.md", "Version 5.\n")
    _build_until_killed(factory)
    return commune


def test_no_half_of_a_generation_is_offered(factory: Factory) -> None:
    commune = _pruned_until_killed(factory)
    layout = commune.layout
    assert layout.online() == 6
    with pytest.raises(UsageError) as refused:
        hold.roll_back(layout, 1, "Test", "essai", factory.moment)
    (problem,) = refused.value.problems
    assert problem.code == "generation-introuvable"
    assert problem.remedy == "Générations où revenir : 2, 3, 4, 5."


def test_every_generation_that_is_offered_can_be_gone_back_to(factory: Factory) -> None:
    layout = _pruned_until_killed(factory).layout
    for number in sorted(set(manifests.numbers(layout.manifests)) - {layout.online()}):
        hold.roll_back(layout, number, "Test", "essai", factory.moment)
        assert layout.online() == number


def test_the_next_run_clears_what_stays(factory: Factory) -> None:
    layout = _pruned_until_killed(factory).layout
    assert layout.numbers() == {1, 2, 3, 4, 5, 6}
    factory.build()
    assert layout.numbers() == set(manifests.numbers(layout.manifests)) == {2, 3, 4, 5, 6}
