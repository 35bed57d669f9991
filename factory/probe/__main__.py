"""`python -m factory.probe`: look at every site from outside, and note what is seen.

On the factory's machine it notes in the history; on another one, in a file of JSON lines that is
handed in. A program of its own, not a verb: the other machine has no factory to name.

Exit code 0 when every site answers as it should, 1 when one does not, 2 on wrong use, 3 when
nothing could be seen or noted.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from factory.archive.history import History
from factory.archive.nights import Sighting
from factory.ground.files import write_whole
from factory.ground.moment import PARIS
from factory.ground.problems import Problem, UsageError, error
from factory.ground.system import why
from factory.probe import handing, record, targets
from factory.probe.look import Ways
from factory.probe.rounds import go_round, is_down
from factory.probe.targets import Targets
from factory.tenants import settings
from factory.tenants.settings import Settings
from factory.theme.dates import day


def main(words: Sequence[str] | None = None) -> int:
    chosen = _arguments().parse_args(words)
    try:
        if chosen.importer:
            return _import(_settings(chosen), chosen.importer)
        if chosen.ecrire_cibles:
            write_whole(chosen.ecrire_cibles, targets.to_bytes(targets.of(_settings(chosen))))
            return 0
        return _look(chosen)
    except UsageError as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    except OSError as fault:
        sys.stderr.write(f"Impossible d’écrire ou de lire « {fault.filename} » : {why(fault)}\n")
        return 3


def _look(chosen: argparse.Namespace) -> int:
    known = None if chosen.cibles and chosen.journal else _settings(chosen)
    wanted = _targets(chosen, known)
    http, https = chosen.ports
    ways = Ways(
        seconds=wanted.delai,
        addresses=dict(chosen.adresse or ()),
        http=http,
        https=https,
        authority=chosen.autorite,
    )
    found = go_round(wanted, ways, _now, chosen.pause)
    if found.isolated:
        sys.stderr.write(f"{_isolated(wanted.temoin)}\n")
        return 3
    for seen in found.sightings:
        sys.stdout.write(f"{_line(seen)}\n")
    if chosen.journal:
        record.append(chosen.journal, found.sightings)
    elif known is not None:
        with History(known.memoire) as history:
            record.take(history, found.sightings)
            record.retire(history, (target.host for target in wanted.cibles), _now())
    return 1 if any(map(is_down, found.sightings)) else 0


def _import(known: Settings, files: Sequence[Path]) -> int:
    problems = handing.take(known, files)
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    return 1 if problems else 0


def _targets(chosen: argparse.Namespace, known: Settings | None) -> Targets:
    if chosen.cibles:
        return targets.from_bytes(chosen.cibles.read_bytes())
    assert known is not None
    return targets.of(known)


def _settings(chosen: argparse.Namespace) -> Settings:
    return settings.load(chosen.config, os.environ, Path.cwd())


def _now() -> datetime:
    return datetime.now(PARIS)


def _line(seen: Sighting) -> str:
    causes = [cause for cause in seen.causes.values() if cause]
    if causes:
        return f"{seen.host} : en panne : {' ; '.join(causes)}."
    until = f", certificat jusqu’au {day(seen.expires)}" if seen.expires else ""
    return f"{seen.host} : répond en {seen.milliseconds} ms{until}."


def _isolated(witness: str) -> Problem:
    return error(
        "sonde-isolee",
        f"Des sites ne répondent pas, mais « {witness} », tenu ailleurs, non plus : c’est la sonde "
        "qui est coupée du réseau. Rien n’est noté.",
        "Vérifiez la connexion de la machine qui porte la sonde.",
    )


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m factory.probe",
        description="Regarde chaque site de l’extérieur : nom de domaine, certificat, page "
        "d’accueil. Note le début, la fin et la cause de chaque panne.",
    )
    parser.add_argument("--config", type=Path, metavar="FICHIER", help="le fichier usine.yaml")
    parser.add_argument(
        "--cibles", type=Path, metavar="FICHIER", help="les sites à voir, écrits par l’usine"
    )
    parser.add_argument(
        "--journal", type=Path, metavar="FICHIER", help="noter dans ce fichier, pas l’historique"
    )
    parser.add_argument(
        "--ecrire-cibles", type=Path, metavar="FICHIER", help="écrire les sites à voir, sans voir"
    )
    parser.add_argument(
        "--importer", type=Path, nargs="+", metavar="FICHIER", help="noter ce qu’une sonde a vu"
    )
    parser.add_argument("--autorite", type=Path, metavar="FICHIER", help="autorités reconnues")
    parser.add_argument(
        "--adresse", type=_pair, action="append", metavar="NOM=IP", help="où trouver un nom"
    )
    parser.add_argument(
        "--ports", type=_ports, default=(80, 443), metavar="HTTP,HTTPS", help="80,443 d’ordinaire"
    )
    parser.add_argument(
        "--pause", type=float, default=5.0, metavar="S", help="secondes avant un second essai"
    )
    return parser


def _pair(text: str) -> tuple[str, str]:
    name, _, address = text.partition("=")
    if not name or not address:
        raise argparse.ArgumentTypeError("écrivez NOM=IP")
    return name, address


def _ports(text: str) -> tuple[int, int]:
    http, _, https = text.partition(",")
    return int(http), int(https)


if __name__ == "__main__":
    sys.exit(main())
