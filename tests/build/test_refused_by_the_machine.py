"""Rights that lack, a disk that is full or read only: told in French, and one commune's alone."""

import errno
import os
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from commande import USINE
from histoire import Factory

from factory.ground.system import why
from factory.preview.plant import broken


def ordinary(root: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """`usine` under an account that rights bind, which root's are only without these powers."""
    before: tuple[str, ...] = ()
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("setpriv is needed to run as an ordinary account")
        before = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
    return subprocess.run(
        [*before, *USINE, *words], cwd=root, capture_output=True, text=True, timeout=300
    )


def closed(path: Path) -> Path:
    path.chmod(0)
    return path


def test_a_folder_without_rights_stops_its_commune_alone(factory: Factory) -> None:
    fermee = factory.commune("fermee").write("contenu/a.md", "# Une page\n")
    other = factory.commune("ouverte").write("contenu/a.md", "# Avant\n")
    fermee.write("convention.yaml", "domaines: [www.fermee.fr]\n")
    assert factory.usine("build").returncode == 0
    other.write("contenu/a.md", "# Après\n")

    agreement = closed(fermee.folder / "convention.yaml")
    said = ordinary(factory.root, "convention", "show", "fermee").stdout
    assert "Ce fichier ne peut pas être lu (ce compte n’en a pas le droit)." in said
    status = ordinary(factory.root, "status")
    assert status.returncode == 1 and status.stderr == ""
    assert "fermee : génération 1" in status.stdout and "ouverte : génération" in status.stdout

    agreement.chmod(0o644)
    closed(fermee.folder)
    closed(fermee.output)
    try:
        built = ordinary(factory.root, "build")
    finally:
        fermee.folder.chmod(0o755)
        fermee.output.chmod(0o755)
    assert built.returncode == 3 and built.stderr == ""
    assert "fermee : non publiée\n    erreur [acces-refuse]" in built.stdout
    assert "Après" in other.page("/a/")


def test_a_new_commune_is_there_whole_or_not_at_all(factory: Factory) -> None:
    schemas = factory.root / "schemas"
    schemas.mkdir()
    schemas.chmod(0o500)
    refused = ordinary(factory.root, "new", "neuve", "--insee", "13001")
    assert refused.returncode == 2
    assert refused.stderr.startswith("erreur [acces-refuse] Ce compte n’a pas accès à « ")
    assert "schemas/usine.schema.json" in refused.stderr
    assert not (factory.root / "tenants" / "neuve").exists()
    schemas.chmod(0o755)
    assert ordinary(factory.root, "new", "neuve", "--insee", "13001").returncode == 0


def test_communes_may_stand_elsewhere_than_the_settings(factory: Factory, tmp_path: Path) -> None:
    elsewhere = tmp_path / "ailleurs"
    (factory.root / "usine.yaml").write_text(f"communes: {elsewhere}\n", "utf-8")
    new = factory.usine("new", "neuve", "--insee", "13001")
    assert (new.returncode, new.stderr) == (0, "")
    assert f"  {elsewhere}/neuve/commune.yaml\n" in new.stdout


@pytest.fixture
def disk(factory: Factory) -> Iterator[Path]:
    """A disk of 1 MB, where communes are."""
    folder = factory.root / "tenants"
    folder.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "usine-essai", str(folder)]
    if os.geteuid() or not shutil.which("mount"):
        pytest.skip("only root can mount a small disk")
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_disk_without_room_or_read_only_is_told(factory: Factory, disk: Path) -> None:
    commune = factory.commune().write("contenu/a.md", "# Une page\n")
    with (disk / ".plein").open("wb") as file:
        file.write(bytes(os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize))
    new = factory.usine("new", "neuve", "--insee", "13001")
    assert new.returncode == 3 and "Traceback" not in new.stderr
    assert "[disque-plein] Il n’y a plus de place sur le disque" in new.stderr
    # The register of a commune is on that disk too: its build says so, and ends.
    built = factory.usine("build")
    assert built.returncode == 3 and built.stderr == ""
    assert "[disque-plein]" in built.stdout

    (disk / ".plein").unlink()
    assert factory.usine("build").returncode == 0
    assert commune.online == factory.fresh(commune)

    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    new = factory.usine("new", "neuve", "--insee", "13001")
    assert new.returncode == 2
    assert "erreur [disque-en-lecture-seule] Le disque de « " in new.stderr


def test_a_preview_shows_no_trace_of_what_the_machine_refuses() -> None:
    problem, trace = broken(PermissionError(errno.EACCES, "non", "/srv/.ici.zip.partiel"))
    assert (problem.code, trace) == ("acces-refuse", "")
    assert "« /srv/ici.zip »" in problem.message
    problem, _ = broken(ValueError("un défaut"))
    assert problem.code == "construction-impossible"


def test_what_the_system_answers_is_french() -> None:
    assert why(OSError(errno.EACCES, os.strerror(errno.EACCES))) == "ce compte n’en a pas le droit"
    assert why(OSError(errno.ENOTTY, os.strerror(errno.ENOTTY))) == os.strerror(errno.ENOTTY)
    # TLS counts its faults from 1 too, which is « Operation not permitted » for the system.
    assert why(ssl.SSLError(errno.EPERM, "certificat périmé")) == "certificat périmé"
