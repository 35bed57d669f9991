"""`python -m factory.drops`: lay out the communes' drops, and write OpenSSH's part.

Root runs it, once a commune is added or a key changed. Without `--poser` it prints what sshd would
be told, and changes nothing. Exit code 2 on wrong use, 3 when something could not be laid.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from factory.drops import laying, sshd
from factory.ground.files import write_whole
from factory.ground.problems import UsageError
from factory.tenants import settings
from factory.tenants.drop import drop_of
from factory.tenants.folder import communes

KEYS = Path("/etc/ssh/usine-depots")
CONFIGURATION = Path("/etc/ssh/sshd_config.d/usine.conf")


def main(words: Sequence[str] | None = None) -> int:
    chosen = _arguments().parse_args(words)
    try:
        known = settings.load(chosen.config, os.environ, Path.cwd())
        tenants = communes(known).tenants
    except UsageError as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    pairs = [(drop, one) for one in tenants if (drop := drop_of(known, one.slug)) is not None]
    if not known.depots.dossier or not known.depots.cles:
        sys.stderr.write(
            "Il n’y a pas de dépôts : donnez « depots: dossier et cles » (usine.yaml).\n"
        )
        return 2
    text = sshd.configuration([drop for drop, _ in pairs], Path(known.depots.dossier), chosen.cles)
    if not chosen.poser:
        sys.stdout.write(text)
        return 0
    if os.geteuid() != 0:
        sys.stderr.write("Poser les dépôts crée des comptes : lancez cette commande en root.\n")
        return 2
    code = 0
    laying.keys_folder(chosen.cles)
    for drop, tenant in pairs:
        offered = Path(known.depots.cles) / f"{drop.slug}.pub"
        try:
            before = laying.lay(drop, tenant, chosen.cles, offered, chosen.compte, known.limites)
        except (laying.Failed, OSError) as fault:
            sys.stderr.write(f"{drop.slug} : {fault}\n")
            code = 3
            continue
        way = "git" if drop.by_git else "SFTP"
        state = "déjà là" if before else "posé"
        without = "" if offered.is_file() else f" ; aucune clé : {offered} est attendu"
        sys.stdout.write(
            f"{drop.slug} : dépôt {state}, par {way}, compte {drop.account}{without}\n"
        )
    write_whole(chosen.vers, text.encode())
    try:
        laying.reload_sshd()
    except laying.Failed as fault:
        sys.stderr.write(f"{fault}\n")
        return 3
    return code


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m factory.drops",
        description="Pose les dépôts des communes (SFTP ou git) et la part d’OpenSSH.",
    )
    parser.add_argument("--config", type=Path, help="le fichier usine.yaml")
    parser.add_argument("--poser", action="store_true", help="créer comptes, dossiers et clés")
    parser.add_argument("--compte", default="usine", help="le compte qui fait tourner l’usine")
    parser.add_argument("--cles", type=Path, default=KEYS, help="les clés, telles que sshd les lit")
    parser.add_argument("--vers", type=Path, default=CONFIGURATION, help="la part d’OpenSSH")
    return parser


if __name__ == "__main__":
    sys.exit(main())
