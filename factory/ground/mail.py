"""Letters by SMTP: to operators, to a commune's référent. Nothing here decides what they say."""

import smtplib
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Protocol

from factory.ground.problems import Problem, warning

PATIENCE = 20.0
"""Seconds before a server that does not answer is given up."""
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


def send(post: Post, letters: Iterable[Letter]) -> tuple[Problem, ...]:
    """Send each letter; a problem for each that did not leave. Never raises for the network.

    The connection is encrypted where the server offers it (RFC 3207); with an account, and towards
    another machine, it must be.
    """
    waiting = [letter for letter in letters if letter.to]
    if not waiting:
        return ()
    try:
        with _connected(post) as server:
            return tuple(problem for letter in waiting for problem in _sent(server, post, letter))
    except (OSError, smtplib.SMTPException) as fault:
        return tuple(_not_sent(letter.to, letter.subject, str(fault)) for letter in waiting)


def _sent(server: smtplib.SMTP, post: Post, letter: Letter) -> Iterator[Problem]:
    try:
        refused = server.send_message(_message(post, letter), post.expediteur, letter.to)
    except (OSError, smtplib.SMTPException) as fault:
        yield _not_sent(letter.to, letter.subject, str(fault))
    else:
        for address, (_, why) in refused.items():
            yield _not_sent((address,), letter.subject, why.decode("utf-8", "replace"))


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
    context = ssl.create_default_context()
    if post.port == _TLS_FROM_THE_START:
        with smtplib.SMTP_SSL(post.serveur, post.port, timeout=PATIENCE, context=context) as server:
            _log_in(server, post)
            yield server
        return
    with smtplib.SMTP(post.serveur, post.port, timeout=PATIENCE) as server:
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        elif post.compte and post.serveur not in _HERE:
            raise smtplib.SMTPException("le serveur ne chiffre pas la connexion")
        _log_in(server, post)
        yield server


def _log_in(server: smtplib.SMTP, post: Post) -> None:
    if post.compte:
        server.login(post.compte, Path(post.mot_de_passe).read_text("utf-8").strip())


def _not_sent(to: tuple[str, ...], subject: str, why: str) -> Problem:
    return warning(
        "courriel-non-envoye",
        f"Le courriel « {subject} » n’est pas parti pour {', '.join(to)} : {why}",
        "Vérifiez « courriel » dans usine.yaml (serveur, port, compte) et que le serveur d’envoi "
        "accepte cet expéditeur.",
    )
