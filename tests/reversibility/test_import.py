"""A commune comes back from its bag: the same site; what is hostile is refused, with its reason."""

import hashlib
import os
import re
import shutil
import stat
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from depart import exported
from histoire import Commune, Factory, tree

from factory.archive import erasures
from factory.ground.problems import UsageError
from factory.reversibility.importing import Imported, bring


@pytest.fixture
def elsewhere(tmp_path: Path, factory: Factory) -> Factory:
    """Another factory, which knows nothing of the first, on the same day."""
    other = Factory(tmp_path / "autre-usine")
    other.moment = factory.moment
    return other


def brought(factory: Factory, bag: Path, slug: str = "revenue") -> Imported:
    return bring(factory.campaign(), bag, slug)


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


def test_no_bag_takes_a_host_from_another(bag: Path, elsewhere: Factory) -> None:
    elsewhere.commune("premiere").write("convention.yaml", "domaines: [exemple.example]\n")
    assert codes(brought(elsewhere, bag)) == {"import-domaine-pris"}
    assert not (elsewhere.root / "tenants/revenue").exists()
    # Nor from one whose convention does not read.
    elsewhere.commune("premiere").write("convention.yaml", "domaines: {\n")
    own = "nom: P\ncode_insee: 13998\ndomaine: exemple.example\n"
    elsewhere.commune("premiere").write("commune.yaml", own)
    assert codes(brought(elsewhere, bag)) == {"import-domaine-pris"}


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


def codes(found: Imported) -> set[str]:
    return {problem.code for problem in found.problems}


def resummed(bag: Path, path: str, data: bytes) -> Path:
    """One file of the bag with other bytes, and sums that agree: the forger knows how."""
    target = bag / "data" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    target.write_bytes(data)
    for name in ("sha256", "sha512"):
        (bag / f"tagmanifest-{name}.txt").unlink(missing_ok=True)
        manifest = bag / f"manifest-{name}.txt"
        lines = [x for x in manifest.read_text().splitlines() if not x.endswith(f"  data/{path}")]
        lines.append(f"{hashlib.new(name, data).hexdigest()}  data/{path}")
        manifest.write_text("\n".join(lines) + "\n")
    return bag


Harm = Callable[[Path], object]

FOLDERS: dict[str, tuple[Harm, str]] = {
    "a file that is gone": (lambda b: (b / "data/site/404.html").unlink(), "sac-fichier-manquant"),
    "a file too many": (lambda b: (b / "data/x.txt").write_text("x"), "sac-fichier-en-trop"),
    "one letter": (
        lambda b: rewritten(b / "data/sources/commune.yaml", lambda d: d.replace(b"E", b"e", 1)),
        "sac-fichier-altere",
    ),
    "a link": (lambda b: (b / "data/lien").symlink_to("/etc/passwd"), "sac-lien"),
    "a folder that is a link": (lambda b: (b / "data/d").symlink_to("/etc"), "sac-lien"),
    "a pipe": (lambda b: os.mkfifo(b / "data/tuyau"), "sac-lien"),
    "two cases": (lambda b: (b / "data/lisezmoi.MD").write_text("x"), "sac-noms-jumeaux"),
    "two folders' cases": (
        lambda b: ((b / "data/SITE").mkdir(), (b / "data/SITE/x").write_text("x")),
        "sac-noms-jumeaux",
    ),
    "two Unicode forms": (
        lambda b: [
            (b / "data" / unicodedata.normalize(form, "été.txt")).write_text("x")
            for form in ("NFC", "NFD")
        ],
        "sac-noms-jumeaux",
    ),
    "a control character": (lambda b: (b / "data/a\x1b[2J").write_text("x"), "sac-nom-illisible"),
    "bytes that are no text": (
        lambda b: Path(os.fsdecode(os.fsencode(b) + b"/data/\xff")).write_text("x"),
        "sac-nom-illisible",
    ),
    "files to fetch": (lambda b: (b / "fetch.txt").write_text("http://x 1 x\n"), "sac-incomplet"),
    "no sums": (
        lambda b: [path.unlink() for path in b.glob("*manifest-*.txt")], "sac-sans-empreintes",
    ),
    "no declaration": (lambda b: (b / "bagit.txt").unlink(), "sac-non-reconnu"),
    "sums that are none": (
        lambda b: rewritten(b / "manifest-sha256.txt", lambda d: d + b"n'importe quoi\n"),
        "sac-illisible",
    ),
    "no commune": (lambda b: removed(b, "sources/commune.yaml"), "sac-sans-site"),
    "another's manifest": (lambda b: resummed(b, "usine/manifeste.json", b"{}"), "sac-sans-site"),
    "a register that was forged": (
        lambda b: resummed(b, "sources/registre/actes.jsonl", b'{"precedent":"?"}\n'),
        "registre-altere",
    ),
}  # fmt: skip


