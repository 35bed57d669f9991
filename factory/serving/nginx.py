"""nginx's configuration for all communes: one file, to be included in its `http` block.

Each commune answers to its own hosts only, from its own folder. The headers stand once per
server and never in a location: nginx drops the inherited ones wherever a location adds its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from factory.serving import directives, maps
from factory.serving.served import Served

BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
"""Debian's libnginx-mod-http-brotli-static."""

CERTIFICATES = Path("/etc/letsencrypt/live")
CHALLENGES = Path("/var/www/acme")


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """How the machine serves.

    `certificats` holds `<main host>/fullchain.pem` and `privkey.pem`, as certbot lays them;
    `defi` is the folder in which the certificate authority's challenges are answered.
    `certificat` and `cle`, where they are given, serve for all communes instead (one certificate
    with all their names).
    With `port`, everything is served in clear on the loopback, at that port: for tests.
    """

    certificats: Path = CERTIFICATES
    defi: Path = CHALLENGES
    certificat: Path | None = None
    cle: Path | None = None
    brotli: bool = True
    port: int | None = None


def configuration(sites: Sequence[Served], server: Server) -> str:
    """The text of the configuration. A commune without a certificate is left out of HTTPS."""
    local = server.port is not None
    open_ones = [site for site in sites if not site.terminee]
    tables = "\n".join(
        (
            maps.hosts(open_ones, local),
            maps.redirections(open_ones),
            maps.gone(open_ones),
            maps.unindexed(open_ones),
        )
    )
    parts = [directives.HEAD.format(bucket=maps.bucket(tables)), tables, directives.RULES]
    if local:
        listen = f"listen 127.0.0.1:{server.port}"
        parts.append(_unknown(f"{listen} default_server;"))
        for site in sites:
            parts += _blocks(site, f"{listen};", server)
    else:
        parts.append(_unknown(directives.BOTH_DEFAULT))
        parts.append(_in_clear(open_ones, server))
        for site in sites:
            if certified(site, server):
                parts += _blocks(site, _tls(site, server), server)
            if site.terminee:
                parts += _closed(site.hotes, directives.CLEAR)
    return "\n".join(parts)


def certified(site: Served, server: Server) -> bool:
    """Whether the commune's certificate is there: naming a missing one would stop nginx whole."""
    return all(path.exists() for path in _certificate(site, server))


def _certificate(site: Served, server: Server) -> tuple[Path, Path]:
    if server.certificat is not None and server.cle is not None:
        return server.certificat, server.cle
    folder = server.certificats / site.hotes[0]
    return folder / "fullchain.pem", folder / "privkey.pem"


def whole(included: Path, folder: Path, server: Server, user: str) -> str:
    """A main configuration that runs in the foreground, all its files in `folder`.

    `user` is who its workers run as, where it is started by root.
    """
    module = f"load_module {BROTLI};\n" if server.brotli else ""
    return module + directives.WHOLE.format(folder=folder, included=included, user=user)


def _unknown(listen: str) -> str:
    return directives.UNKNOWN.format(listen=listen, headers=directives.HEADERS)


def _in_clear(sites: Iterable[Served], server: Server) -> str:
    names = " ".join(host for site in sites for host in site.hotes)
    return directives.IN_CLEAR.format(
        names=names or "_", defi=server.defi, headers=directives.HEADERS
    )


def _tls(site: Served, server: Server) -> str:
    certificate, key = _certificate(site, server)
    return directives.TLS.format(certificate=certificate, key=key)


def _blocks(site: Served, listen: str, server: Server) -> list[str]:
    """The servers of one commune: its pages, and the names that lead to them."""
    if site.terminee:
        return _closed(site.hotes, listen)
    twins = [
        directives.TWIN.format(names=host, listen=listen, target=target, headers=directives.HEADERS)
        for host, target in site.renvois.items()
    ]
    return [_site(site, listen, server), *twins]


def _closed(hosts: Iterable[str], listen: str) -> list[str]:
    names = " ".join(hosts)
    return (
        [directives.CLOSED.format(names=names, listen=listen, headers=directives.HEADERS)]
        if names
        else []
    )


def _site(site: Served, listen: str, server: Server) -> str:
    names = list(site.servis)
    if server.port is not None:
        names.append(f"{site.commune}.localhost")
    return directives.SITE.format(
        commune=site.commune,
        names=" ".join(names),
        listen=listen,
        headers=directives.HEADERS,
        root=str(site.racine).replace("\\", "\\\\").replace('"', '\\"'),
        brotli="\n    brotli_static on;" if server.brotli else "",
    )
