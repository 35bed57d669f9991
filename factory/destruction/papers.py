"""The papers of a destruction on the disk, signed; and the words of the web server's answer.

<memoire>/destructions/<commune>/<start>/proces-verbal.json, .json.sig, .html, .pdf
                                         attestation-commune.html, .pdf
"""

import http.client
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from factory.archive.destructions import Destruction
from factory.convention import page, print
from factory.convention.document import Document
from factory.destruction import minutes, refusals, staying
from factory.ground.files import write_whole
from factory.ground.problems import Problem, UsageError
from factory.ground.written import written
from factory.reversibility.receipt import put
from factory.reversibility.signature import key_of, public
from factory.tenants.settings import Settings

WAIT = 10.0
"""Seconds for the web server to answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """The papers, and why one could not be made."""

    folder: Path
    signed: bool
    problems: tuple[Problem, ...] = ()


def issue(settings: Settings, done: Destruction, moment: datetime) -> Issued:
    """Write all the papers. Raises UsageError where the key that signs is unusable."""
    key = key_of(settings.preuves.cle)
    folder = done.folder(settings.memoire)
    metropole = settings.metropole.nom
    unverified = tuple(staying.unverified(settings, done.commune, moment.date()))
    said = {
        "version": 1,
        "destruction": done,
        "reste": [{"quoi": what, "pourquoi": why} for what, why in staying.KEPT],
        "non_verifie": [{"quoi": what, "pourquoi": why} for what, why in unverified],
        "metropole": metropole,
        "cle_publique": public(key) if key else "",
    }
    data = written(said) + b"\n"
    report = minutes.minutes(done, metropole, staying.KEPT, unverified)
    attestation = minutes.attestation(done, metropole)
    put(folder / "proces-verbal.json", data, page.html(report), key)
    write_whole(folder / "attestation-commune.html", page.html(attestation).encode())
    problems = (
        *_printed(folder / "proces-verbal.pdf", report, moment),
        *_printed(folder / "attestation-commune.pdf", attestation, moment),
    )
    return Issued(folder=folder, signed=key is not None, problems=tuple(dict.fromkeys(problems)))


def _printed(path: Path, paper: Document, moment: datetime) -> tuple[Problem, ...]:
    """As a PDF; why there is none, where the tool is missing."""
    try:
        write_whole(path, print.pdf(paper, moment))
    except UsageError as fault:
        return fault.problems
    return ()


def answered(hosts: tuple[str, ...], address: str) -> tuple[str, Problem | None]:
    """What the web server at `address` (host:port) answers for each host: 410, or a problem."""
    for host in hosts:
        said = _asked(host, address)
        if said != "410":
            return "", refusals.still_served(host, said)
    return (
        f"Le serveur web, interrogé à l’adresse {address} pour chaque nom, a répondu « 410 ».",
        None,
    )


NOT_ASKED = (
    "Dans la configuration que l’usine donne au serveur web, chacun de ses noms répond « 410 ». Le "
    "serveur lui-même n’a pas été interrogé."
)


def _asked(host: str, address: str) -> str:
    connection = http.client.HTTPConnection(address, timeout=WAIT)
    try:
        connection.request("GET", "/", headers={"Host": host})
        return str(connection.getresponse().status)
    except (OSError, http.client.HTTPException, ValueError) as fault:
        return f"il n’y a pas de réponse ({fault})"
    finally:
        connection.close()
