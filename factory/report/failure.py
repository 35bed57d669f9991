"""`python -m factory.report.failure UNIT`: tell the operators that a unit of the system failed.

Called by systemd (`OnFailure=`). It reads no commune's file: it works when nothing else does.
"""

import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

from factory.ground import mail
from factory.ground.mail import Letter
from factory.ground.problems import UsageError
from factory.tenants import settings


def letter(unit: str, machine: str, to: tuple[str, ...]) -> Letter:
    return Letter(
        to=to,
        subject=f"Usine à Sites : {unit} a échoué sur {machine}",
        text=(
            f"« {unit} » s’est arrêté sur une faute, sur {machine}.\n"
            "Les sites en ligne le restent.\n\n"
            f"Ce qu’il en a dit :     journalctl --unit {unit} --lines 50\n"
            f"Le lancer de nouveau :  systemctl restart {unit}\n"
            "Ce qui manque à la machine :  usine doctor\n"
        ),
    )


def main(words: Sequence[str] | None = None) -> int:
    """0 once the letter left, 1 where nobody is to be written to, 3 where it could not leave."""
    (unit,) = sys.argv[1:] if words is None else words
    try:
        known = settings.load(None, os.environ, Path.cwd())
    except UsageError as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    post = known.courriel
    if not mail.ready(post) or not post.destinataires:
        sys.stderr.write(f"{unit} a échoué ; usine.yaml ne dit pas à qui l’écrire (courriel).\n")
        return 1
    problems = mail.send(post, [letter(unit, platform.node(), tuple(post.destinataires))])
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    return 3 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
