"""What a run that was killed leaves: whole generations only, and nothing after the next run."""

import multiprocessing
import os
import shutil
import signal
from pathlib import Path

import pytest
from histoire import Commune, Factory

from factory.archive import manifest as manifests
from factory.build import generation, hold, publish, worker
from factory.build.report import Status
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


def _blobs_without_a_name(commune: Commune) -> set[str]:
    """What the store holds that no generation needs, as output or as source."""
    named: set[str] = set()
    for number in manifests.numbers(commune.layout.manifests):
        found = manifests.read(commune.layout.manifest(number))
        assert found is not None
        named |= found.blobs()
    return set(commune.layout.store.names()) - named


def test_the_next_run_sweeps_what_only_that_generation_named(factory: Factory) -> None:
    commune = _pruned_until_killed(factory)
    assert _blobs_without_a_name(commune) != set()
    factory.build()
    assert _blobs_without_a_name(commune) == set()


@pytest.mark.parametrize(("module", "name"), [(worker, "_stage"), (publish, "_publish")])
def test_the_blobs_of_a_build_that_was_killed_go_at_the_next_one(
    factory: Factory, module: object, name: str
) -> None:
    """Although that one publishes nothing, and so removes no generation."""
    commune = factory.commune()
    commune.write("contenu/page.md", "Version 0.\n")
    factory.build()
    commune.write("contenu/page.md", "Version 1.\n").picture("medias/place.jpg")
    commune.write("contenu/place.md", "![La place](../medias/place.jpg)\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, name, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        child = multiprocessing.get_context("fork").Process(target=factory.build)
        child.start()
        child.join()
    commune.write("contenu/page.md", "Version 0.\n").remove("contenu/place.md")
    commune.remove("medias/place.jpg")
    factory.build()
    assert commune.layout.online() == 1
    assert _blobs_without_a_name(commune) == set()


def test_a_build_that_is_held_keeps_what_it_made_for_when_it_is_accepted(factory: Factory) -> None:
    commune = factory.commune()
    for number in range(20):
        commune.write(f"contenu/p{number}.md", "Texte.\n")
    factory.build()
    for number in range(15):
        commune.remove(f"contenu/p{number}.md")
    commune.picture("medias/place.jpg").write(
        "contenu/p19.md", "![La place](../medias/place.jpg)\n"
    )
    assert factory.build()["exemple"].status == Status.RETENUE
    made = _blobs_without_a_name(commune)
    assert made != set()
    assert factory.build()["exemple"].status == Status.RETENUE
    assert _blobs_without_a_name(commune) == made


def test_no_register_is_begun_in_a_folder_that_is_gone(
    factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It goes just after the switch; back in its place, what came online is noted at its date."""
    commune = factory.commune()
    factory.build()
    commune.write("contenu/page.md", "# Une page\n")
    away = factory.root / "ailleurs"
    switch = generation.switch

    def _then_it_goes(*args: object) -> None:
        switch(*args)  # type: ignore[arg-type]
        commune.folder.rename(away)

    with monkeypatch.context() as patch:
        patch.setattr(generation, "switch", _then_it_goes)
        report = factory.build()["exemple"]
    assert report.status is Status.ECHEC and report.exit_code == 3
    assert "dossier-disparu" in [problem.code for problem in report.problems]
    assert not commune.folder.exists()
    assert "Une page" in commune.page("/page/")
    away.rename(commune.folder)
    online = commune.manifest.moment
    factory.moment = factory.moment.replace(day=29)
    assert factory.build()["exemple"].exit_code == 0
    addresses = (commune.folder / "registre" / "adresses.jsonl").read_text("utf-8")
    (line,) = [line for line in addresses.splitlines() if "/page/" in line]
    assert online in line
