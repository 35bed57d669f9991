"""The mark left for the web server: when addresses move or go, and never otherwise."""

import pytest
from histoire import Factory

from factory.build import addresses, hold


@pytest.fixture
def marked(factory: Factory):
    """Whether the mark was left since this was last asked; it is taken away, as systemd does."""
    mark = factory.root / "build" / addresses.MARK

    def taken() -> bool:
        found = mark.exists()
        mark.unlink(missing_ok=True)
        return found

    return taken


def test_only_what_the_web_server_must_know_leaves_a_mark(factory: Factory, marked) -> None:
    commune = factory.commune()
    commune.write("contenu/foire.md", "# La foire\n\nElle aura lieu samedi.\n")
    factory.build()
    assert marked(), "a commune that is served from now on"
    commune.write("contenu/foire.md", "# La foire\n\nElle aura lieu dimanche.\n")
    commune.write("contenu/marche.md", "# Le marché\n\nTous les jeudis.\n")
    factory.build()
    factory.build()
    assert not marked(), "an edit and a new page"
    commune.rename("contenu/foire.md", "contenu/grande-foire.md")
    factory.build()
    assert "/foire/" in commune.manifest.redirections
    assert marked(), "a page that moved"
    commune.remove("contenu/marche.md")
    factory.build()
    assert "/marche/" in commune.manifest.disparues
    assert marked(), "a page that went"
    commune.write(
        "contenu/grande-foire.md",
        "---\nredirections: [/salon/]\n---\n# La foire\n\nElle aura lieu dimanche.\n",
    )
    factory.build()
    assert marked(), "a former address that was added"
    hold.roll_back(commune.layout, None, "essai", "essai", factory.moment)
    assert marked(), "a rollback"


def test_a_run_that_died_after_the_switch_leaves_its_mark_later(
    factory: Factory, marked, monkeypatch: pytest.MonkeyPatch
) -> None:
    commune = factory.commune()
    commune.write("contenu/foire.md", "# La foire\n\nElle aura lieu samedi.\n")
    factory.build()
    commune.remove("contenu/foire.md")
    marked()
    with monkeypatch.context() as dying:
        dying.setattr("factory.build.publish.registers.confirm", _died)
        with pytest.raises(KeyboardInterrupt):
            factory.build()
    assert "/foire/" in commune.manifest.disparues and not marked()
    factory.build()
    assert marked()


def test_a_preview_or_another_moment_leaves_none(factory: Factory, marked) -> None:
    factory.commune()
    factory.build(register=False)
    assert not marked()


def _died(*_: object) -> None:
    raise KeyboardInterrupt
