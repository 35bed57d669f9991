"""What stories of several folders share: a real SMTP server on the loopback, Hypothesis' bounds."""

import os
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# The machine is shared: no example has a time to meet. Each run tries new examples, but where it
# decides what lands (CI): there what is tried is always the same.
settings.register_profile(
    "usine",
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("usine")


@dataclass
class Mailbox:
    """What was received, in order. It refuses whatever is meant for `refuse@…`."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)


class _Session(socketserver.StreamRequestHandler):
    """Enough of RFC 5321 for a client that keeps to it."""

    def handle(self) -> None:
        box: Mailbox = self.server.box  # type: ignore[attr-defined]
        to: list[str] = []
        self._say("220 boite.test")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"RCPT":
                address = line.decode().partition("<")[2].partition(">")[0]
                if address.startswith("refuse@"):
                    self._say("550 personne de ce nom")
                    continue
                to.append(address)
            elif verb == b"DATA":
                self._say("354 allez-y")
                data = b""
                while (row := self.rfile.readline()) not in (b".\r\n", b""):
                    data += row[1:] if row.startswith(b".") else row
                letter: Any = message_from_bytes(data, policy=policy.default)
                box.letters.append(letter)
                box.recipients.append(to)
                to = []
            elif verb == b"QUIT":
                self._say("221 au revoir")
                return
            self._say("250 bien")

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    yield from _open()


@pytest.fixture(scope="module")
def postbox() -> Iterator[Mailbox]:
    """The same, for a story of several tests."""
    yield from _open()


def _open() -> Iterator[Mailbox]:
    box = Mailbox()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Session) as server:
        server.daemon_threads = True
        server.box = box  # type: ignore[attr-defined]
        box.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield box
        server.shutdown()
