"""The rules that leave with a commune, in the web servers that read them: each former address leads
where the table says."""

import csv
import http.client
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from factory.reversibility import redirections

ODD = {
    '/a "b"/': "/c/", "/d{e};f": "/g?h=$i", "/été/": "/j/", "/k?l=1&m=a+b": "/m/",
    "/plus+de(a)[b]/": "/c/#ancre", "/%C3%A9cole/": "/ecole/", "/ancien.php": "https://autre.example/x",
    "/n$1/": "/p/", "/espace vide.html": "/c/", "/apostrophe's/": "/c/",
}  # fmt: skip
GONE = ("/parti/", "/parti?p=2", "/vieux fichier.pdf")
MODULES = Path("/usr/lib/apache2/modules")
APACHE = """
ServerRoot {root}
PidFile {root}/apache.pid
Listen 127.0.0.1:{port}
ServerName localhost
ErrorLog {root}/erreurs.log
{modules}
<IfModule unixd_module>
User www-data
Group www-data
</IfModule>
DocumentRoot {root}/site
TypesConfig /dev/null
AddType text/html .html
Include {root}/redirections-apache.conf
"""
NGINX = """
pid {root}/nginx.pid;
error_log {root}/erreurs.log;
daemon off;
{user}
events {{}}
http {{
  access_log off;
  types {{ text/html html; }}
  server {{
    listen 127.0.0.1:{port};
    root {root}/site;
    include {root}/redirections-nginx.conf;
  }}
}}
"""


def apache(root: Path, port: int) -> list[str]:
    names = ("mpm_event", "authz_core", "alias", "dir", "mime", "rewrite")
    modules = [f"LoadModule {one}_module {MODULES}/mod_{one}.so" for one in names]
    (root / "apache.conf").write_text(
        APACHE.format(root=root, port=port, modules="\n".join(modules))
    )
    return ["/usr/sbin/apache2", "-D", "FOREGROUND", "-f", str(root / "apache.conf")]


def nginx(root: Path, port: int) -> list[str]:
    user = "user www-data;" if os.getuid() == 0 else ""
    (root / "nginx.conf").write_text(NGINX.format(root=root, port=port, user=user))
    return ["nginx", "-c", str(root / "nginx.conf"), "-p", str(root)]


SERVERS = {"apache2": apache, "nginx": nginx}


@pytest.fixture
def root() -> Iterator[Path]:
    """A folder that a server may read when it has given up being root."""
    folder = Path(tempfile.mkdtemp(prefix="serveur-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("server", SERVERS)
def test_every_former_address_leads_on(server: str, bag: Path, root: Path) -> None:
    """Those of a real export, then those made of whatever authors wrote."""
    if shutil.which(server, path=f"{os.environ['PATH']}:/usr/sbin") is None:
        pytest.skip(f"{server} is not on this machine")
    shutil.copytree(bag / "data/site", root / "site")
    shutil.copytree(bag / "data/inventaire", root / "inventaire")
    redirections.write(ODD, GONE, root)
    with (root / "redirections.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    with (root / "inventaire/redirections.csv").open(encoding="utf-8", newline="") as file:
        table += csv.DictReader(file)
    rules = f"redirections-{server.removesuffix('2')}.conf"
    both = [(folder / rules).read_text("utf-8") for folder in (root, root / "inventaire")]
    seen = dict.fromkeys(line for text in both for line in text.splitlines())
    (root / rules).write_text("\n".join(seen) + "\n", "utf-8")
    port = free_port()
    running = subprocess.Popen(
        SERVERS[server](root, port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for row in table:
            status, where, _ = asked(port, row["ancienne_adresse"])
            assert status == int(row["code"]), row
            assert where == wanted(row["nouvelle_adresse"], port), row
        assert asked(port, "/vie/clubs/")[0] == 200
        assert asked(port, "/k?l=2")[0] == 404
        status, _, body = asked(port, "/nulle-part/")
        assert (status, body) == (404, (bag / "data/site/404.html").read_bytes())
    finally:
        running.terminate()
        running.wait(30)


def wanted(new: str, port: int) -> str:
    coded = quote(new, safe="/:?#[]@!&'()*+,;=%-._~")
    absolute = coded.startswith("https:") or not coded
    return coded if absolute else f"http://127.0.0.1:{port}{coded}"


def asked(port: int, address: str) -> tuple[int, str, bytes]:
    """Status, address that it leads to, and body, as a browser asks for it."""
    path = quote(address, safe="/?&=+()[]'!*,:;@%-._~")
    until = time.monotonic() + 20
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.getheader("Location") or "", answer.read()
        except ConnectionRefusedError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
