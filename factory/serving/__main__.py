"""`python -m factory.serving`: write the web server's configuration.

Prints it, or writes it to `--vers`, whole or not at all. Exit code 1 when something is to be
mended, 2 on wrong use, 3 with an error: the file named by `--vers` is then left as it is. What it
says still holds, and a host that a slip made unreadable stays online.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from factory.ground.files import write_whole
from factory.ground.problems import UsageError, holds_back
from factory.serving import nginx
from factory.serving.sites import published
from factory.tenants import settings


def main(words: Sequence[str] | None = None) -> int:
    chosen = _arguments().parse_args(words)
    try:
        known = settings.load(chosen.config, os.environ, Path.cwd())
        found = published(known)
    except UsageError as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    if (chosen.certificat is None) != (chosen.cle is None):
        sys.stderr.write("Donnez « --certificat » et « --cle » ensemble.\n")
        return 2
    server = nginx.Server(
        certificats=chosen.certificats,
        defi=chosen.defi,
        certificat=chosen.certificat,
        cle=chosen.cle,
        brotli=nginx.BROTLI.exists(),
        port=chosen.local,
    )
    for problem in found.problems:
        sys.stderr.write(f"{problem}\n")
    if chosen.local is None:
        for site in found.sites:
            if not (site.terminee or nginx.certified(site, server)):
                sys.stderr.write(_without_certificate(site.commune, site.hotes[0], server))
    text = nginx.configuration(found.sites, server)
    if chosen.vers is None:
        sys.stdout.write(text)
    elif holds_back(found.problems):
        sys.stderr.write(f"Rien n’est écrit : {chosen.vers} reste comme il était.\n")
        return 3
    else:
        write_whole(chosen.vers, text.encode())
    return 1 if found.problems else 0


def _without_certificate(commune: str, host: str, server: nginx.Server) -> str:
    return (
        f"« {commune} » n’a pas encore de certificat : il est attendu dans "
        f"{server.certificats / host}. D’ici là, son site ne répond pas en HTTPS.\n"
    )


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m factory.serving",
        description="Écrit la configuration de nginx pour toutes les communes publiées.",
    )
    parser.add_argument("--config", type=Path, help="le fichier usine.yaml")
    parser.add_argument("--vers", type=Path, help="le fichier à écrire (sinon, à l’écran)")
    parser.add_argument("--certificats", type=Path, default=nginx.CERTIFICATES)
    parser.add_argument("--defi", type=Path, default=nginx.CHALLENGES)
    parser.add_argument("--certificat", type=Path, help="un certificat pour tous les noms")
    parser.add_argument("--cle", type=Path, help="la clé de ce certificat")
    parser.add_argument(
        "--local", type=int, metavar="PORT", help="en clair, sur cette machine, à ce port"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
