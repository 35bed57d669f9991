"""What successors take up: a Hugo project that builds, a WordPress file that others read, a static
copy without a dead link, rules that a web server accepts."""

import csv
import json
import re
import shutil
import subprocess
import sys
import urllib.request
from html.parser import HTMLParser
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin, urlsplit
from xml.etree import ElementTree

import pytest

CACHE = Path(__file__).resolve().parents[2] / "benchmarks" / ".cache"
HUGO = next(iter(CACHE.glob("hugo-venv/lib/python*/site-packages/hugo/binaries/hugo*")), None)
READERS = CACHE / "wxr-venv" / "bin" / "python"
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Page(HTMLParser):
    """The visible text of `<main>`, its title apart, and every address that the page asks for."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.title, self.words, self.links, self.pictures = "", [], [], []
        self._open: list[str] = []
        self.feed(html)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", "", "".join(self.words))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self._open.append(tag)
        for name, value in attributes:
            if name in ("href", "src") and value and tag != "use":
                self.links.append(value)
            if name in ("src", "srcset") and value and tag in ("img", "source"):
                self.pictures.append(value)
            if name == "srcset" and value:
                self.links += [part.split()[0] for part in value.split(",")]

    def handle_endtag(self, tag: str) -> None:
        while tag in self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "main" in self._open and "h1" in self._open:
            self.title += data
        elif "main" in self._open:
            self.words.append(data)


def page(file: Path) -> Page:
    return Page(file.read_text("utf-8"))


def fragment(html: str) -> str:
    return Page(f"<main>{html}</main>").text


Pages = dict[str, dict[str, str]]


def inventory(bag: Path) -> Pages:
    told = json.loads((bag / "data/inventaire/pages.json").read_bytes())
    return {one["url"]: one for one in told["pages"]}


def hugo_built(bag: Path, to: Path) -> Path:
    """The Hugo project built by Hugo itself; each page has the same title and the same text."""
    copy = shutil.copytree(bag / "data", to / "data")
    built = to / "public"
    done = subprocess.run(
        [str(HUGO), "build", "--destination", str(built), "--cacheDir", str(to / "cache")],
        cwd=copy / "hugo", capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr + done.stdout
    assert "WARN" not in done.stderr + done.stdout
    for url, told in inventory(bag).items():
        ours = page(bag / "data" / told["fichier_site"])
        theirs = page(built / told["fichier_site"].removeprefix("site/"))
        assert theirs.text == ours.text, url
        assert theirs.title == told["titre"], url
        asked = [link for link in theirs.links if link.startswith("/_medias/")]
        assert [link for link in asked if not (built / link.lstrip("/")).is_file()] == []
    return built


def wordpress_read(bag: Path, base: str) -> dict[str, dict[str, str]]:
    """Address → post, as others read it; each has the same title, kind and text."""
    reader = Path(__file__).with_name("lire_wxr.py")
    file = bag / "data/wordpress/wordpress.xml"
    done = subprocess.run([READERS, reader, file], capture_output=True, text=True, check=True)
    read = json.loads(done.stdout)
    assert read["faute"] == ""
    told = inventory(bag)
    own = {
        url for url, one in told.items()
        if one.get("source") or one["type"] in ("accueil", "page obligatoire")
    }  # fmt: skip
    above = {url for url in told for one in own if url != "/" and one.startswith(url)}
    wanted = {url: told[url] for url in told if url in own | above}
    entries = {e["lien"].removeprefix(base): e for e in read["feedparser"] if e["texte"]}
    assert set(entries) == set(wanted)
    posts = [post for post in read["pelican"] if post["genre"] in ("article", "page")]
    assert len(posts) == len(wanted)
    # Pelican knows no address: posts come in the order of the file, as feedparser's entries do.
    found = dict(zip(entries, posts, strict=True))
    for url, told in wanted.items():
        assert entries[url]["titre"] == found[url]["titre"] == told["titre"]
        assert fragment(entries[url]["texte"]) == fragment(told["html"]), url
        assert fragment(found[url]["texte"]) == fragment(told["html"]), url
        links = Page(entries[url]["texte"]).links
        assert [one for one in links if one.startswith("/") and not one.startswith("//")] == [], url
        assert found[url]["genre"] == ("article" if told["type"] == "actualite" else "page")
    return found


def settled(file: Path, base: str) -> dict[str, str]:
    """Address today → address in WordPress, with the permalinks that the read-me asks for."""
    spaces = {"wp": "http://wordpress.org/export/1.2/"}
    items = ElementTree.parse(file).findall("channel/item")

    def of(item: ElementTree.Element, tag: str) -> str:
        return item.findtext(f"wp:{tag}", "", spaces)

    known = {of(item, "post_id"): item for item in items}
    assert len(known) == len(items)
    found = {}
    for item in items:
        names, above = [of(item, "post_name")], of(item, "post_parent")
        while above != "0":
            names.insert(0, of(known[above], "post_name"))
            above = of(known[above], "post_parent")
        news = ["actualites"] if of(item, "post_type") == "post" else []
        if of(item, "post_type") != "attachment":
            url = (item.findtext("link") or "").removeprefix(base)
            found[url] = "/" if names == ["accueil"] else f"/{'/'.join((*news, *names))}/"
    return found


def crawled(site: Path) -> set[str]:
    """Every address that can be reached from the home page, as the read-me says to serve it."""
    with served(site) as root:
        waiting, seen = [f"{root}/"], {f"{root}/"}
        dead = []
        while waiting:
            address = waiting.pop()
            try:
                with urllib.request.urlopen(address) as answer:
                    kind, body = answer.headers.get_content_type(), answer.read()
            except HTTPError as fault:
                dead.append((address, fault.code))
                continue
            for link in Page(body.decode()).links if kind == "text/html" else ():
                target = urldefrag(urljoin(address, link))[0]
                if target.startswith(root) and target not in seen:
                    seen.add(target)
                    waiting.append(target)
        assert dead == []
        return {address.removeprefix(root) for address in seen}


needs_hugo = pytest.mark.skipif(HUGO is None, reason="Hugo is not here (make bench fetches it)")
needs_readers = pytest.mark.skipif(
    not READERS.exists(), reason="Pelican and feedparser are not here (tests/systeme.sh lecteurs)"
)


@needs_hugo
def test_hugo_builds_every_page(bag: Path, tmp_path: Path) -> None:
    """Nothing is missing, nothing is added, and former addresses lead on."""
    built = hugo_built(bag, tmp_path)
    html = {p.relative_to(built).as_posix() for p in built.rglob("*.html")}
    wanted = {one["fichier_site"].removeprefix("site/") for one in inventory(bag).values()}
    assert html - wanted == {"clubs/index.html"}
    assert "/vie/clubs/" in (built / "clubs/index.html").read_text()
    assert list(built.rglob("*.pdf"))
    code = Page((built / "actualites/fete/index.html").read_text("utf-8")).words
    assert "ligne\n\nautre" in "".join(code)


@needs_readers
def test_others_read_the_wordpress_file(bag: Path) -> None:
    found = wordpress_read(bag, "https://exemple.example")
    feast = found["/actualites/fete/"]
    assert feast["titre"].startswith("Fête ]]>") and feast["date"].startswith("2026-03-03")
    assert feast["categories"] == ["Fêtes & foires"] and feast["mots"] == ["bal", "été"]
    file = bag / "data/wordpress/wordpress.xml"
    text = file.read_text("utf-8")
    assert "_wp_attachment_image_alt" in text
    # WordPress reads the author on one line, and no more than one form of each picture.
    assert re.search(r"^<wp:author>.*<wp:author_login>.*</wp:author>$", text, re.M)
    attached = set(re.findall(r"<wp:attachment_url>([^<]*)<", text))
    pictures = [link for one in found.values() for link in Page(one["texte"]).pictures]
    assert pictures and set(pictures) <= attached


def test_wordpress_keeps_every_address(bag: Path) -> None:
    """But those of news that stand elsewhere than below the news: each is told."""
    folder = bag / "data/wordpress"
    found = settled(folder / "wordpress.xml", "https://exemple.example")
    assert found["/vie/clubs/"] == "/vie/clubs/" and found["/agenda/bal/"] == "/agenda/bal/"
    with (folder / "adresses.csv").open(encoding="utf-8", newline="") as file:
        told = {row["ancienne_adresse"]: row for row in csv.DictReader(file)}
    assert {url for url, new in found.items() if url != new} == {"/actualites/2025/marche/"}
    assert told["/actualites/2025/marche/"]["adresse_wordpress"] == "/actualites/marche/"


def test_a_static_copy_has_no_dead_link(bag: Path) -> None:
    assert len(crawled(bag / "data/site")) > 30


class served:
    """`python -m http.server`, on a port that the system gives."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> str:
        command = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1"]
        self._server = subprocess.Popen(
            command, cwd=self._folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self._server.stdout is not None
        said = self._server.stdout.readline()
        port = urlsplit(said.split("(")[1].split(")")[0]).port
        return f"http://127.0.0.1:{port}"

    def __exit__(self, *_: object) -> None:
        self._server.kill()
        self._server.wait()
