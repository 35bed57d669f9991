"""A real SMTP server on the loopback, with TLS and an account, and what it was given."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from authority import Authority
from matinee import Nights

smtp = pytest.importorskip("aiosmtpd.smtp")
controllers = pytest.importorskip("aiosmtpd.controller")


@dataclass
class Postbox:
    """What the server took, and whom it refuses for good."""

    refused: str = ""
    letters: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address == self.refused:
            return "550 personne de ce nom"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        found: Any = message_from_bytes(envelope.content, policy=policy.default)
        self.letters.append(found)
        return "250 OK"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


Opened = Callable[[Postbox], int]


@contextmanager
def post_office(authority: Authority) -> Iterator[Opened]:
    """Opens a server that asks for STARTTLS, then for the account « usine »: its port."""
    running: list[Any] = []
    context = authority.context("localhost")

    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> Any:
        good = (data.login, data.password) == (b"usine", b"ouvre-toi")
        return smtp.AuthResult(success=good, handled=False)

    def open_(box: Postbox) -> int:
        port = free_port()
        server = controllers.Controller(
            box, hostname="127.0.0.1", port=port, tls_context=context, require_starttls=True,
            auth_required=True, authenticator=check,
        )  # fmt: skip
        server.start()
        running.append(server)
        return port

    yield open_
    for server in running:
        server.stop()


def settled(nights: Nights, authority: Authority, port: int, more: str = "") -> None:
    """The mail settings, in usine.yaml; the password in a file of its own."""
    secret = nights.root / "secret"
    secret.write_text("ouvre-toi\n", "utf-8")
    path = nights.root / "usine.yaml"
    kept = path.read_text("utf-8").partition("courriel:")[0]
    path.write_text(
        f"{kept}courriel:\n  serveur: localhost\n  port: {port}\n  compte: usine\n"
        f"  mot_de_passe: {secret}\n  autorite: {authority.file}\n"
        "  expediteur: usine@metropole.example\n"
        "  destinataires: [nuit@metropole.example, garde@metropole.example]\n" + more,
        "utf-8",
    )
