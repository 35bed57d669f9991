"""A commune comes back from its bag: the same site, and what was erased since stays erased."""

import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from depart import brought, codes, exported, resummed, rewritten
from histoire import Commune, Factory, tree

from factory.archive import erasures
from factory.ground.problems import UsageError


def test_the_same_site_in_another_factory(
    bag: Path, commune: Commune, elsewhere: Factory, tmp_path: Path
) -> None:
    """And the same bag again from there."""
    found = brought(elsewhere, bag)
    assert found.identical, [str(one) for one in found.differences]
    assert found.non_repris == ()
    back = elsewhere.commune("revenue")
    assert back.online == commune.online
    assert tree(back.folder) == tree(commune.folder)
    exported(elsewhere, back, tmp_path / "retour.zip")
    exported(elsewhere, back, tmp_path / "retour")
    assert tree(tmp_path / "retour") == tree(bag)
    again = brought(Factory(tmp_path / "troisieme"), tmp_path / "retour.zip")
    assert again.identical
    # The acts keep the day they came online; the page that was being written comes out.
    elsewhere.build()
    assert "/demain/" in elsewhere.commune("revenue").page("/demain/")
    assert back.read("registre/actes.jsonl") == commune.read("registre/actes.jsonl")


def test_what_differs_is_told_file_by_file(bag: Path, tmp_path: Path, elsewhere: Factory) -> None:
    """Another theme: other pages; the bag's own are never served."""
    styles = elsewhere.root / "theme" / "templates"
    for template in styles.rglob("*.html"):
        template.write_text(template.read_text().replace("</body>", "<!-- autre --></body>"))
    (elsewhere.root / "theme/theme.yaml").open("a").write("\n# autre\n")
    changed = resummed(shutil.copytree(bag, tmp_path / "sac"), "site/index.html", b"<h1>Pirate")
    versions = (bag / "data/usine/versions.json").read_bytes()
    old = re.sub(rb'"jinja2": "[^"]*"', b'"jinja2": "2.7"', versions)
    found = brought(elsewhere, resummed(changed, "usine/versions.json", old))
    assert not found.problems and not found.identical
    assert any(cause.startswith("jinja2 : 2.7 pour l’export, ") for cause in found.causes)
    assert "le thème n’est pas celui qui avait fait ce site" in found.causes
    assert "site en ligne : index.html (contenu/accueil.md) diffère" in {
        str(one) for one in found.differences
    }
    assert b"Pirate" not in elsewhere.commune("revenue").online["index.html"]


def test_a_commune_that_is_there_stays(bag: Path, elsewhere: Factory) -> None:
    before = tree(elsewhere.commune("revenue").folder)
    with pytest.raises(UsageError, match="commune-existante"):
        brought(elsewhere, bag)
    assert tree(elsewhere.commune("revenue").folder) == before
    with pytest.raises(UsageError, match="nom-de-dossier"):
        brought(elsewhere, bag, "../dehors")


def test_what_has_no_place_is_told_file_by_file(
    bag: Path, elsewhere: Factory, tmp_path: Path
) -> None:
    """In a factory that had a commune of that name, and destroyed it."""
    elsewhere.commune("revenue")
    elsewhere.build()
    for root in ("tenants", "build"):
        shutil.rmtree(elsewhere.root / root / "revenue")
    strange = shutil.copytree(bag, tmp_path / "sac")
    for path in ("sources/bin/porte.php", "sources/registre/autre.txt", "a-part/usine.yaml"):
        resummed(strange, path, b"?")
    found = brought(elsewhere, strange)
    assert found.identical
    assert found.non_repris == (
        "sources/bin/porte.php : ce fichier n’a pas de place dans une commune",
        "sources/registre/autre.txt : ce fichier n’a pas de place dans une commune",
        "a-part/usine.yaml : ce fichier n’a pas de place dans une commune",
    )
    back = tree(elsewhere.root / "tenants/revenue")
    assert not {"bin/porte.php", "registre/autre.txt", "usine.yaml"} & set(back)


def test_no_bag_takes_a_host_from_another(bag: Path, elsewhere: Factory) -> None:
    elsewhere.commune("premiere").write("convention.yaml", "domaines: [exemple.example]\n")
    assert codes(brought(elsewhere, bag)) == {"import-domaine-pris"}
    assert not (elsewhere.root / "tenants/revenue").exists()
    # Nor from one whose convention does not read.
    elsewhere.commune("premiere").write("convention.yaml", "domaines: {\n")
    own = "nom: P\ncode_insee: 13998\ndomaine: exemple.example\n"
    elsewhere.commune("premiere").write("commune.yaml", own)
    assert codes(brought(elsewhere, bag)) == {"import-domaine-pris"}


def test_what_the_standard_leaves_free(bag: Path, elsewhere: Factory, tmp_path: Path) -> None:
    """Sums in capitals, no list of lists, CRLF in the declaration: the bag is sound (RFC 8493)."""
    copy = shutil.copytree(bag, tmp_path / "sac")
    for name in ("sha256", "sha512"):
        (copy / f"tagmanifest-{name}.txt").unlink()
        rewritten(copy / f"manifest-{name}.txt", capitals)
    rewritten(copy / "bagit.txt", lambda data: data.replace(b"\n", b"\r\n"))
    assert brought(elsewhere, copy).identical


def capitals(data: bytes) -> bytes:
    rows = (line.split(b"  ", 1) for line in data.splitlines())
    return b"".join(sums.upper() + b"  " + path + b"\n" for sums, path in rows)


def test_what_was_erased_since_does_not_come_back(bag: Path, elsewhere: Factory) -> None:
    campaign = elsewhere.campaign()
    gone = "contenu/vie/clubs.md"
    since = elsewhere.moment + timedelta(hours=1)
    erasures.note(campaign.settings.memoire, "revenue", since, documents=[gone])
    found = brought(elsewhere, bag)
    assert f"{gone} : effacé depuis, à la demande de la commune" in found.non_repris
    assert not (elsewhere.root / "tenants/revenue" / gone).exists()
    assert "vie/clubs/index.html" not in elsewhere.commune("revenue").online


def test_a_new_name_is_no_way_around_an_erasure(bag: Path, elsewhere: Factory) -> None:
    # Erased when the commune was called otherwise: its INSEE code tells that it is the same.
    memory = elsewhere.campaign().settings.memoire
    gone, since = "contenu/vie/clubs.md", elsewhere.moment + timedelta(hours=1)
    erasures.note(memory, "autre", since, documents=[gone], insee="13998")
    assert brought(elsewhere, bag, "voisine").identical
    erasures.note(memory, "ancienne", since, documents=[gone], insee="13999")
    shutil.rmtree(elsewhere.root / "tenants/voisine")
    shutil.rmtree(elsewhere.root / "build/voisine")
    found = brought(elsewhere, bag)
    assert f"{gone} : effacé depuis, à la demande de la commune" in found.non_repris
    assert "vie/clubs/index.html" not in elsewhere.commune("revenue").online


def test_nor_what_was_being_written(bag: Path, elsewhere: Factory) -> None:
    """A bag may hold two versions of a document: none comes back."""
    gone = "contenu/ecole.md"
    since = elsewhere.moment + timedelta(hours=1)
    erasures.note(elsewhere.campaign().settings.memoire, "revenue", since, documents=[gone])
    found = brought(elsewhere, bag)
    assert {one.partition(" : ")[0] for one in found.non_repris} == {gone, f"a-part/{gone}"}
    assert not (elsewhere.root / "tenants/revenue" / gone).exists()
