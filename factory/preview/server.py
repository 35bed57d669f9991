"""The preview's web server: each commune under its own host name, its pages fresh when asked for.

A request waits for the build that is pending. What makes a page reload is added here, as it is
served: no built byte knows about it.
"""

import shutil
import socket
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from factory.ground.problems import UsageError
from factory.preview import hosts, pages
from factory.preview.gallery import Gallery
from factory.preview.panel import STREAM, dressed
from factory.preview.shown import TYPES, Shown, content_type
from factory.preview.workshop import Workshop

PATIENCE = 20.0
"""Seconds a request waits for a running build; then it gets what there is."""
BEAT = 15.0
"""Seconds between two signs of life on a stream that has nothing to say."""
PREFIX = "/_apercu/"

HTML = TYPES[".html"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A whole answer, or a file to send. `version` is that of a page."""

    status: int = 200
    body: bytes = b""
    file: Path | None = None
    type: str = HTML
    location: str = ""
    etag: str = ""
    version: str = ""


class Server(ThreadingHTTPServer):
    """Serves until `shutdown`. `fault` receives the traceback of an internal fault."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(
        self,
        bound: str,
        port: int,
        *,
        workshop: Workshop,
        gallery: Gallery,
        fault: Callable[[str], None],
    ) -> None:
        """Raises UsageError where that address cannot be had."""
        self.workshop = workshop
        self.gallery = gallery
        self.hosts = hosts.hosts(bound)
        self._fault = fault
        host = bound.strip("[]")
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            super().__init__((host, port), Visit)
        except OSError as refused:
            raise UsageError(hosts.unbound(bound, port, refused)) from None
        self.port: int = self.server_address[1]

    def server_bind(self) -> None:
        # Not HTTPServer's, which asks the network for the machine's full name.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            self._fault(traceback.format_exc())

    def welcome(self) -> list[str]:
        """Where to look."""
        slugs = self.gallery.expected()
        first = f"Aperçu des communes : http://{hosts.LOCAL}:{self.port}/"
        return [first, *(f"  http://{slug}.{hosts.LOCAL}:{self.port}/" for slug in slugs[:10])]

    def list(self, authority: str) -> Answer:
        """The page that lists the communes."""
        shown = {one.slug: one for one in self.gallery.all()}
        slugs = sorted({*shown, *self.gallery.expected()})
        return _page(pages.listing(slugs, shown, self.gallery.common, authority))

    def answer(self, slug: str, address: str) -> Answer:
        """What this commune's site answers there, once up to date."""
        if not self.gallery.expects(slug):
            return _page(pages.unknown_commune(slug), 404)
        settled = self.workshop.settled(slug, PATIENCE)
        shown = self.gallery.find(slug)
        if shown is None or shown.manifest is None:
            if shown is None or not settled:
                return _page(pages.being_made(slug), 503)
            return _page(pages.nothing_yet(slug), 503, shown, "index.html")
        found = shown.find(address)
        if found.location:
            return Answer(status=found.status, location=found.location)
        blob = shown.blob(found.file)
        if blob is None:
            return _page(pages.refusal(404), 404, shown, found.file)
        if content_type(found.file) != HTML:
            return Answer(file=blob, type=content_type(found.file), etag=shown.etag(found.file))
        return _page(blob.read_bytes(), found.status, shown, found.file)


