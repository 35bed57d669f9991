"""A dask scheduler and workers of this machine, as real processes, over TLS."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ROOT = Path(__file__).resolve().parents[2]


def certificate(folder: Path) -> tuple[str, str, str]:
    """An authority that signs itself, and serves as everyone's certificate: (ca, cert, key)."""
    folder.mkdir(exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert, secret = folder / "machine.pem", folder / "machine.key"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return str(cert), str(cert), str(secret)


class Park:
    """A scheduler, and the workers that were started for it."""

    def __init__(self, folder: Path, tls: tuple[str, str, str], silent: str = "5 minutes") -> None:
        """`silent`: how long a worker may say nothing before it is given up."""
        self.folder = folder
        self.tls = tls
        self.workers: list[subprocess.Popen[bytes]] = []
        self._file = folder / "ordonnanceur.json"
        self._log = (folder / "machines.log").open("wb")
        self._scheduler = self._start(
            "dask_scheduler", "--host", "tls://127.0.0.1", "--port", "0",
            "--dashboard-address", "127.0.0.1:0", "--scheduler-file", str(self._file),
            DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL=silent,
        )  # fmt: skip
        self.wait_for(lambda: self._file.exists())

    @property
    def address(self) -> str:
        import json

        address: str = json.loads(self._file.read_text())["address"]
        return address

    @property
    def options(self) -> tuple[str, ...]:
        ca, cert, key = self.tls
        return (
            "--executor", "dask", "--scheduler", self.address,
            "--tls-ca", ca, "--tls-cert", cert, "--tls-key", key,
        )  # fmt: skip

    def worker(self, root: Path = ROOT, **environment: str) -> "subprocess.Popen[bytes]":
        """`root`: where its code comes from."""
        found = self._start(
            "dask_worker", self.address, "--no-nanny", "--nthreads", "1", "--no-dashboard",
            "--local-directory", str(self.folder), "--death-timeout", "60",
            root=root, **environment,
        )  # fmt: skip
        self.workers.append(found)
        return found

    def stop(self) -> None:
        for one in (*self.workers, self._scheduler):
            if one.poll() is None:
                one.send_signal(signal.SIGCONT)
                one.kill()
            one.wait()
        self._log.close()

    def wait_for(self, condition: object, seconds: float = 60.0) -> None:
        end = time.monotonic() + seconds
        while not condition():  # type: ignore[operator]
            assert time.monotonic() < end, (self.folder / "machines.log").read_text()[-3000:]
            time.sleep(0.02)

    def _start(
        self, program: str, *words: str, root: Path = ROOT, **environment: str
    ) -> "subprocess.Popen[bytes]":
        ca, cert, key = self.tls
        return subprocess.Popen(
            [
                sys.executable, "-m", f"distributed.cli.{program}", *words,
                "--tls-ca-file", ca, "--tls-cert", cert, "--tls-key", key,
            ],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(root), **environment},
            stdout=self._log,
            stderr=self._log,
        )  # fmt: skip