def rewritten(path: Path, change: Callable[[bytes], bytes]) -> None:
    path.chmod(0o644)
    path.write_bytes(change(path.read_bytes()))


def removed(bag: Path, path: str) -> None:
    resummed(bag, path, b"")
    (bag / "data" / path).unlink()
    for manifest in bag.glob("manifest-*.txt"):
        lines = [x for x in manifest.read_text().splitlines() if not x.endswith(f"  data/{path}")]
        manifest.write_text("\n".join(lines) + "\n")


@pytest.mark.parametrize("harm", FOLDERS)
def test_a_folder_that_is_not_what_it_says(
    harm: str, bag: Path, elsewhere: Factory, tmp_path: Path
) -> None:
    hurt, code = FOLDERS[harm]
    hurt(shutil.copytree(bag, tmp_path / "sac"))
    refused(elsewhere, tmp_path / "sac", code)


def refused(factory: Factory, bag: Path, code: str) -> None:
    """The import is refused for that reason, and nothing at all was written."""
    before = written(factory)
    found = brought(factory, bag)
    assert codes(found) == {code}, [str(problem) for problem in found.problems]
    assert all(problem.remedy for problem in found.problems)
    assert written(factory) == before


def written(factory: Factory) -> dict[str, bytes]:
    """All that stands in the factory, but for its templates, which are compiled once for all."""
    found = tree(factory.root)
    return {path: data for path, data in found.items() if not path.startswith("build/.gabarits/")}


Entry = tuple[zipfile.ZipInfo, bytes]


def entry(name: str, data: bytes = b"x", mode: int = stat.S_IFREG | 0o644) -> Entry:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    return info, data


ZIPS: dict[str, tuple[list[Entry], str]] = {
    "a way up": ([entry("sac/../../dehors.txt")], "sac-chemin-hors-du-dossier"),
    "an absolute path": ([entry("/tmp/usine-dehors.txt")], "sac-chemin-hors-du-dossier"),
    "a drive": ([entry("C:\\dehors.txt")], "sac-chemin-hors-du-dossier"),
    "a link": ([entry("sac/lien", b"/etc/passwd", stat.S_IFLNK | 0o777)], "sac-lien"),
    "a bomb": ([entry("sac/bombe", bytes(30 * 10**6))], "sac-piege"),
    "twice the same name": ([entry("sac/a"), entry("sac/a")], "sac-noms-jumeaux"),
    "a file that is a folder too": ([entry("sac/a"), entry("sac/a/b")], "sac-noms-jumeaux"),
    "a name without end": ([entry("sac/" + "é" * 200)], "sac-nom-trop-long"),
    "folders without end": ([entry("a/" * 60 + "b")], "sac-nom-trop-long"),
    "no bag": ([entry("photo.jpg")], "sac-non-reconnu"),
}


@pytest.mark.parametrize("harm", ZIPS)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_archive_that_is_a_trap(harm: str, elsewhere: Factory, tmp_path: Path) -> None:
    entries, code = ZIPS[harm]
    with zipfile.ZipFile(tmp_path / "sac.zip", "w") as archive:
        for info, data in entries:
            archive.writestr(info, data)
    refused(elsewhere, tmp_path / "sac.zip", code)
    assert not Path("/tmp/usine-dehors.txt").exists()


def test_archives_that_lie(elsewhere: Factory, tmp_path: Path) -> None:
    """A size that is not the file's, two files that share their bytes, a torn or absent file."""
    with zipfile.ZipFile(tmp_path / "ment.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sac/bagit.txt", b"x" * 2_000_000)
        archive.writestr("sac/b", b"y" * 10)
    data = (tmp_path / "ment.zip").read_bytes()
    size = (2_000_000).to_bytes(4, "little")
    (tmp_path / "ment.zip").write_bytes(data.replace(size, (100).to_bytes(4, "little")))
    refused(elsewhere, tmp_path / "ment.zip", "sac-illisible")

    with zipfile.ZipFile(tmp_path / "double.zip", "w") as archive:
        archive.writestr("sac/bagit.txt", b"x" * 1000)
        first = archive.infolist()[0]
        shared = zipfile.ZipInfo("sac/b")
        for name in ("header_offset", "file_size", "compress_size", "CRC", "compress_type"):
            setattr(shared, name, getattr(first, name))
        archive.filelist.append(shared)
        archive._didModify = True  # type: ignore[attr-defined]
    refused(elsewhere, tmp_path / "double.zip", "sac-piege")

    (tmp_path / "torn.zip").write_bytes(data[: len(data) // 2])
    refused(elsewhere, tmp_path / "torn.zip", "sac-illisible")
    refused(elsewhere, tmp_path / "absent.zip", "sac-illisible")
