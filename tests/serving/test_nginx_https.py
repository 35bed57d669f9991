"""The configuration of production: certificates, HTTPS, and the way to it."""

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from factory.serving import nginx
from factory.serving.served import Served


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl n'est pas installé")
def test_over_https(tmp_path: Path, communes: Any, serve: Any, free_port: Any) -> None:
    """The configuration of production, its ports changed: Montfleuri's certificate is missing."""
    certificates = tmp_path / "certificats"
    for host in ("www.bellevue.example",):
        folder = certificates / host
        folder.mkdir(parents=True)
        subprocess.run(
            [
                *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
                *("-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}"),
                *("-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")),
            ],
            check=True,
            capture_output=True,
        )
    (tmp_path / "defi" / ".well-known" / "acme-challenge").mkdir(parents=True)
    (tmp_path / "defi" / ".well-known" / "acme-challenge" / "jeton").write_text("preuve")
    served = [commune.publish(tmp_path / "build") for commune in communes]
    server = nginx.Server(
        certificats=certificates, defi=tmp_path / "defi", brotli=nginx.BROTLI.exists()
    )
    clear, secure = free_port(), free_port()
    text = re.sub(r" *listen \[::\].*\n", "", nginx.configuration(served, server))
    text = text.replace("listen 80", f"listen 127.0.0.1:{clear}")
    text = text.replace("listen 443", f"listen 127.0.0.1:{secure}")
    with serve(tmp_path, text, clear) as web:
        moved = web.get("www.bellevue.example", "/mairie/?a=1")
        assert moved.status == 301
        assert moved.headers["location"] == "https://www.bellevue.example/mairie/?a=1"
        proof = web.get("montfleuri.example", "/.well-known/acme-challenge/jeton")
        assert proof.body == b"preuve"
        assert web.get("ailleurs.example", "/").status == 421

        status, headers = _secure_get(secure, "www.bellevue.example", certificates)
        assert status == 200
        assert headers["strict-transport-security"] == "max-age=63072000"
        policy = headers["content-security-policy"]
        assert policy.endswith("; upgrade-insecure-requests")
        with pytest.raises(ssl.SSLError):
            _secure_get(secure, "montfleuri.example", certificates)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl n'est pas installé")
def test_one_given_certificate_twins_and_a_commune_that_left(
    tmp_path: Path, communes: Any, serve: Any, free_port: Any
) -> None:
    """Over HTTPS as in clear: the twin leads to the site, the commune that left is gone."""
    folder = tmp_path / "www.bellevue.example"
    folder.mkdir()
    names = ("www.bellevue.example", "bellevue.example", "montfleuri.example")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=tous", "-addext"),
            "subjectAltName=" + ",".join(f"DNS:{name}" for name in names),
            *("-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")),
        ],
        check=True,
        capture_output=True,
    )
    bellevue, montfleuri = (commune.publish(tmp_path / "build") for commune in communes)
    served = (replace(bellevue, hotes=names[:2]), replace(montfleuri, terminee=True))
    server = nginx.Server(
        certificat=folder / "fullchain.pem",
        cle=folder / "privkey.pem",
        brotli=nginx.BROTLI.exists(),
    )
    clear, secure = free_port(), free_port()
    text = re.sub(r" *listen \[::\].*\n", "", nginx.configuration(served, server))
    text = text.replace("listen 80", f"listen 127.0.0.1:{clear}")
    text = text.replace("listen 443", f"listen 127.0.0.1:{secure}")
    with serve(tmp_path, text, clear) as web:
        assert _secure_get(secure, "www.bellevue.example", tmp_path)[0] == 200
        status, headers = _secure_get(secure, "bellevue.example", tmp_path)
        assert (status, headers["location"]) == (301, "https://www.bellevue.example/")
        assert headers["strict-transport-security"] == "max-age=63072000"
        assert _secure_get(secure, "montfleuri.example", tmp_path)[0] == 410
        assert web.get("montfleuri.example", "/").status == 410
        assert web.get("bellevue.example", "/").status == 301


EXAMPLE = Path(__file__).parents[2] / "deploy" / "nginx" / "usine.conf"


def test_the_example_is_what_the_factory_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nginx, "certified", lambda site, server: True)
    bellevue = Served(
        commune="bellevue",
        hotes=("www.bellevue.example", "bellevue.example"),
        racine=Path("/srv/usine/build/bellevue/public"),
        redirections={"/ancienne-mairie/": "/mairie/"},
        disparues=("/fete-2019/",),
        non_indexes=("/documents/arrete-individuel.pdf",),
    )
    montfleuri = Served(
        commune="montfleuri",
        hotes=("www.montfleuri.example",),
        racine=Path("/srv/usine/build/montfleuri/public"),
    )
    written = nginx.configuration((bellevue, montfleuri), nginx.Server())
    if os.environ.get("ECRIRE_LES_EXEMPLES"):
        EXAMPLE.write_text(written, encoding="utf-8")
    assert EXAMPLE.read_text(encoding="utf-8") == written


def _secure_get(port: int, host: str, certificates: Path) -> tuple[int, dict[str, str]]:
    context = ssl.create_default_context(
        cafile=str(certificates / "www.bellevue.example" / "fullchain.pem")
    )
    with (
        socket.create_connection(("127.0.0.1", port), timeout=10) as plain,
        context.wrap_socket(plain, server_hostname=host) as wrapped,
    ):
        wrapped.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        answer = http.client.HTTPResponse(wrapped)
        answer.begin()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, headers
