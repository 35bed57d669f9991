"""What was damaged on the disk is seen, and costs no more than itself."""

import os

import pytest
from histoire import Commune, Factory

from factory.build import generation, hold, state
from factory.ground.problems import UsageError
from factory.reception import sources


def test_a_change_within_the_clock_s_grain_is_seen(
    factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second writing in the same instant, at the same size, into the same file."""
    commune = factory.commune().write("contenu/a.md", "Un.\n")
    page = commune.folder / "contenu/a.md"
    # Two seconds, but a busy machine takes longer: here all that was just written is young.
    monkeypatch.setattr(sources, "YOUNG", 600_000_000_000)
    for module in (state, sources):  # the kernel's own stamp of the change cannot be set back
        monkeypatch.setattr(
            module, "stamp_of", lambda found: (found.st_size, found.st_mtime_ns, 0, found.st_ino)
        )
    written = page.stat().st_mtime_ns
    factory.build()
    for text in ("Du.\n", "Tr.\n"):
        page.write_text(text)
        os.utime(page, ns=(written, written))
        factory.build()
        assert text.strip() in commune.page("/a/")


def _two_generations(factory: Factory) -> Commune:
    commune = factory.commune().write("contenu/a.md", "Première.\n")
    factory.build()
    commune.write("contenu/a.md", "Seconde.\n")
    factory.build()
    return commune


@pytest.mark.parametrize("damage", ["lost", "changed", "added"])
def test_a_rollback_looks_at_the_files_that_it_would_serve(factory: Factory, damage: str) -> None:
    commune = _two_generations(factory)
    target = commune.layout.generation(1) / "a" / ("index.html" if damage != "added" else "b.html")
    target.unlink(missing_ok=True)
    if damage != "lost":
        target.write_text("<h1>Intrus</h1>")
    with pytest.raises(UsageError, match="La génération 1 est abîmée"):
        hold.roll_back(commune.layout, 1, "Camille", "essai", factory.moment)
    assert "Seconde." in commune.page("/a/")


def test_a_lost_manifest_is_written_anew(factory: Factory) -> None:
    commune = _two_generations(factory)
    factory.build()
    before = commune.online
    commune.layout.manifest(2).unlink()
    factory.build()
    assert commune.online == before and commune.manifest.numero == 3


def test_a_torn_line_of_the_journal_costs_that_line_alone(factory: Factory) -> None:
    commune = _two_generations(factory)
    with commune.layout.published.open("ab") as journal:
        journal.write(b'{"moment')
    commune.write("contenu/a.md", "Troisième.\n")
    factory.build()
    assert [number for number, _ in generation.publications(commune.layout)] == [1, 2, 3]
