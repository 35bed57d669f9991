"""A real nginx on the loopback, and two published communes for it to serve."""

import getpass
import gzip
import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import brotli
import pytest

from factory.serving import nginx
from factory.serving.served import Served

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")

PAGE = "<!doctype html><html lang=fr><title>{}</title><p>" + "Bienvenue. " * 200
STYLE = "/_theme/style.0123456789ab.css"


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Running:
    port: int
    output: Path

    def get(self, host: str, path: str, method: str = "GET", **headers: str) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers={"Host": host, **named})
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        reply = Reply(answer.status, found, answer.read())
        connection.close()
        return reply


@dataclass(frozen=True)
class Commune:
    slug: str
    hotes: tuple[str, ...]
    pages: dict[str, str]
    redirections: dict[str, str] = field(default_factory=dict)
    disparues: tuple[str, ...] = ()
    non_indexes: tuple[str, ...] = ()

    def publish(self, output: Path) -> Served:
        """The commune's output folder as a build leaves it."""
        generation = output / self.slug / "generations" / "7"
        for name, text in self.pages.items():
            path = generation / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(text.encode(), mtime=0))
            path.with_name(path.name + ".br").write_bytes(brotli.compress(text.encode()))
        (output / self.slug / "public").symlink_to("generations/7")
        return Served(
            commune=self.slug,
            hotes=self.hotes,
            racine=output / self.slug / "public",
            redirections=self.redirections,
            disparues=self.disparues,
            non_indexes=self.non_indexes,
        )


BELLEVUE = Commune(
    "bellevue",
    ("www.bellevue.example", "bellevue-sur-mer.example"),
    {
        "index.html": PAGE.format("Bellevue"),
        "404.html": PAGE.format("Bellevue : page introuvable"),
        "mairie/index.html": PAGE.format("La mairie de Bellevue"),
        "recherche/index.html": PAGE.format("Recherche"),
        "documents/secret.pdf": "%PDF-1.7",
        "documents/bulletin.pdf": "%PDF-1.7",
        "agenda.ics": "BEGIN:VCALENDAR",
        ".cache/prive": "rien à voir",
        ".well-known/security.txt": "Contact: mailto:securite@bellevue.example",
        STYLE[1:]: "body { color: #111 }" * 50,
    },
    redirections={
        "/ancienne-mairie/": "/mairie/",
        "/café/": "/mairie/",
        "/prix$100/": "/mairie/?a=$host",
        "/index.php?page=3": "/mairie/",
        "/fiche.php": "https://ailleurs.example/fiche",
        f"/{'tres-longue-adresse-' * 20}/": "/mairie/",
    },
    disparues=("/fete-annulee/",),
    non_indexes=("/documents/secret.pdf",),
)
MONTFLEURI = Commune(
    "montfleuri",
    ("montfleuri.example",),
    {
        "index.html": PAGE.format("Montfleuri"),
        "404.html": PAGE.format("Montfleuri : page introuvable"),
        "seulement-ici/index.html": PAGE.format("Montfleuri seul"),
    },
)


@pytest.fixture(scope="session")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Two communes of a factory whose folder's name has a space, served."""
    work = tmp_path_factory.mktemp("serveur web")
    output = work / "build"
    served = [commune.publish(output) for commune in (BELLEVUE, MONTFLEURI)]
    port = a_free_port()
    server = nginx.Server(port=port, brotli=nginx.BROTLI.exists())
    with running(work, nginx.configuration(served, server), port) as served_at:
        yield served_at


@contextmanager
def running(work: Path, configuration: str, port: int) -> Iterator[Running]:
    """A real nginx with that configuration, until the end of the block."""
    included, main = work / "usine.conf", work / "nginx.conf"
    included.write_text(configuration, encoding="utf-8")
    server = nginx.Server(brotli=nginx.BROTLI.exists())
    main.write_text(nginx.whole(included, work, server, getpass.getuser()), encoding="utf-8")
    if NGINX is None:
        pytest.skip("nginx n'est pas installé sur cette machine")
    process = subprocess.Popen([NGINX, "-c", str(main), "-p", str(work)], stderr=subprocess.PIPE)
    try:
        _wait(port, process)
        yield Running(port, work / "build")
    finally:
        process.terminate()
        process.wait(10)


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if process.poll() is not None:
            assert process.stderr
            pytest.fail(process.stderr.read().decode())
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    pytest.fail("nginx did not answer")


@pytest.fixture
def communes() -> tuple[Commune, ...]:
    return (BELLEVUE, MONTFLEURI)


@pytest.fixture(scope="session")
def serve() -> Callable[[Path, str, int], AbstractContextManager[Running]]:
    """`with serve(work, configuration, port) as web`: nginx with that configuration."""
    return running


@pytest.fixture(scope="session")
def free_port() -> Callable[[], int]:
    return a_free_port
