"""`usine destroy`: a commune whose convention is over, destroyed and the minutes of it issued."""

import sys
from pathlib import Path

import click

from factory.archive.destructions import Emptied
from factory.cli import options
from factory.cli.answer import answer
from factory.convention import terminal
from factory.destruction import minutes, staying
from factory.destruction.destruction import Done, Foreseen, destroy, foresee
from factory.ground.french.counts import counted
from factory.ground.problems import Severity


@options.verb(
    "Détruire une commune : ses fichiers, ses sites, ses sauvegardes et leurs clés, partout où "
    "l’usine en tient. Refuse tant que la convention n’a pas pris fin, que la commune n’a pas dit "
    "par écrit ce que deviennent ses données, et que son export n’est pas prouvé et reçu. "
    "Interrompue, la même commande reprend où elle en était. Cela ne se défait pas."
)
@options.commune
@click.option(
    "--essai", is_flag=True, help="Dire ce qui serait détruit et ce qui manque, sans rien toucher."
)
@click.option(
    "--confirmer", metavar="NOM", default="", help="Le nom de la commune, hors d’un terminal."
)
@click.option(
    "--adresse", metavar="HÔTE:PORT", default="",
    help="Où demander au serveur web, en clair, s’il répond bien 410 : 127.0.0.1:80.",
)  # fmt: skip
@options.as_json
@options.config
def command(
    commune: str, essai: bool, confirmer: str, adresse: str, as_json: bool, config: Path | None
) -> int:
    settings = options.settings(config)
    moment = options.now()
    if essai:
        found = foresee(settings, commune, moment)
        if as_json:
            answer(**_foreseen(found))
        else:
            click.echo(_plan(found), nl=False)
        return 1 if found.case.problems else 0

    def confirmed(nom: str) -> str:
        if confirmer or not sys.stdin.isatty():
            return confirmer
        asked = f"Ceci ne se défait pas. Pour détruire la commune, tapez son nom ({nom})"
        return str(click.prompt(asked, default="", show_default=False, err=True))

    done = destroy(
        settings, commune, moment,
        confirmed=confirmed, address=adresse, told=_silent if as_json else _told,
    )  # fmt: skip
    code = 3 if done.issued is None else int(any(map(_weighs, done.problems)))
    if as_json:
        answer(**_done(done, code))
    else:
        click.echo(_said(done))
    return code


def _plan(found: Foreseen) -> str:
    return terminal.text(
        minutes.plan(found.case, found.found, found.case.problems, staying.KEPT, found.unverified)
    )


def _foreseen(found: Foreseen) -> dict[str, object]:
    return {
        "essai": True,
        "commune": found.case.nom,
        "lieux": found.found,
        "non_verifie": found.unverified,
        "problemes": [problem.as_json() for problem in found.case.problems],
    }


def _told(place: Emptied) -> None:
    count = counted(place.fichiers, "fichier") if place.fichiers else "rien"
    click.echo(f"    {place.lieu} : {count}")


def _silent(place: Emptied) -> None:
    return


def _said(done: Done) -> str:
    lines = [str(problem) for problem in done.problems]
    if done.issued is None:
        return "\n".join([*lines, f"{done.known.commune} : destruction à reprendre."])
    signed = "" if done.issued.signed else " ; non signé, faute de « preuves: cle » dans usine.yaml"
    lines += [
        f"{done.known.commune} : détruite.",
        f"    {done.known.reponse}",
        f"    procès-verbal et attestation de la commune : {done.issued.folder}{signed}",
    ]
    return "\n".join(lines)


def _done(done: Done, code: int) -> dict[str, object]:
    return {
        "code": code,
        "destruction": done.known,
        "papiers": str(done.issued.folder) if done.issued else None,
        "problemes": [problem.as_json() for problem in done.problems],
    }


def _weighs(problem: object) -> bool:
    return getattr(problem, "severity", None) is not Severity.INFORMATION
