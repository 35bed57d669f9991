"""A small net on the loopback: hosts that are well, hang, lie, have expired, are not there."""

import http.server
import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from authority import Authority
from matinee import NOW

from factory.archive.nights import Watched
from factory.probe.look import Ways, look

HERE, HANGING, DRIPPING, NOBODY = "127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4"
SECONDS = 1.0


class _Site(http.server.BaseHTTPRequestHandler):
    """What each host answers."""

    def do_GET(self) -> None:
        net: Net = self.server.net  # type: ignore[attr-defined]
        host = (self.headers["Host"] or "").partition(":")[0]
        status, location = net.answers.get(host, (200, ""))
        if not isinstance(self.connection, ssl.SSLSocket):
            status, location = net.plain.get(host, (301, f"https://{host}/"))
        elif host in net.blinks:
            net.blinks.remove(host)
            status, location = 503, ""
        elif location == "/accueil/" and self.path == location:
            status, location = 200, ""
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@dataclass
class Net:
    """A small net: which host answers what, and where it is."""

    http: int = 0
    https: int = 0
    answers: dict[str, tuple[int, str]] = field(default_factory=dict)
    plain: dict[str, tuple[int, str]] = field(default_factory=dict)
    blinks: set[str] = field(default_factory=set)  # The hosts that fail at their first request.
    authority: Path | None = None

    def ways(self, **addresses: str) -> Ways:
        known = {name.replace("_", "-") + ".example": where for name, where in addresses.items()}
        return Ways(
            seconds=SECONDS, addresses=known, http=self.http, https=self.https,
            authority=self.authority,
        )  # fmt: skip

    def look(self, name: str, where: str = HERE) -> dict[Watched, str]:
        return look(f"{name}.example", "aurelle", self.ways(**{name: where}), NOW).causes


@contextmanager
def cast(authority: Authority, other: Authority) -> Iterator[Net]:
    """It, served. `other` is an authority that nobody trusts."""
    net = Net(authority=authority.file)
    contexts = {
        "perime.example": authority.context("perime.example", days=-3),
        "autre.example": authority.context("ailleurs.example"),
        "inconnu.example": other.context("inconnu.example"),
    }
    general = authority.context(
        *(
            f"{name}.example"
            for name in ("bien", "panne", "mene", "boucle", "clair", "coupe", "goutte")
        ),
        days=40,
    )

    def choose(secured: ssl.SSLObject, name: str | None, context: ssl.SSLContext) -> None:
        if name in contexts:
            secured.context = contexts[name]

    general.sni_callback = choose  # type: ignore[assignment]
    plain = http.server.ThreadingHTTPServer((HERE, 0), _Site)
    secured = http.server.ThreadingHTTPServer((HERE, 0), _Site)
    secured.socket = general.wrap_socket(
        secured.socket, server_side=True, do_handshake_on_connect=False
    )
    net.http, net.https = plain.server_port, secured.server_port
    hanging = socket.create_server((HANGING, net.https))
    dripping = socketserver.ThreadingTCPServer((DRIPPING, net.https), _Drip)
    dripping.context = general  # type: ignore[attr-defined]
    for server in (plain, secured, dripping):
        server.net = net  # type: ignore[attr-defined]
        server.daemon_threads = True
        server.handle_error = lambda *_: None  # type: ignore[assignment,method-assign]
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    net.answers = {
        "panne.example": (503, ""),
        "mene.example": (302, "/accueil/"),
        "boucle.example": (302, "/"),
    }
    net.plain = {"clair.example": (500, "")}
    yield net
    for server in (plain, secured, dripping):
        server.shutdown()
        server.server_close()
    hanging.close()


class _Drip(socketserver.BaseRequestHandler):
    """A status line, a byte now and then: never late, never done."""

    def handle(self) -> None:
        context: ssl.SSLContext = self.server.context  # type: ignore[attr-defined]
        with suppress(OSError), context.wrap_socket(self.request, server_side=True) as secured:
            for _ in range(200):
                secured.sendall(b"H")
                time.sleep(0.05)
