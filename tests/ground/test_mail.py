"""Letters to a real SMTP server."""

import socket
import threading
import time
from contextlib import suppress
from typing import Any

import pytest

from factory.ground import mail
from factory.ground.mail import Letter, ready, send
from factory.tenants.usine import Messagerie


def post(port: int) -> Messagerie:
    return Messagerie(serveur="127.0.0.1", port=port, expediteur="usine@metropole.example")


def test_a_letter_arrives_as_it_was_written(mailbox: Any) -> None:
    letter = Letter(
        to=("mairie@bellevue.example",),
        subject="En ligne à 14 h 32",
        text="« La fête » est en ligne.\n.\nVoilà.\n",
        html="<p>« La fête » est en ligne.</p>",
    )
    assert send(post(mailbox.port), [letter]) == ()
    (got,) = mailbox.letters
    assert got["Subject"] == "En ligne à 14 h 32"
    assert got["From"] == "usine@metropole.example"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got.get_body(("plain",)).get_content().replace("\r", "") == letter.text
    assert "<p>" in got.get_body(("html",)).get_content()


def test_one_refusal_stops_no_other_letter(mailbox: Any) -> None:
    letters = [
        Letter(to=("refuse@bellevue.example",), subject="Un", text="un"),
        Letter(to=("mairie@bellevue.example",), subject="Deux", text="deux"),
    ]
    (problem,) = send(post(mailbox.port), letters)
    assert problem.code == "courriel-non-envoye"
    assert "« Un » n’est pas parti pour refuse@bellevue.example" in problem.message
    assert [letter["Subject"] for letter in mailbox.letters] == ["Deux"]


def test_a_server_that_is_away_is_told_of_and_raises_nothing(mailbox: Any) -> None:
    away = Letter(to=("mairie@bellevue.example",), subject="Un", text="un")
    (problem,) = send(post(1), [away])
    assert problem.code == "courriel-non-envoye"
    assert send(post(1), [Letter(to=(), subject="Personne", text="")]) == ()


def test_without_a_server_nothing_can_be_sent() -> None:
    assert not ready(Messagerie())
    assert ready(post(25))


def test_a_password_never_goes_in_clear_to_another_machine(mailbox: Any) -> None:
    settings = Messagerie(
        serveur="127.1",  # the same machine, under a name that is not known to be here
        port=mailbox.port,
        expediteur="usine@metropole.example",
        compte="usine",
        mot_de_passe="/nulle/part",
    )
    letter = Letter(to=("mairie@bellevue.example",), subject="Un", text="un")
    (problem,) = send(settings, [letter])
    assert "ne chiffre pas" in problem.message
    assert mailbox.letters == []


@pytest.mark.parametrize("polite", [False, True], ids=["at its greeting", "after a letter"])
def test_a_server_that_never_ends_its_answer_is_given_up(
    monkeypatch: pytest.MonkeyPatch, polite: bool
) -> None:
    """A line now and then, each well within the connection's patience, for as long as one stays."""
    monkeypatch.setattr(mail, "LONGEST", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as opened:
        thread = threading.Thread(target=_linger, args=(opened, polite), daemon=True)
        thread.start()
        letters = [Letter(to=("mairie@bellevue.example",), subject=name, text="x") for name in "AB"]
        problems = send(post(opened.getsockname()[1]), letters)
        thread.join()
    assert len(problems) == 2
    for problem in problems:
        assert problem.message.endswith(": le serveur ne répond pas")


def _linger(opened: socket.socket, polite: bool) -> None:
    """Wait on purpose, until the other side hangs up; not for ever: this test could not fail."""
    connection, _ = opened.accept()
    with connection, connection.makefile("rb") as lines, suppress(OSError):
        if polite:
            connection.sendall(b"220 bonjour\r\n")
            for line in lines:
                data = line.upper().startswith(b"DATA")
                connection.sendall(b"354 j'attends\r\n" if data else b"250 bien\r\n")
                if data:
                    break
            while lines.readline() not in (b".\r\n", b""):
                pass
        for _ in range(300):
            connection.sendall(b"250-patience\r\n" if polite else b"220-patience\r\n")
            time.sleep(0.1)
