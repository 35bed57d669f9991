"""Twenty communes in one run: what one of them does wrong, or suffers, costs it alone."""

import contextlib
import errno
import json
import os
import signal
import struct
import subprocess
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from commande import USINE
from histoire import Commune, Factory, tree

from factory.build import publish
from factory.build.layout import Layout
from factory.ground.confined import children, confinement
from factory.tenants import folder

HEALTHY = tuple(f"saine-{number:02}" for number in range(1, 14))

BILLION_LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE svg [<!ENTITY a "rirerirerire"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c SYSTEM "file:///etc/passwd">]>
<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><text>&b;&c;</text></svg>
"""
SCRIPTED = """<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10" onload="pirate()">
<script>pirate()</script><a href="javascript:pirate()"><rect width="5" height="5"/></a></svg>
"""


def png_bomb(side: int = 30_000) -> bytes:
    """A picture of 900 million pixels in a hundred thousand bytes."""
    packer = zlib.compressobj(9)
    row = b"\0" + bytes((side + 7) // 8)
    data = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()

    def chunk(kind: bytes, body: bytes) -> bytes:
        end = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + end

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def worker_of(slug: str, parent: int) -> int:
    """The child of `parent` that builds `slug`: the one that holds a file of its output open."""
    for number in (name for name in os.listdir("/proc") if name.isdigit()):
        with contextlib.suppress(OSError, IndexError):
            status = Path(f"/proc/{number}/stat").read_text()
            if int(status.rpartition(")")[2].split()[1]) != parent:
                continue
            held = (os.readlink(fd) for fd in Path(f"/proc/{number}/fd").iterdir())
            if any(f"/build/{slug}/cache/" in name for name in held):
                return int(number)
    return 0


@pytest.fixture
def twenty(factory: Factory) -> Factory:
    """Thirteen sound communes, and seven that are not."""
    (factory.root / "usine.yaml").write_text("theme: theme\nlimites: {octets: 4 Mo}\n")
    for slug in HEALTHY:
        factory.commune(slug).write(f"contenu/{slug}.md", f"# La page de {slug}\n")
    factory.commune("poubelle").write("commune.yaml", b"\xff\xfe{[: &a *a\n\t- : !!x\0\n")
    factory.commune("bombe").write("medias/place.png", png_bomb()).write(
        "contenu/place.md", "# La place\n\n![La place](/medias/place.png)\n"
    )
    linked = factory.commune("lien").write("contenu/a.md", "# Une page\n")
    (linked.folder / "contenu" / "vol.md").symlink_to("../../saine-01/contenu/saine-01.md")
    (factory.root / "tenants" / "jumelle").symlink_to("saine-02")
    killed = factory.commune("tuee")
    for number in range(500):
        killed.write(f"contenu/p{number}.md", f"# Page {number}\n\n" + "Un *texte*.\n\n" * 30)
    greedy = factory.commune("goinfre")
    for number in range(5):
        greedy.write(f"medias/gros-{number}.pdf", b"%PDF-1.4\n" + os.urandom(10**6))
        greedy.write(f"contenu/d{number}.md", f"# D\n\n[Le plan](/medias/gros-{number}.pdf)\n")
    factory.commune("hostile").write("medias/rires.svg", BILLION_LAUGHS).write(
        "medias/script.svg", SCRIPTED
    ).write("medias/faux.pdf", b"%PDF-1.7\n1 0 obj<</Kids[1 0 R]>>" + b"[" * 20_000).write(
        "contenu/a.md",
        "# A\n\n![Rires](/medias/rires.svg)\n\n![Script](/medias/script.svg)\n\n"
        "[Le plan](/medias/faux.pdf)\n",
    )
    return factory


def run_and_kill(factory: Factory, victim: str) -> tuple[int, dict[str, Any]]:
    """`usine build --json`, the worker of `victim` killed while it works."""
    run = subprocess.Popen(
        [*USINE, "build", "--json", "--jobs", "2"],
        cwd=factory.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    killed = 0
    while not killed and run.poll() is None:
        if found := worker_of(victim, run.pid):
            os.kill(found, signal.SIGKILL)
            killed = found
        time.sleep(0.005)
    out, err = run.communicate(timeout=120)
    assert killed, "the worker was not met"
    assert err == ""
    return run.returncode, json.loads(out)


def test_the_others_never_notice(twenty: Factory) -> None:
    code, answer = run_and_kill(twenty, "tuee")
    told = {report["commune"]: report for report in answer["communes"]}
    faults = {
        slug: {(p["file"], p["code"]) for p in report["problemes"] if p["severity"] == "erreur"}
        for slug, report in told.items()
    }
    assert code == answer["code"] == 3
    assert len(told) + len(answer["problemes"]) == 20
    for slug in HEALTHY:
        assert (told[slug]["statut"], told[slug]["code"]) == ("publiée", 0), told[slug]
        assert f"La page de {slug}" in Commune(twenty.root, slug).page(f"/{slug}/")

    assert [(p["file"], p["code"]) for p in answer["problemes"]] == [
        ("jumelle", "commune-par-lien")
    ]
    assert not (twenty.root / "build" / "jumelle").exists()

    assert (told["poubelle"]["statut"], told["poubelle"]["code"]) == ("non publiée", 3)
    assert {file for file, _ in faults["poubelle"]} == {"commune.yaml"}

    assert (told["bombe"]["statut"], told["bombe"]["code"]) == ("publiée", 1)
    assert "medias/place.png" in {file for file, _ in faults["bombe"]}
    assert "La place" in Commune(twenty.root, "bombe").page("/place/")

    assert (told["lien"]["statut"], told["lien"]["code"]) == ("publiée", 1)
    assert faults["lien"] == {("contenu/vol.md", "lien-symbolique")}
    online = Commune(twenty.root, "lien").online
    assert "a/index.html" in online
    assert not any(b"saine-01" in data for data in online.values())

    assert (told["tuee"]["statut"], told["tuee"]["code"]) == ("non publiée", 3)
    assert {code for _, code in faults["tuee"]} == {"construction-interrompue"}
    assert "SIGKILL" in told["tuee"]["problemes"][0]["message"]

    assert (told["goinfre"]["statut"], told["goinfre"]["code"]) == ("non publiée", 3)
    assert "site-trop-volumineux" in {code for _, code in faults["goinfre"]}

    assert (told["hostile"]["statut"], told["hostile"]["code"]) == ("publiée", 1)
    assert {"medias/rires.svg", "medias/faux.pdf"} <= {
        p["file"] for p in told["hostile"]["problemes"]
    }
    published = b"".join(Commune(twenty.root, "hostile").online.values())
    for trace in (b"pirate", b"rirerire", b"root:"):
        assert trace not in published

    # Mended, or left alone by whoever kills: the next run publishes what it can.
    again = twenty.usine("build", "tuee", "lien", "saine-01", "--json")
    assert again.returncode == 1
    statuses = {r["commune"]: r["statut"] for r in json.loads(again.stdout)["communes"]}
    assert statuses == {"tuee": "publiée", "lien": "inchangée", "saine-01": "inchangée"}


def test_reserves_alone_are_exit_1_and_the_lines_agree_with_the_json(factory: Factory) -> None:
    factory.commune()
    faulty = factory.commune("voisine").write("contenu/fete.md", "---\ndate: hier\n---\n# Fête\n")
    plain = factory.usine("build")
    told = factory.usine("build", "--json")
    answer = json.loads(told.stdout)
    assert plain.returncode == told.returncode == answer["code"] == 1
    assert "exemple : publiée (" in plain.stdout
    assert "voisine : publiée avec réserves (" in plain.stdout
    assert "    contenu/fete.md:2:7: erreur [" in plain.stdout
    codes = {r["commune"]: r["code"] for r in answer["communes"]}
    assert codes == {"exemple": 0, "voisine": 1}
    assert "fete/index.html" not in faulty.online


# -- a worker that tries -------------------------------------------------------------------------

needs_landlock = pytest.mark.skipif(
    not confinement.available(), reason="this kernel has no Landlock"
)


def _task_of(factory: Factory, slug: str) -> children.Task:
    """The very task that a build would give to the child of that commune."""
    campaign = factory.campaign()
    (tenant,) = folder.communes(campaign.settings, [slug]).tenants
    layout = Layout(tenant.output)
    layout.root.mkdir(parents=True, exist_ok=True)
    return publish._task(campaign, tenant, layout)


def _tried(task: children.Task, act: Callable[[], object]) -> str:
    """What came of `act` in the child of `task`: "" where it was let, else the error's name."""

    def work() -> bytes:
        try:
            act()
        except OSError as refusal:
            return errno.errorcode[refusal.errno or 0].encode()
        return b""

    ((_, outcome),) = children.run_all([replace(task, work=work)], jobs=1)
    assert isinstance(outcome, bytes), outcome
    return outcome.decode()


