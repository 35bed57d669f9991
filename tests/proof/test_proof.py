"""A site made again from its sources alone is the one online; one byte that moved is named."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from histoire import Commune, Factory

from factory.proof.difference import Nature, Where
from factory.proof.proof import Proof, prove
from factory.tenants.folder import Tenant


@pytest.fixture
def copy(commune: Commune, tmp_path: Path) -> Path:
    """The commune's sources, elsewhere, as a backup would give them back."""
    return shutil.copytree(commune.folder, tmp_path / "rendu")


@pytest.fixture
def proven(factory: Factory, commune: Commune) -> Callable[[Path], Proof]:
    def act(folder: Path) -> Proof:
        tenant = Tenant(slug="ailleurs", folder=folder, output=folder)
        # Months later: the moment is the generation's, not today's.
        campaign = factory.campaign(moment=factory.moment.replace(year=2027))
        return prove(
            campaign, tenant, commune.manifest,
            tree=commune.layout.generation(commune.manifest.numero), store=commune.layout.store,
        )  # fmt: skip

    return act


def named(proof: Proof) -> set[tuple[str, str, str]]:
    return {(one.ou, one.nature, one.fichier) for one in proof.differences}


def test_the_same_site_from_its_sources(
    proven: Callable[[Path], Proof], commune: Commune, copy: Path, factory: Factory
) -> None:
    """What earlier generations left for a day, and a file whose last version does not load,
    change nothing."""
    assert any(output.reste for output in commune.manifest.fichiers.values())
    before = sorted(copy.rglob("*"))
    proof = proven(copy)
    assert named(proof) == set()
    assert proof.holds and proof.causes == ()
    assert proof.fichiers > 20 and proof.sources == 7
    assert sorted(copy.rglob("*")) == before
    assert list((factory.root / "build").glob(".preuve-*")) == []


def test_a_source_that_is_missing_or_other(proven: Callable[[Path], Proof], copy: Path) -> None:
    (copy / "contenu/agenda/bal.md").unlink()
    (copy / "contenu/ecole.md").write_text("# École\n\nFermée.\n")
    proof = proven(copy)
    found = named(proof)
    assert (Where.SOURCES, Nature.MANQUE, "contenu/agenda/bal.md") in found
    assert (Where.SOURCES, Nature.ALTERE, "contenu/ecole.md") in found
    assert (Where.REBUILT, Nature.MANQUE, "agenda/bal/index.html") in found
    page = next(d for d in proof.differences if d.fichier == "ecole/index.html")
    assert page.source == "contenu/ecole.md"
    assert "le texte de la page" in page.raisons
    assert str(page).startswith("reconstruction : ecole/index.html (contenu/ecole.md) diffère : ")


def test_a_line_of_the_register_that_is_gone(proven: Callable[[Path], Proof], copy: Path) -> None:
    """Without it, the act would be dated anew."""
    (copy / "registre/actes.jsonl").unlink()
    proof = proven(copy)
    assert not proof.holds
    assert any(d.source == "contenu/actes/stationnement.md" for d in proof.differences)


def test_a_register_that_was_written_over(proven: Callable[[Path], Proof], copy: Path) -> None:
    """Nothing can be made from it: the proof says why rather than break."""
    lines = (copy / "registre/actes.jsonl").read_text().replace("stationnement", "circulation")
    (copy / "registre/actes.jsonl").write_text(lines + "{}\n")
    proof = proven(copy)
    assert not proof.holds
    assert [problem.code for problem in proof.problemes] == ["registre-altere"]


def test_the_tree_that_is_served(
    factory: Factory, commune: Commune, copy: Path, tmp_path: Path
) -> None:
    tree = shutil.copytree(commune.layout.generation(commune.manifest.numero), tmp_path / "servi")
    (tree / "index.html").unlink()
    (tree / "ecole/index.html").chmod(0o644)
    (tree / "ecole/index.html").write_text("Piraté")
    (tree / "porte.php").write_text("?")
    (tree / "fete/index.html").unlink()
    (tree / "fete/index.html").symlink_to("/etc/passwd")
    tenant = Tenant(slug="exemple", folder=copy, output=copy)
    proof = prove(factory.campaign(), tenant, commune.manifest, tree=tree)
    assert named(proof) == {
        (Where.SITE, Nature.MANQUE, "index.html"),
        (Where.SITE, Nature.ALTERE, "ecole/index.html"),
        (Where.SITE, Nature.SURPLUS, "porte.php"),
        (Where.SITE, Nature.ALTERE, "fete/index.html"),
    }


def test_the_store(factory: Factory, commune: Commune, copy: Path, tmp_path: Path) -> None:
    shutil.copytree(commune.output / "store", tmp_path / "store")
    store = replace(commune.layout.store, root=tmp_path / "store")
    pages = commune.manifest.fichiers
    store.path(pages["index.html"].blob).unlink()
    spoilt = store.path(pages["ecole/index.html"].blob)
    spoilt.chmod(0o644)
    spoilt.write_bytes(spoilt.read_bytes()[:-1])
    tenant = Tenant(slug="exemple", folder=copy, output=copy)
    proof = prove(factory.campaign(), tenant, commune.manifest, store=store)
    assert named(proof) == {
        (Where.STORE, Nature.MANQUE, "index.html"),
        (Where.STORE, Nature.ALTERE, "ecole/index.html"),
    }


def test_what_may_explain_it(factory: Factory, commune: Commune, copy: Path) -> None:
    """Another engine gives the same bytes, or its difference is told as such."""
    tenant = Tenant(slug="exemple", folder=copy, output=copy)
    other = replace(commune.manifest, moteur="0" * 64, theme="1" * 64)
    assert prove(factory.campaign(), tenant, other).holds
    (copy / "contenu/accueil.md").write_text("# Autre\n")
    proof = prove(factory.campaign(), tenant, other)
    assert len(proof.causes) == 2
    assert "bibliothèques" in proof.causes[0]


def test_an_edit_that_only_the_past_would_show(factory: Factory) -> None:
    """The site stays the same; made again at the moment of before, it would not be."""
    commune = factory.commune("passe")
    factory.build()
    factory.moment = factory.moment.replace(hour=15)
    commune.write("contenu/eau.md", "---\nretirer_le: 2026-11-23 14:30\n---\n# Coupure d’eau\n")
    factory.build()
    assert commune.manifest.numero == 1 and commune.manifest.relu
    tenant = Tenant(slug="passe", folder=commune.folder, output=commune.output)
    assert named(prove(factory.campaign(), tenant, commune.manifest)) == set()
