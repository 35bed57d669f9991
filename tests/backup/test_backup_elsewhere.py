"""Backups on another machine: by SFTP to a real sshd, and to a place that only takes additions."""

import getpass
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from ajouts import served
from coffre import Shed, codes
from histoire import tree

from factory.archive.nights import Outcome, Verdict
from factory.backup import places
from factory.backup.retention import forget

pytestmark = pytest.mark.slow
SSHD = shutil.which("sshd", path="/usr/sbin:/usr/bin")


@pytest.fixture
def sftp(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """A real SSH server for this account; its address, and restic's option to reach it."""
    if SSHD is None:
        pytest.skip("sshd is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for name in ("hote", "client"):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / name)], check=True
        )
    shutil.copy(tmp_path / "client.pub", tmp_path / "autorisees")
    (tmp_path / "sshd_config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {tmp_path}/hote\nPidFile none\n"
        f"AuthorizedKeysFile {tmp_path}/autorisees\nStrictModes no\nUsePAM no\n"
        "PermitRootLogin prohibit-password\nPasswordAuthentication no\n"
        "Subsystem sftp internal-sftp\n"
    )
    Path("/run/sshd").mkdir(exist_ok=True) if getpass.getuser() == "root" else None
    server = subprocess.Popen(
        [SSHD, "-D", "-f", str(tmp_path / "sshd_config")], stderr=subprocess.PIPE
    )
    user = getpass.getuser()
    known = "-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR"
    option = (
        f"sftp.command=ssh -p {port} -i {tmp_path}/client -o IdentitiesOnly=yes {known} "
        f"{user}@127.0.0.1 -s sftp"
    )
    for _ in range(100):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                break
        if server.poll() is not None:
            pytest.skip(f"sshd does not start here: {server.stderr.read().decode()}")
        time.sleep(0.05)
    try:
        yield f"sftp:{user}@127.0.0.1:{tmp_path}/loin", option
    finally:
        server.terminate()
        server.wait()


def test_by_sftp(shed: Shed, sftp: tuple[str, str], tmp_path: Path) -> None:
    address, option = sftp
    (tmp_path / "loin").mkdir()
    shed.settle(
        f"  cles_scellees: scellees\n  exploitant: la Métropole\n  options: ['{option}']\n",
        depot=address,
    )
    try:
        assert shed.settings.problems == ()
        saved = shed.save()
        assert saved.problems == () and (tmp_path / "loin/exemple/config").is_file()
        assert (shed.root / "scellees/exemple.age").is_file()
        assert shed.check().outcome is Outcome.BIEN
        assert shed.drill().trial.verdict is Verdict.PROUVEE
        remote = [p for p in places.places(shed.shelter) if isinstance(p, places.RemotePlace)]
        assert codes(remote[0].check(shed.tenant())) == ["depot-distant"]
        shutil.rmtree(tmp_path / "loin/exemple")
        assert codes(shed.save().problems) == ["depot-disparu"]
        (tmp_path / "autorisees").write_text("")
        assert codes(shed.save().problems) == ["depot-injoignable"]
    finally:
        shed.settle()


def test_a_place_that_only_takes_additions(shed: Shed, tmp_path: Path) -> None:
    """Backups are made and proven; forgetting is left to the other side, and told as such."""
    distant = tmp_path / "distant"
    distant.mkdir()
    with served(distant) as address:
        more = "  cles_scellees: scellees\n  exploitant: la Métropole\n"
        more += "  conservation: {jours: 1, semaines: 0, mois: 0}\n"
        shed.settle(more + "  ajout_seul: oui\n", depot=address)
        for _ in range(2):
            shed.later(days=1)
            assert shed.save().problems == ()
        left = forget(shed.shelter, "exemple")
        assert (left.outcome, left.places, left.left) == (Outcome.BIEN, (), ("dépôt",))
        assert len(shed.listed().snapshots) == 2
        assert shed.check(whole=True).outcome is Outcome.BIEN
        restored = shed.restore(tmp_path / "la")
        assert restored.problems == ()
        assert tree(tmp_path / "la") == tree(shed.root / "tenants/exemple")
    assert codes(shed.save().problems) == ["depot-injoignable"]
    # From the other side: the folder itself, on the machine that holds it.
    shed.settle("  conservation: {jours: 1, semaines: 0, mois: 0}\n", depot=str(distant))
    assert forget(shed.shelter, "exemple", other_side=True).outcome is Outcome.BIEN
    assert len(shed.listed().snapshots) == 1