class Visit(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "usine", ""
    timeout = 60

    def do_GET(self) -> None:
        slug = self.server.hosts.commune(self.headers["Host"])
        address = self._address()
        if slug is None:
            self._send(_page(pages.UNKNOWN_HOST, 421))
        elif address is None:
            self.send_error(400)
        elif address.partition("?")[0] == STREAM:
            self._stream(slug, address)
        elif address.startswith(PREFIX):
            self._send(_own(address.removeprefix(PREFIX)))
        else:
            self._send(self._answer(slug, address))

    do_HEAD = do_GET

    def _refuse(self) -> None:
        self.close_connection = True
        self.send_error(405)

    do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = _refuse

    def _address(self) -> str | None:
        """The address asked for, from its slash; None where there is none."""
        asked = self.path
        if asked.startswith(("http://", "https://")):
            parts = urlsplit(asked)
            asked = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return asked if asked.startswith("/") else None

    def _answer(self, slug: str, address: str) -> Answer:
        if slug:
            return self.server.answer(slug, address)
        if address.partition("?")[0] != "/":
            return _page(pages.refusal(404), 404)
        host, _, _ = self.headers["Host"].partition(":")
        return self.server.list(f"{hosts.LOCAL if host[0] in '[1' else host}:{self.server.port}")

    def _stream(self, slug: str, address: str) -> None:
        """Tell the version of a page, then each new one, until one of us goes."""
        asked = parse_qs(address.partition("?")[2]).get("page", ["/"])[0]
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command == "HEAD":
            return
        self.wfile.write(b"retry: 1000\n\n")
        known, beaten = "", time.monotonic()
        while True:
            epoch = self.server.workshop.epoch
            version = self._answer(slug, asked).version
            if version and version != known:
                self.wfile.write(f"event: version\ndata: {version}\n\n".encode())
                known = version
            elif time.monotonic() - beaten >= BEAT:
                self.wfile.write(b": ...\n\n")
                beaten = time.monotonic()
            if not self.server.workshop.changed(epoch, BEAT):
                return

    def _send(self, answer: Answer) -> None:
        if answer.etag and answer.etag in self.headers.get("If-None-Match", ""):
            answer = Answer(status=304, etag=answer.etag, type="")
        if answer.file is None:
            self._head(answer, len(answer.body))
            if self.command != "HEAD":
                self.wfile.write(answer.body)
            return
        with answer.file.open("rb") as file:
            self._head(answer, file.seek(0, 2))
            file.seek(0)
            if self.command != "HEAD":
                shutil.copyfileobj(file, self.wfile)

    def _head(self, answer: Answer, length: int) -> None:
        self.send_response(answer.status)
        if answer.type:
            self.send_header("Content-Type", answer.type)
        if answer.status != 304:
            self.send_header("Content-Length", str(length))
        if answer.location:
            self.send_header("Location", answer.location)
        if answer.etag:
            self.send_header("ETag", answer.etag)
        if answer.status == 405:
            self.send_header("Allow", "GET, HEAD")
        scripts = "'self' 'wasm-unsafe-eval'" if self.path.startswith("/recherche/") else "'self'"
        self.send_header("Content-Security-Policy", _POLICY.format(scripts=scripts))
        self.send_header("Cache-Control", "no-cache" if answer.etag else "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("X-Robots-Tag", "noindex, nofollow")
        self.send_header("Referrer-Policy", "same-origin")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The base class's own refusals too, in French."""
        self.close_connection = self.close_connection or code != 405
        if not hasattr(self, "headers"):  # refused before the headers were read
            self.headers = self.MessageClass()
        status = 405 if code == HTTPStatus.NOT_IMPLEMENTED else code
        self.command = getattr(self, "command", None) or "GET"
        self._send(Answer(status=status, body=pages.refusal(status)))

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: a page that is read is no news."""


_POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self'; "
    "font-src 'self'; media-src 'self'; connect-src 'self'; worker-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def _page(body: bytes, status: int = 200, shown: Shown | None = None, file: str = "") -> Answer:
    """A page with its problems, and what reloads it."""
    problems = shown.problems(file) if shown else ()
    dressed_body, version = dressed(body, problems, held_back=bool(shown and shown.held_back))
    return Answer(status=status, body=dressed_body, version=version)


def _own(name: str) -> Answer:
    """The preview's script and style."""
    found = _assets().get(name.partition("?")[0])
    if found is None:
        return Answer(status=404, body=pages.refusal(404))
    return Answer(body=found, type=content_type(name.partition("?")[0]))


@cache
def _assets() -> dict[str, bytes]:
    folder = files("factory.preview") / "assets"
    return {file.name: file.read_bytes() for file in folder.iterdir()}
