"""`usine build` killed at any moment, while a reader follows every link of what is public."""

import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest
from commande import USINE
from histoire import Commune, Factory

from factory.archive import manifest as manifests
from factory.build import generation

PAGES = 30
LINK = re.compile(r"""\s(?:href|src|srcset)=["']?(/[^"'\s>#]*)""")
VERSION = re.compile(r"Version (\d+)\b")
INDEX = re.compile(r"\sdata-index=[^\s>]*")
"""Which index the search reads: that of the version before, until its own is made."""
BLOB = re.compile(r"[0-9a-f]{2}/[0-9a-f]{62}")


class Reader(threading.Thread):
    """Follows every link from the home page, for ever, as citizens do through the web server.

    `public` is resolved once a request. `wrong` collects what no reader should ever see.
    """

    def __init__(self, public: Path) -> None:
        super().__init__(daemon=True)
        self.public = public
        self.wrong: list[str] = []
        self.rounds = 0
        self.versions: set[int] = set()
        self._seen: dict[tuple[str, int], str] = {}
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.is_set():
            self._visit()
            self._whole_site()
            self.rounds += 1

    def end(self) -> None:
        self._over.set()
        self.join()

    def _get(self, url: str) -> bytes | None:
        root = os.path.realpath(self.public)
        try:
            return Path(root + url + ("index.html" if url.endswith("/") else "")).read_bytes()
        except OSError as fault:
            if not os.path.isdir(root):
                # A web server resolves and opens at once. Between the two, this thread of a busy
                # machine lost a generation that the one with the search's index replaced.
                return self._get(url)
            self.wrong.append(f"{url}: {fault}")
            return None

    def _visit(self) -> None:
        """Every page and file that links lead to, each by a request of its own."""
        waiting, seen = ["/"], {"/"}
        while waiting and not self._over.is_set():
            url = waiting.pop()
            data = self._get(url)
            if data is None or not url.endswith("/"):
                continue
            text = data.decode()
            self._judge(url, text)
            new = [link for link in dict.fromkeys(LINK.findall(text)) if link not in seen]
            seen.update(new)
            # What the page is made of is asked for at once, pages when their turn comes.
            for link in new:
                if not link.endswith("/"):
                    self._get(link)
            waiting += [link for link in new if link.endswith("/")]

    def _judge(self, url: str, text: str) -> int:
        named = {int(number) for number in VERSION.findall(text)}
        if len(named) != 1 or not text.rstrip().endswith("</html>"):
            self.wrong.append(f"{url}: versions {sorted(named)}, {len(text)} characters")
            return -1
        (version,) = named
        self.versions.add(version)
        made = hashlib.sha256(INDEX.sub("", text).encode()).hexdigest()
        if self._seen.setdefault((url, version), made) != made:
            self.wrong.append(f"{url}: version {version} with two contents")
        return version

    def _whole_site(self) -> None:
        """All the pages that one generation holds are of one version."""
        root = Path(os.path.realpath(self.public))
        try:
            pages = {page: page.read_text() for page in sorted(root.rglob("index.html"))}
        except FileNotFoundError as fault:
            # For a slow reader, the site may have been replaced so often that this one is gone.
            if root.is_dir():
                self.wrong.append(f"{root.name} loses a page: {fault}")
            return
        found = {
            self._judge(f"/{page.parent.relative_to(root)}/".replace("/./", "/"), text)
            for page, text in pages.items()
            if "http-equiv" not in text
        }
        if len(found) != 1 and root.is_dir():
            self.wrong.append(f"{root.name} mixes versions {sorted(found)}")


def write(commune: Commune, version: int) -> None:
    """Every page of the commune says the version, by the site's name; its colours differ too."""
    colours = ("#1f5f8b", "#8b1f3c", "#2d6b2f")
    commune.write(
        "commune.yaml",
        f"nom: Version {version}\ncode_insee: 13999\ndomaine: exemple.fr\n"
        f"couleur: '{colours[version % 3]}'\n",
    )
    for number in range(PAGES):
        commune.write(f"contenu/rubrique/p{number}.md", f"# Page {number}\n\nTexte {version}.\n")
    commune.picture("medias/place.jpg", colours[version % 3])
    commune.write("contenu/place.md", "# La place\n\n![La place au matin](/medias/place.jpg)\n")
    commune.write(f"contenu/actes/a{version}.pdf", b"%%PDF-1.4\n%d\n" % version)
    commune.write(
        f"contenu/actes/a{version}.md",
        f"---\ntitre: Acte {version}\nnature: arrêté\nportee: réglementaire\nnumero: A{version}\n"
        f"objet: Circulation\nmatiere: 6.1\ndate_acte: 2026-11-02\nfichier: a{version}.pdf\n"
        "auteurs: [{prenom: Camille, nom: Exemple, qualite: maire}]\n---\nTexte.\n",
    )


