"""The Métropole's signature under a receipt: Ed25519 (RFC 8032), which any public tool verifies.

openssl pkeyutl -verify -rawin -pubin -inkey preuves.pub.pem -in RECU.json -sigfile RECU.json.sig
"""

from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

from factory.ground.problems import Problem, UsageError, error
from factory.ground.system import why


def key_of(file: str) -> Ed25519PrivateKey | None:
    """The private key in that PEM file; None where no file is named.

    Raises UsageError where there is no such key, or where other accounts can read it.
    """
    if not file:
        return None
    path = Path(file)
    try:
        if path.stat().st_mode & 0o077:
            raise UsageError(_unusable(file, "d’autres comptes peuvent la lire"))
        key = load_pem_private_key(path.read_bytes(), password=None)
    except OSError as fault:
        raise UsageError(_unusable(file, why(fault))) from None
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise UsageError(
            _unusable(file, "ce n’est pas une clé privée PEM sans mot de passe")
        ) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise UsageError(_unusable(file, "ce n’est pas une clé Ed25519"))
    return key


def public(key: Ed25519PrivateKey) -> str:
    """The public key in PEM, to be given to whoever verifies."""
    whole = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return whole.decode()


def _unusable(file: str, why: str) -> Problem:
    return error(
        "cle-de-preuve-inutilisable",
        f"La clé qui signe les reçus, « {file} », ne peut pas servir : {why}.",
        "Vérifiez « preuves: cle » dans usine.yaml. Pour faire une clé : « openssl genpkey "
        f"-algorithm ed25519 -out {file} », puis « chmod 600 {file} ».",
    )
