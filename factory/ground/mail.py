"""Letters by SMTP: to operators, to a commune's référent. Nothing here decides what they say."""

import smtplib
import socket
import ssl
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Protocol

from factory.ground.problems import Problem, warning
from factory.ground.system import why

PATIENCE = 20.0
"""Seconds before a server that does not answer is given up."""
LONGEST = 120.0
"""Seconds before one that answers a little at a time is given up: for the whole of a letter."""
_TLS_FROM_THE_START = 465
_HERE = {"localhost", "127.0.0.1", "::1"}


class Post(Protocol):
    """What of the settings this module reads (`courriel` of usine.yaml)."""

    @property
    def serveur(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def expediteur(self) -> str: ...
    @property
    def autorite(self) -> str:
        """The file of the authorities that are trusted; the system's where it is empty."""
        ...

    @property
    def compte(self) -> str: ...
    @property
    def mot_de_passe(self) -> str:
        """The file that holds it; the password itself is in no setting."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message. With `html`, its `text` says the same to who reads no HTML."""

    to: tuple[str, ...]
    subject: str
    text: str
    html: str = ""


def ready(post: Post) -> bool:
    """Whether the settings say how to send anything."""
    return bool(post.serveur and post.expediteur)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What became of a letter: for each address that did not get it, why, in French."""

    letter: Letter
    causes: dict[str, str]
    lasting: bool = False
    """Whether the server would answer the same tomorrow: an address that does not exist."""


def send(post: Post, letters: Iterable[Letter]) -> tuple[Problem, ...]:
    """Send each letter; a problem for each that did not leave. Never raises for the network.

    The connection is encrypted where the server offers it (RFC 3207); with an account, and towards
    another machine, it must be.
    """
    return tuple(
        not_sent((address,), done.letter.subject, why)
        for done in deliver(post, letters)
        for address, why in done.causes.items()
    )


def deliver(post: Post, letters: Iterable[Letter]) -> Iterator[Delivery]:
    """The same, letter by letter, for who would try again."""
    waiting = [letter for letter in letters if letter.to]
    if not waiting:
        return
    try:
        with _connected(post) as server:
            while waiting:
                with _in_time(server):
                    done = _delivered(server, post, waiting[0])
                yield done
                del waiting[0]
    except (OSError, smtplib.SMTPException, UnicodeError) as fault:
        for letter in waiting:
            yield Delivery(letter=letter, causes=dict.fromkeys(letter.to, _cause(fault)))


def _delivered(server: smtplib.SMTP, post: Post, letter: Letter) -> Delivery:
    """Raises what a connection that is lost raises; what is refused is told."""
    try:
        refused = server.send_message(_message(post, letter), post.expediteur, letter.to)
    except smtplib.SMTPRecipientsRefused as fault:
        refused = fault.recipients
    except smtplib.SMTPServerDisconnected:
        raise
    except (smtplib.SMTPException, ValueError) as fault:
        return Delivery(letter=letter, causes=dict.fromkeys(letter.to, _cause(fault)))
    return Delivery(
        letter=letter,
        causes={address: _said(code, why) for address, (code, why) in refused.items()},
        lasting=bool(refused) and all(code >= 500 for code, _ in refused.values()),
    )


def _cause(fault: Exception) -> str:
    match fault:
        case ssl.SSLCertVerificationError():
            return f"son certificat n’est pas reconnu ({fault.verify_message})"
        case smtplib.SMTPAuthenticationError():
            return "le serveur refuse le compte ou le mot de passe"
        case smtplib.SMTPResponseException():
            return _said(fault.smtp_code, fault.smtp_error)
        case smtplib.SMTPServerDisconnected():
            return "le serveur a coupé la connexion"
        case socket.gaierror():
            return "le nom du serveur est inconnu"
        case TimeoutError():
            return "le serveur ne répond pas"
        case ConnectionRefusedError():
            return "le serveur n’accepte pas de connexion"
        case UnicodeError():  # smtplib writes nothing else
            return "le mot de passe ne peut avoir que des lettres sans accent et des signes simples"
        case FileNotFoundError() | PermissionError():
            return "le fichier du mot de passe ne se lit pas"
        case OSError():
            return f"le serveur est injoignable ({why(fault)})"
        case _:
            return str(fault)


def _said(code: int, words: bytes | str) -> str:
    """The server's own words."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())}"[:200]


def _message(post: Post, letter: Letter) -> EmailMessage:
    message = EmailMessage()
    message["From"] = post.expediteur
    message["To"] = ", ".join(letter.to)
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = formatdate(localtime=True)
    message["Message-ID"] = make_msgid(domain=post.expediteur.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answering machine answers
    message.set_content(letter.text)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    return message


@contextmanager
def _connected(post: Post) -> Iterator[smtplib.SMTP]:
    server = _greeted(post)
    try:
        yield server
        with suppress(OSError, smtplib.SMTPException), _in_time(server):
            server.quit()
    finally:
        # Nothing more is waited for from a server that is not the one, or that hung up.
        server.close()


def _greeted(post: Post) -> smtplib.SMTP:
    context = ssl.create_default_context(cafile=post.autorite or None)
    encrypted = post.port == _TLS_FROM_THE_START
    server = (
        smtplib.SMTP_SSL(timeout=PATIENCE, context=context)
        if encrypted
        else smtplib.SMTP(timeout=PATIENCE)
    )
    server._host = post.serveur  # type: ignore[attr-defined]  # whose certificate is awaited
    try:
        with _in_time(server):
            code, said = server.connect(post.serveur, post.port)
            if code != 220:
                raise smtplib.SMTPConnectError(code, said)
            server.ehlo()
            if not encrypted:
                _encrypt(server, post, context)
            _log_in(server, post)
    except BaseException:
        server.close()
        raise
    return server


def _encrypt(server: smtplib.SMTP, post: Post, context: ssl.SSLContext) -> None:
    if server.has_extn("starttls"):
        server.starttls(context=context)
        server.ehlo()
    elif post.compte and post.serveur not in _HERE:
        raise smtplib.SMTPException("le serveur ne chiffre pas la connexion")


@contextmanager
def _in_time(server: smtplib.SMTP) -> Iterator[None]:
    """Hang up after `LONGEST`: the connection's own patience begins again with each byte."""
    late = threading.Event()

    def hang_up() -> None:
        late.set()
        if server.sock is not None:
            with suppress(OSError):
                server.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(LONGEST, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, smtplib.SMTPException):
        if late.is_set():
            raise TimeoutError from None
        raise
    finally:
        timer.cancel()


def _log_in(server: smtplib.SMTP, post: Post) -> None:
    if post.compte:
        server.login(post.compte, Path(post.mot_de_passe).read_text("utf-8").strip())


def not_sent(to: tuple[str, ...], subject: str, why: str) -> Problem:
    """A letter that did not leave."""
    return warning(
        "courriel-non-envoye",
        f"Le courriel « {subject} » n’est pas parti pour {', '.join(to)} : {why}",
        "Vérifiez « courriel » dans usine.yaml (serveur, port, compte) et que le serveur d’envoi "
        "accepte cet expéditeur.",
    )


def given_up(to: tuple[str, ...], subject: str, why: str) -> Problem:
    """A letter that will not be tried again."""
    return warning(
        "courriel-abandonne",
        f"Le courriel « {subject} » pour {', '.join(to)} ne sera plus tenté : {why}",
        "Vérifiez l’adresse de ce destinataire : dans usine.yaml pour un exploitant, dans "
        "convention.yaml pour le référent d’une commune.",
    )
