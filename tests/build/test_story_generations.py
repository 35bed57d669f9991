"""Generations: how long they are kept, and how one goes back to an earlier one."""

import pytest
from histoire import Commune, Factory

from factory.archive import manifest as manifests
from factory.build import hold
from factory.build.report import Status
from factory.ground.problems import UsageError


def test_a_rollback_holds_until_it_is_lifted(factory: Factory) -> None:
    commune = factory.commune().write("contenu/a.md", "Première.\n")
    factory.build()
    commune.write("contenu/a.md", "Seconde.\n")
    factory.build()
    hold.roll_back(commune.layout, None, "Camille", "erreur dans la page", factory.moment)
    assert "Première." in commune.page("/a/")
    commune.write("contenu/a.md", "Troisième.\n")
    report = factory.build()["exemple"]
    assert report.status is Status.SUSPENDUE and "Première." in commune.page("/a/")
    assert "Camille : erreur dans la page" in report.problems[0].message
    assert hold.lift(commune.layout)
    factory.build()
    assert "Troisième." in commune.page("/a/")
    assert max(commune.layout.numbers()) == 3


def test_a_rollback_refuses_a_damaged_generation(factory: Factory) -> None:
    commune = factory.commune().write("contenu/a.md", "Première.\n")
    factory.build()
    old = commune.manifest.fichiers["a/index.html"].blob
    commune.write("contenu/a.md", "Seconde.\n")
    factory.build()
    path = commune.layout.store.path(old)
    path.chmod(0o644)
    path.write_bytes(b"x")
    with pytest.raises(UsageError, match="La génération 1 est abîmée"):
        hold.roll_back(commune.layout, 1, "Camille", "essai", factory.moment)


def test_old_generations_go_and_their_blobs_with_them(factory: Factory) -> None:
    commune = factory.commune()
    for number in range(9):
        commune.write("contenu/a.md", f"Version {number}.\n")
        factory.build()
        factory.later(hours=1)
    # The last five; the day's last is one of them.
    assert commune.layout.numbers() == {5, 6, 7, 8, 9}
    needed = set().union(*(_blobs(commune, number) for number in commune.layout.numbers()))
    assert set(commune.layout.store.names()) == needed


def _blobs(commune: Commune, number: int) -> set[str]:
    found = manifests.read(commune.layout.manifest(number))
    assert found is not None
    return found.blobs()


def test_one_generation_a_day_is_kept_for_thirty_days(factory: Factory) -> None:
    commune = factory.commune()
    for number in range(40):
        commune.write("contenu/a.md", f"Version {number}.\n")
        factory.build()
        factory.later(days=1)
    assert commune.layout.numbers() == set(range(10, 41))


def test_a_page_fetched_a_moment_ago_finds_its_style_sheet(factory: Factory) -> None:
    commune = factory.commune()
    factory.build()
    (sheet,) = [
        path
        for path in commune.online
        if path.startswith("_theme/style.") and path.endswith(".css")
    ]
    css = factory.root / "theme" / "assets" / "style.css"
    css.write_text(css.read_text() + "\n.nouveau { color: red }\n")
    factory.later(hours=1)
    factory.build()
    public = commune.output / "public"
    assert sheet not in commune.online and (public / sheet).exists()
    factory.later(hours=30)
    commune.write("contenu/a.md", "A.\n")
    factory.build()
    assert not (commune.output / "public" / sheet).exists()


def test_a_style_sheet_that_comes_back_is_the_site_s_own_again(factory: Factory) -> None:
    commune = factory.commune()
    factory.build()
    css = factory.root / "theme" / "assets" / "style.css"
    first = css.read_bytes()
    css.write_bytes(first + b"\n.nouveau { color: red }\n")
    factory.build()
    css.write_bytes(first)
    factory.build()
    assert commune.online == factory.clean(commune)