@needs_landlock
def test_a_worker_reaches_nothing_of_its_neighbour(factory: Factory) -> None:
    own, neighbour = factory.commune(), factory.commune("voisine")
    factory.build()
    page = (neighbour.output / "public" / "index.html").resolve()
    before = tree(neighbour.folder) | tree(neighbour.output)
    task = _task_of(factory, "exemple")
    link = own.output / "passage"
    forbidden: dict[str, Callable[[], object]] = {
        "read a neighbour's text": (neighbour.folder / "contenu" / "accueil.md").read_bytes,
        "read a neighbour's settings": (neighbour.folder / "commune.yaml").read_bytes,
        "list the communes": lambda: os.listdir(factory.root / "tenants"),
        "list a neighbour's output": lambda: os.listdir(neighbour.output),
        "list all outputs": lambda: os.listdir(factory.root / "build"),
        "read a neighbour's public page": page.read_bytes,
        "write a neighbour's public page": lambda: page.write_bytes(b"pirate"),
        "append to it": lambda: page.open("ab"),
        "remove it": page.unlink,
        "take over a neighbour's public link": lambda: (neighbour.output / "public").unlink(),
        "hold a neighbour's publication": lambda: neighbour.layout.hold.write_bytes(b"{}"),
        "write its own sources": lambda: (own.folder / "contenu" / "accueil.md").write_text("x"),
        "add to its own sources": lambda: (own.folder / "contenu" / "neuf.md").write_text("x"),
        "write its own register": lambda: (own.folder / "registre" / "actes.jsonl").open("a"),
        "remove its own sources": (own.folder / "commune.yaml").unlink,
        "write the theme": lambda: (factory.root / "theme" / "theme.yaml").open("a"),
        "read the factory's settings": (factory.root / "usine.yaml").read_bytes,
        "read the machine's accounts": lambda: Path("/etc/passwd").read_bytes(),
        "link a neighbour's page to itself": lambda: os.link(page, own.output / "vole.html"),
    }
    let = {what: _tried(task, act) for what, act in forbidden.items()}
    # EXDEV is how Landlock refuses a link between two folders.
    assert {what for what, how in let.items() if how not in ("EACCES", "EXDEV")} == set(), let

    # A symbolic link of its own leads no further.
    def through_a_link() -> bytes:
        link.symlink_to(neighbour.folder / "commune.yaml")
        return link.read_bytes()

    assert _tried(task, through_a_link) == "EACCES"
    link.unlink()
    assert tree(neighbour.folder) | tree(neighbour.output) == before
    assert _tried(task, (own.folder / "commune.yaml").read_bytes) == ""
    assert _tried(task, lambda: (own.output / "essai").write_bytes(b"x")) == ""
