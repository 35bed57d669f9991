"""A certificate authority of the test's own."""

import datetime as dates
import ssl
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Authority:
    """Signs certificates for hosts; `file` is what a client trusts."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Essai {folder.name}")])
        self.file = folder / "autorite.pem"
        now = dates.datetime.now(dates.UTC)
        known = x509.KeyUsage(
            digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False,
            key_encipherment=False, data_encipherment=False, key_agreement=False,
            encipher_only=False, decipher_only=False,
        )  # fmt: skip
        made = (
            self._begun(self._name, self._key.public_key(), now - dates.timedelta(days=400))
            .not_valid_after(now + dates.timedelta(days=400))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(known, critical=True)
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(self._key.public_key()), critical=False
            )
            .sign(self._key, hashes.SHA256())
        )
        self.file.write_bytes(made.public_bytes(serialization.Encoding.PEM))

    def context(self, *hosts: str, days: int = 90) -> ssl.SSLContext:
        """A server's context, with a certificate for these hosts that ends in `days`."""
        chain, key = self.certificate(*hosts, days=days)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chain, key)
        return context

    def certificate(self, *hosts: str, days: int = 90) -> tuple[Path, Path]:
        """The certificate's file, and its key's."""
        key = ec.generate_private_key(ec.SECP256R1())
        now = dates.datetime.now(dates.UTC)
        end = now + dates.timedelta(days=days)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0])])
        made = (
            self._begun(subject, key.public_key(), min(now, end) - dates.timedelta(days=90))
            .not_valid_after(end)
            .add_extension(
                x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts]), critical=False
            )
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()),
                critical=False,
            )
            .sign(self._key, hashes.SHA256())
        )
        chain = self.folder / f"{hosts[0]}-{days}.pem"
        chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        secret = self.folder / f"{hosts[0]}-{days}.key"
        secret.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        return chain, secret

    def _begun(
        self, subject: x509.Name, key: ec.EllipticCurvePublicKey, since: dates.datetime
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(since)
        )
