"""The folders of the communes, and the places where their data lie."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory.ground.problems import UsageError
from factory.tenants import folder, naming
from factory.tenants.places import OUTPUT, SOURCES, FolderPlace


@dataclass(frozen=True)
class Roots:
    communes: Path
    sortie: Path


@pytest.fixture
def roots(tmp_path):
    for name in ("tenants/bourg", "tenants/amont", "tenants/val-d-exemple", "build"):
        (tmp_path / name).mkdir(parents=True)
    return Roots(tmp_path / "tenants", tmp_path / "build")


def slugs(listing: folder.Listing) -> list[str]:
    return [tenant.slug for tenant in listing.tenants]


def test_communes_are_sorted_and_each_has_its_own_folders(roots):
    listing = folder.communes(roots)
    assert slugs(listing) == ["amont", "bourg", "val-d-exemple"]
    assert listing.tenants[0].folder == roots.communes / "amont"
    assert listing.tenants[0].output == roots.sortie / "amont"
    assert listing.problems == ()


def test_files_and_hidden_folders_are_not_communes(roots):
    (roots.communes / "LISEZMOI.txt").write_text("…")
    (roots.communes / ".git").mkdir()
    assert slugs(folder.communes(roots)) == ["amont", "bourg", "val-d-exemple"]


def test_only_those_asked_for_once_each(roots):
    assert slugs(folder.communes(roots, ["bourg", "amont", "bourg"])) == ["amont", "bourg"]


def test_an_unknown_commune_is_told_with_the_nearest(roots):
    with pytest.raises(UsageError) as caught:
        folder.communes(roots, ["bour", "xyz"])
    assert str(caught.value) == (
        "erreur [commune-inconnue] Aucune commune ne s’appelle « bour ».\n"
        "    → Vouliez-vous dire « bourg » ?\n"
        "erreur [commune-inconnue] Aucune commune ne s’appelle « xyz ».\n"
        "    → Communes de cette usine : amont, bourg, val-d-exemple."
    )


def test_a_folder_that_breaks_the_rules_leaves_the_others_alone(roots):
    for name in ("Ville Haute", "rapport", "commun", "a--b", "x" * 64):
        (roots.communes / name).mkdir()
    listing = folder.communes(roots)
    assert slugs(listing) == ["amont", "bourg", "val-d-exemple"]
    assert [str(problem) for problem in listing.problems[:2]] == [
        "Ville Haute: erreur [nom-de-dossier] « Ville Haute » ne peut pas être le nom du dossier "
        "d’une commune.\n"
        "    → Donnez-lui un nom fait de minuscules sans accent, de chiffres et de traits d’union "
        "(63 caractères au plus). Par exemple « ville-haute ».",
        "a--b: erreur [nom-de-dossier] « a--b » ne peut pas être le nom du dossier d’une "
        "commune.\n"
        "    → Donnez-lui un nom fait de minuscules sans accent, de chiffres et de traits d’union "
        "(63 caractères au plus). Par exemple « a-b ».",
    ]
    assert [problem.code for problem in listing.problems].count("nom-reserve") == 2


def test_a_linked_commune_is_refused_and_a_linked_file_ignored(roots):
    (roots.communes / "jumelle").symlink_to(roots.communes / "bourg")
    (roots.communes / "perdue").symlink_to(roots.communes / "nulle-part")
    (roots.communes / "note.txt").write_text("…")
    (roots.communes / "lien-note").symlink_to(roots.communes / "note.txt")
    listing = folder.communes(roots)
    assert slugs(listing) == ["amont", "bourg", "val-d-exemple"]
    assert [(p.file, p.code) for p in listing.problems] == [
        ("jumelle", "commune-par-lien"),
        ("perdue", "commune-par-lien"),
    ]


def test_nothing_to_publish_is_an_error_never_a_success(tmp_path):
    empty = Roots(tmp_path / "tenants", tmp_path / "build")
    with pytest.raises(UsageError) as missing:
        folder.communes(empty)
    assert missing.value.problems[0].code == "dossier-des-communes-absent"
    empty.communes.mkdir()
    with pytest.raises(UsageError) as nothing:
        folder.communes(empty)
    assert str(nothing.value) == (
        f"{tmp_path}/tenants: erreur [aucune-commune] Le dossier des communes est vide : il n’y a "
        "rien à publier.\n"
        "    → Vérifiez que le bon disque est monté et la clé « communes » de usine.yaml, ou "
        "créez une première commune : usine new ma-commune --insee 13001."
    )


def test_a_name_of_stray_bytes_is_still_a_printable_problem(roots):
    (roots.communes / b"caf\xe9\n".decode("utf-8", "surrogateescape")).mkdir()
    [problem] = folder.communes(roots).problems
    str(problem).encode("utf-8")
    assert problem.file.isprintable()


@given(st.text(max_size=90))
def test_a_slug_made_of_any_text_may_name_a_commune(text):
    slug = naming.slug_of(text)
    assert slug == "" or slug in naming.RESERVED or naming.is_slug(slug)
    assert naming.slug_of(slug) == slug


@pytest.mark.parametrize(
    ("nom", "de", "a"),
    [
        ("Allauch", "d’Allauch", "à Allauch"),
        ("Éguilles", "d’Éguilles", "à Éguilles"),
        ("Cassis", "de Cassis", "à Cassis"),
        ("Les Pennes-Mirabeau", "des Pennes-Mirabeau", "aux Pennes-Mirabeau"),
        ("Le Tholonet", "du Tholonet", "au Tholonet"),
        ("La Ciotat", "de La Ciotat", "à La Ciotat"),
    ],
)
def test_a_name_takes_its_place_in_a_sentence(nom, de, a):
    assert naming.de(nom) == de
    assert naming.a(nom) == a


def test_what_is_listed_is_destroyed_and_nothing_else(roots):
    mine, other = folder.tenant(roots, "bourg"), folder.tenant(roots, "amont")
    for tenant in (mine, other):
        for path in (tenant.folder / "contenu/a.md", tenant.output / "store/ab/x"):
            path.parent.mkdir(parents=True)
            path.write_text("…")
            path.chmod(0o444)
        (tenant.output / "public").symlink_to("store")
    neighbour = (other.folder / "contenu/a.md", other.output / "store/ab/x")
    for place, count in ((SOURCES, 1), (OUTPUT, 2)):
        assert len(place.list(mine)) == count
        assert place.check(mine) == ()
        place.destroy(mine)
        place.destroy(mine)
        assert place.list(mine) == ()
    assert all(path.exists() for path in neighbour)


def test_a_link_out_of_the_folder_is_told_and_never_followed(roots):
    mine, other = folder.tenant(roots, "bourg"), folder.tenant(roots, "amont")
    (other.folder / "secret.md").write_text("…")
    (mine.folder / "voisine").symlink_to(other.folder)
    [problem] = SOURCES.check(mine)
    assert (problem.code, problem.file) == ("lien-hors-du-dossier", "bourg/voisine")
    SOURCES.destroy(mine)
    assert (other.folder / "secret.md").exists()


def test_a_place_that_is_a_link_loses_the_link_alone(roots):
    (roots.communes / "jumelle").symlink_to(roots.communes / "bourg")
    twin = folder.tenant(roots, "jumelle")
    place = FolderPlace("Contenus", lambda tenant: tenant.folder)
    assert place.list(twin) == (twin.folder,)
    assert [problem.code for problem in place.check(twin)] == ["lien-hors-du-dossier"]
    place.destroy(twin)
    assert not twin.folder.is_symlink()
    assert (roots.communes / "bourg").is_dir()
