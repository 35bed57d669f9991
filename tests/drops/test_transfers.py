"""Transfers that were cut, as the SFTP server's log tells them on the socket of a drop."""

import os
import socket
import time
from pathlib import Path

from factory.drops.transfers import Transfers
from factory.tenants.drop import Drop


def test_what_the_server_says_of_its_transfers(tmp_path: Path) -> None:
    """As OpenSSH 9 writes it: names that are not ASCII in octal, what was read beside what came."""
    drop = Drop(slug="aubelle", root=tmp_path / ("depot-" + "a" * 90))
    drop.log.parent.mkdir(parents=True)
    heard = Transfers()
    assert heard.cut(drop) == {}
    server = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    server.connect(f"/proc/self/fd/{os.open(drop.log.parent, os.O_RDONLY)}/log")

    def says(line: str) -> None:
        server.send(f"<38>Nov 23 20:50:01 internal-sftp[42]: {line}".encode())

    says('open "/site/contenu/vide.md" flags WRITE,CREATE,TRUNCATE mode 0666')
    says('open "/site/contenu/lu.md" flags READ mode 0666')
    says('forced close "/site/contenu/lu.md" bytes read 0 written 0')
    says('forced close "/site/contenu/vide.md" bytes read 0 written 0')
    says(r'forced close "contenu/\303\251t\303\251.md" bytes read 0 written 512')
    says('forced close "/site/contenu/repris.md" bytes read 0 written 512')
    says('open "/site/contenu/repris.md" flags WRITE,CREATE,TRUNCATE mode 0666')
    says('close "/site/contenu/repris.md" bytes read 0 written 1024')
    says('forced close "/etat/../../../etc/passwd" bytes read 0 written 1')
    says('forced close "/site/contenu/fin.md" bytes read 0 written 1')
    last = drop.site / "contenu/fin.md"
    end = time.monotonic() + 10
    while last not in heard.cut(drop) and time.monotonic() < end:
        time.sleep(0.01)
    found = heard.cut(drop)
    assert {path.name for path in found} == {"vide.md", "été.md", "fin.md"}
    heard.noted(found)
    assert heard.cut(drop) == {}
