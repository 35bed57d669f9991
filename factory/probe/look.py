"""One look at one host: its name, its certificate, its home page, each within a deadline."""

import http.client
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography import x509

from factory.archive.nights import Sighting, Watched
from factory.ground.moment import PARIS
from factory.ground.system import why
from factory.theme.dates import day

_HOPS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """How hosts are reached. `addresses` answers for a name instead of the DNS, as curl's --resolve
    does: for a site that is not there yet. `authority`: the certificates trusted.
    """

    seconds: float = 10.0
    addresses: Mapping[str, str] = field(default_factory=dict)
    http: int = 80
    https: int = 443
    authority: Path | None = None


class _Down(Exception):
    """The page did not come as it should; its text is the cause, in French."""


class _Untrusted(Exception):
    """The certificate is not one to trust; its text is the cause, in French."""


def look(host: str, commune: str, ways: Ways, moment: datetime) -> Sighting:
    """What is seen of `host`. Never raises for what a network or a server does."""
    try:
        address = ways.addresses.get(host) or _resolved(host)
    except OSError as fault:
        cause = _unresolved(fault)
        return Sighting(host=host, moment=moment, commune=commune, causes={Watched.DNS: cause})
    seen = {Watched.DNS: ""}
    expires: datetime | None = None
    took = 0
    try:
        begun = time.monotonic()
        expires = _page(host, address, ways)
        took = round((time.monotonic() - begun) * 1000)
        seen |= {Watched.CERTIFICAT: "", Watched.HTTP: ""}
        _plain(host, address, ways)
    except _Untrusted as fault:
        seen[Watched.CERTIFICAT] = str(fault)
        expires = _end(host, address, ways)
    except _Down as fault:
        seen[Watched.HTTP] = str(fault)
    return Sighting(
        host=host, moment=moment, commune=commune, causes=seen, expires=expires, milliseconds=took
    )


def _resolved(host: str) -> str:
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return str(found[0][4][0])


def _page(host: str, address: str, ways: Ways) -> datetime:
    """Fetch the home page over TLS; when its certificate ends."""
    context = ssl.create_default_context(cafile=ways.authority)
    path = "/"
    for _ in range(_HOPS):
        raw = _connected(address, ways.https, ways.seconds)
        with closing(raw), closing(_secured(context, raw, host, address, ways)) as secured:
            expires = _ending(secured.getpeercert(True))
            status, location = _asked(secured, host, path)
        if not 300 <= status < 400:
            break
        path = _same_host(location, host)
        if not path:
            # Another host's page: it is watched under its own name where it is one of ours.
            return expires
    if not 200 <= status < 300:
        raise _Down(f"la page d’accueil répond {status}")
    return expires


def _plain(host: str, address: str, ways: Ways) -> None:
    """Whoever types the bare name may still arrive without TLS: they must be led on."""
    try:
        with closing(_connected(address, ways.http, ways.seconds)) as raw:
            status, _ = _asked(raw, host, "/")
    except _Down as fault:
        raise _Down(f"sans chiffrement (port 80), {fault}") from None
    if status >= 400:
        raise _Down(f"sans chiffrement (port 80), la page d’accueil répond {status}")


def _connected(address: str, port: int, seconds: float) -> socket.socket:
    try:
        return socket.create_connection((address, port), timeout=seconds)
    except TimeoutError:
        raise _Down("le serveur ne répond pas") from None
    except ConnectionRefusedError:
        raise _Down("le serveur n’accepte pas de connexion") from None
    except OSError as fault:
        raise _Down(f"le serveur est injoignable ({why(fault)})") from None


def _secured(
    context: ssl.SSLContext, raw: socket.socket, host: str, address: str, ways: Ways
) -> ssl.SSLSocket:
    try:
        return context.wrap_socket(raw, server_hostname=host)
    except ssl.SSLCertVerificationError as fault:
        raise _Untrusted(_distrust(fault, _end(host, address, ways))) from None
    except TimeoutError:
        raise _Down("le serveur ne répond pas") from None
    except OSError as fault:
        why = getattr(fault, "reason", None) or fault
        raise _Down(f"la connexion chiffrée échoue ({why})") from None


def _asked(open_: socket.socket, host: str, path: str) -> tuple[int, str]:
    """The answer's status, and where it leads. The body is not read: a page may be long."""
    asked = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: Usine-a-Sites-sonde\r\n"
    try:
        open_.sendall(f"{asked}Accept: text/html\r\nConnection: close\r\n\r\n".encode())
        answer = http.client.HTTPResponse(open_)
        answer.begin()
        return answer.status, answer.headers.get("Location", "")
    except TimeoutError:
        raise _Down("le serveur accepte la connexion, puis ne répond pas") from None
    except (OSError, http.client.HTTPException):
        raise _Down("la réponse du serveur n’en est pas une") from None


def _same_host(location: str, host: str) -> str:
    """The path of a redirection that stays on this host; empty where it leads elsewhere."""
    if location.startswith("/") and not location.startswith("//"):
        return location
    for head in (f"https://{host}/", f"https://{host}"):
        if location.startswith(head):
            return "/" + location.removeprefix(head).lstrip("/")
    return ""


def _end(host: str, address: str, ways: Ways) -> datetime | None:
    """When a certificate that is not to be trusted ends: asked without believing it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with suppress(OSError, ValueError, _Down):
        raw = _connected(address, ways.https, ways.seconds)
        with closing(raw), closing(context.wrap_socket(raw, server_hostname=host)) as secured:
            return _ending(secured.getpeercert(True))
    return None


def _ending(der: bytes | None) -> datetime:
    assert der is not None
    return x509.load_der_x509_certificate(der).not_valid_after_utc.astimezone(PARIS)


def _distrust(fault: ssl.SSLCertVerificationError, expires: datetime | None) -> str:
    match fault.verify_code:  # OpenSSL's X509_V_ERR_…
        case 10 if expires is not None:
            return f"le certificat a expiré le {day(expires)}"
        case 9:
            return "le certificat n’est pas encore valable"
        case 62:
            return "le certificat est celui d’un autre nom"
        case _:
            return f"le certificat n’est pas d’une autorité reconnue ({fault.verify_message})"


def _unresolved(fault: OSError) -> str:
    if isinstance(fault, socket.gaierror) and fault.errno == socket.EAI_AGAIN:
        return "aucun serveur de noms ne répond pour ce nom"
    return "le nom n’existe pas"
