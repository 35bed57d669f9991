"""A bag is hostile until shown otherwise: what is wrong is refused with its reason, and nothing is
written, in the factory or outside."""

import os
import shutil
import stat
import tarfile
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from depart import brought, codes, resummed, rewritten
from histoire import Factory, tree
from hypothesis import given, settings
from hypothesis import strategies as st

from factory.ground.problems import UsageError
from factory.reversibility.archive import pack
from factory.reversibility.bag import Bag
from factory.reversibility.opening import Bounds, from_bytes, open_bag

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
    "a text that turns round": (
        lambda b: (b / "data/\u202efdp.exe").write_text("x"), "sac-nom-illisible",
    ),
    "a device": (lambda b: os.mknod(b / "data/zero", stat.S_IFCHR | 0o666, os.makedev(1, 5)),
                 "sac-lien"),
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
    "an identity without end": (
        lambda b: resummed(b, "sources/commune.yaml", b"nom: " + b"x" * 2_000_000), "sac-piege",
    ),
    "another's manifest": (lambda b: resummed(b, "usine/manifeste.json", b"{}"), "sac-sans-site"),
    "a register that was forged": (
        lambda b: resummed(b, "sources/registre/actes.jsonl", b'{"precedent":"?"}\n'),
        "registre-altere",
    ),
}  # fmt: skip


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
    if harm == "a device" and os.getuid():
        pytest.skip("only root makes devices")
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


def entry(
    name: str,
    data: bytes = b"x",
    mode: int = stat.S_IFREG | 0o644,
    packing: int = zipfile.ZIP_DEFLATED,
) -> Entry:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    info.compress_type = packing
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
    "a backslash": ([entry("sac\\..\\dehors")], "sac-chemin-hors-du-dossier"),
    "a packing that asks for memory": (
        [entry("sac/bagit.txt", packing=zipfile.ZIP_LZMA)],
        "sac-illisible",
    ),
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

    # Each header quoted in the file before it: the last bytes are read over and over.
    with zipfile.ZipFile(tmp_path / "cite.zip", "w") as archive:
        archive.writestr("sac/bagit.txt", b"x" * 500)
        archive.writestr("sac/b", b"y" * 500)
        first, second = archive.infolist()
        first.compress_size = second.header_offset + 30 + len("sac/b") + 500 - first.header_offset
        first.file_size = first.compress_size
    refused(elsewhere, tmp_path / "cite.zip", "sac-piege")

    (tmp_path / "secret.txt").write_text("x")
    with tarfile.open(tmp_path / "sac.tar", "w") as other:
        other.add(tmp_path / "secret.txt", "sac/bagit.txt")
    refused(elsewhere, tmp_path / "sac.tar", "sac-illisible")
    (tmp_path / "torn.zip").write_bytes(data[: len(data) // 2])
    refused(elsewhere, tmp_path / "torn.zip", "sac-illisible")
    with pytest.raises(UsageError, match="export-introuvable"):
        brought(elsewhere, tmp_path / "absent.zip")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small bag, and the same as a zip."""
    root = tmp_path_factory.mktemp("petit")
    bag = Bag(root / "sac")
    for number in range(4):
        bag.add(f"sources/{number}.txt", b"texte " * number)
    bag.finish([("Source-Organization", "Exemple")])
    pack(root / "sac", root / "sac.zip", "sac")
    return root


@given(data=st.data())
@settings(max_examples=200)
def test_whatever_bytes_are_other(data: st.DataObject, small: Path) -> None:
    """Told as a problem, or the same files: never a fault of the factory's, nothing outside."""
    packed = bytearray((small / "sac.zip").read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        packed[data.draw(st.integers(0, len(packed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / "sac.zip").write_bytes(packed)
        into = Path(scratch) / "ouvert"
        into.mkdir()
        found = from_bytes(open_bag(Path(scratch) / "sac.zip", into, Bounds()))
        assert found.problems or tree(into / "data") == tree(small / "sac/data")
        assert sorted(os.listdir(scratch)) == ["ouvert", "sac.zip"]
