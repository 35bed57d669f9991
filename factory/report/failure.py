"""`python -m factory.report.failure UNIT`: write to the operators that a unit of systemd failed.

Called by `usine-alerte@.service`, which a unit names in `OnFailure=`. A letter that cannot leave
waits in the outbox, and the night tries it again. Exit code 0 when it left, 1 when it waits, 2
where usine.yaml names no mail server.
"""

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from factory.ground import mail
from factory.ground.mail import Letter
from factory.ground.moment import PARIS
from factory.ground.problems import UsageError
from factory.report import words
from factory.tenants import settings
from factory.tenants.outbox import Outbox


def main(words_: Sequence[str]) -> int:
    if len(words_) != 1:
        sys.stderr.write("Usage : python -m factory.report.failure UNITÉ\n")
        return 2
    try:
        known = settings.load(None, os.environ, Path.cwd())
    except UsageError as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    post, now = known.courriel, datetime.now(PARIS)
    if not mail.ready(post) or not post.destinataires:
        sys.stderr.write("usine.yaml ne dit pas à qui écrire : voyez « courriel ».\n")
        return 2
    box = Outbox(known.memoire)
    for address in post.destinataires:
        box.put(_letter(address, words_[0], now), now)
    problems = box.send(post, now)
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    return 1 if problems else 0


def _letter(address: str, unit: str, now: datetime) -> Letter:
    return Letter(
        to=(address,),
        subject=f"Usine à Sites : « {unit} » a échoué",
        text=f"Le service « {unit} » s’est arrêté sur un échec, constaté {words.moment(now)}.\n\n"
        f"Ce qu’il en dit : journalctl -u {unit} --since today\n\n"
        "Les sites restent en ligne tels qu’ils étaient.\n".replace("\u00a0", " "),
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