def start(factory: Factory) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [*USINE, "build"],
        cwd=factory.root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def leftovers(commune: Commune) -> list[str]:
    """What a run that died may have left, and the next should have removed."""
    layout = commune.layout
    known = {number for number, _ in generation.publications(layout)}
    left = [str(p) for p in commune.output.rglob("*") if "partiel" in p.name]
    left += [f"generation {name}" for name in os.listdir(layout.generations) if name not in {
        str(number) for number in known}]  # fmt: skip
    left += [f"manifest {n}" for n in manifests.numbers(layout.manifests) if n not in known]
    root = layout.store.root
    blobs = (p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file())
    return left + [blob for blob in blobs if not BLOB.fullmatch(blob)]


def garbage(commune: Commune) -> set[str]:
    """The blobs that no manifest names: they are swept when a generation goes."""
    layout = commune.layout
    named: set[str] = set()
    for number in layout.numbers():
        found = manifests.read(layout.manifest(number))
        assert found is not None
        named |= found.blobs()
    root = layout.store.root
    return {p.parent.name + p.name for p in root.rglob("*") if p.is_file()} - named


def recovered(factory: Factory, commune: Commune) -> None:
    """The next build ends well, equals a clean one, and leaves nothing of those that died."""
    done = factory.usine("build", "--json")
    assert done.returncode in (0, 1), done.stdout + done.stderr
    assert done.stderr == ""
    assert commune.online == factory.fresh(commune)
    assert leftovers(commune) == []
    again = factory.usine("build", "--json")
    (report,) = json.loads(again.stdout)["communes"]
    assert report["statut"] == "inchangée"


def registered(commune: Commune) -> list[str]:
    lines = commune.read("registre/actes.jsonl").splitlines()
    return [json.loads(line)["fichier"] for line in lines]


def kill_many(factory: Factory, times: int, seed: int) -> None:
    chance = random.Random(seed)
    commune = factory.commune()
    write(commune, 0)
    assert start(factory).wait() in (0, 1)
    # How long those that follow take: the first one also fills the caches.
    commune.write("commune.yaml", commune.read("commune.yaml").replace("#1f5f8b", "#2f5f8b"))
    began = time.monotonic()
    assert start(factory).wait() in (0, 1)
    whole = time.monotonic() - began
    reader = Reader(commune.output / "public")
    reader.start()
    try:
        killed = 0
        for version in range(1, times + 1):
            write(commune, version)
            build = start(factory)
            time.sleep(chance.uniform(0.2, 1.1) * whole)
            build.send_signal(signal.SIGKILL)
            killed += build.wait() == -signal.SIGKILL
            assert reader.wrong == [], f"seed {seed}, version {version}"
            if chance.random() < 0.25:
                recovered(factory, commune)
        write(commune, times + 1)
        with (factory.root / "usine.yaml").open("a") as settings:
            settings.write("generations: {dernieres: 1, par_jour: 0}\n")
        recovered(factory, commune)
        assert garbage(commune) == set()
    finally:
        reader.end()
    assert reader.wrong == []
    assert reader.rounds > 1
    assert killed > times / 2, "most builds died"
    assert len(reader.versions) > 2, "the reader saw the site change"
    acts = registered(commune)
    assert sorted(set(acts)) == sorted(f"contenu/actes/a{n}.md" for n in range(times + 2))
    assert len(acts) == len(set(acts)), "an act is put online once"


def test_the_reader_would_see_it(factory: Factory) -> None:
    """A page of another version, a page cut short, a missing style sheet: each is noticed."""
    commune = factory.commune()
    write(commune, 0)
    assert start(factory).wait() in (0, 1)
    sound = Reader(commune.output / "public")
    sound._visit()
    sound._whole_site()
    assert sound.wrong == []
    for spoil in (
        lambda root: _change(root / "place" / "index.html", b"Version 0", b"Version 7"),
        lambda root: _change(root / "place" / "index.html", b"</html>", b""),
        lambda root: shutil.rmtree(root / "_theme"),
        lambda root: (root / "rubrique" / "p3" / "index.html").unlink(),
    ):
        copy = factory.root / "copie"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree((commune.output / "public").resolve(), copy)
        spoil(copy)
        reader = Reader(copy)
        reader._visit()
        reader._whole_site()
        assert reader.wrong != []


def _change(page: Path, before: bytes, after: bytes) -> None:
    data = page.read_bytes()
    page.unlink()
    page.write_bytes(data.replace(before, after))


def test_killed_at_any_moment_no_reader_sees_it(factory: Factory) -> None:
    kill_many(factory, times=12, seed=2026)


@pytest.mark.slow
def test_killed_a_hundred_times(factory: Factory) -> None:
    kill_many(factory, times=100, seed=0)
