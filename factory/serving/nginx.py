"""nginx's configuration for all communes: one file, to be included in its `http` block.

Each commune answers to its own hosts only, from its own folder. The headers stand once per
server and never in a location: nginx drops the inherited ones wherever a location adds its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from factory.serving import maps
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
    With `port`, everything is served in clear on the loopback, at that port: for tests.
    """

    certificats: Path = CERTIFICATES
    defi: Path = CHALLENGES
    brotli: bool = True
    port: int | None = None


def configuration(sites: Sequence[Served], server: Server) -> str:
    """The text of the configuration. A commune without a certificate is left out of HTTPS."""
    local = server.port is not None
    tables = "\n".join(
        (
            maps.hosts(sites, local),
            maps.redirections(sites),
            maps.gone(sites),
            maps.unindexed(sites),
        )
    )
    parts = [_HEAD.format(bucket=maps.bucket(tables)), tables, _RULES]
    if local:
        listen = f"listen 127.0.0.1:{server.port}"
        parts.append(_unknown(f"{listen} default_server;"))
        parts += [_site(site, _LOCAL.format(listen=listen), server) for site in sites]
    else:
        parts.append(_unknown(_BOTH_DEFAULT))
        parts.append(_in_clear(sites, server))
        parts += [
            _site(site, _tls(site, server), server) for site in sites if certified(site, server)
        ]
    return "\n".join(parts)


def certified(site: Served, server: Server) -> bool:
    """Whether the commune's certificate is there: naming a missing one would stop nginx whole."""
    folder = server.certificats / site.hotes[0]
    return (folder / "fullchain.pem").exists() and (folder / "privkey.pem").exists()


def whole(included: Path, folder: Path, server: Server, user: str) -> str:
    """A main configuration that runs in the foreground, all its files in `folder`.

    `user` is who its workers run as, where it is started by root.
    """
    module = f"load_module {BROTLI};\n" if server.brotli else ""
    return module + _WHOLE.format(folder=folder, included=included, user=user)


def _unknown(listen: str) -> str:
    return f"# A host that no commune answers to.\nserver {{\n    {listen}\n    return 421;\n}}\n"


def _in_clear(sites: Iterable[Served], server: Server) -> str:
    names = " ".join(host for site in sites for host in site.hotes)
    return _IN_CLEAR.format(names=names or "_", defi=server.defi)


def _tls(site: Served, server: Server) -> str:
    return _TLS.format(folder=server.certificats / site.hotes[0])


def _site(site: Served, listen: str, server: Server) -> str:
    names = list(site.hotes)
    if server.port is not None:
        names.append(f"{site.commune}.localhost")
    return _SITE.format(
        commune=site.commune,
        names=" ".join(names),
        listen=listen,
        policy=_POLICY,
        denied=_DENIED,
        root=str(site.racine).replace("\\", "\\\\").replace('"', '\\"'),
        brotli="\n    brotli_static on;" if server.brotli else "",
    )


_POLICY = (
    "default-src 'none'; script-src $usine_script; style-src 'self'; img-src 'self'; "
    "font-src 'self'; media-src 'self'; connect-src 'self'; worker-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    "$usine_csp_https"
)
_DENIED = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"

_HEAD = """\
# Written by the factory: do not edit, generate again.
map_hash_max_size 65536;
map_hash_bucket_size {bucket};
server_names_hash_max_size 4096;
server_names_hash_bucket_size 256;
types {{
    application/manifest+json webmanifest;
    application/geo+json geojson;
    text/calendar ics;
    text/csv csv;
}}
"""

_RULES = """\
# The search reads its index with WebAssembly; no other page needs that permission.
map $uri $usine_script {
    default "'self'";
    "~^/recherche/" "'self' 'wasm-unsafe-eval'";
}
# A name that carries its digest never changes its bytes; the rest is asked for again each time.
map $uri $usine_cache {
    default "public, max-age=0, must-revalidate";
    "~^/_(?:.*[./-])?[0-9a-f]{8,64}[./]" "public, max-age=31536000, immutable";
}
map $status $usine_cache_statut {
    default $usine_cache;
    "~^[45]" "no-store";
}
map $status $usine_methodes {
    default "";
    405 "GET, HEAD";
}
map $https $usine_hsts {
    default "";
    on "max-age=63072000";
}
map $https $usine_csp_https {
    default "";
    on "; upgrade-insecure-requests";
}
"""

_BOTH_DEFAULT = """\
listen 80 default_server;
    listen [::]:80 default_server;
    listen 443 ssl default_server;
    listen [::]:443 ssl default_server;
    ssl_reject_handshake on;"""

_IN_CLEAR = """\
# In clear: the certificate authority's challenges, and the way to HTTPS.
server {{
    listen 80;
    listen [::]:80;
    server_name {names};
    location ^~ /.well-known/acme-challenge/ {{ root "{defi}"; }}
    location / {{ return 301 https://$host$request_uri; }}
}}
"""

_TLS = """\
listen 443 ssl http2;
    listen [::]:443 ssl http2;
    ssl_certificate "{folder}/fullchain.pem";
    ssl_certificate_key "{folder}/privkey.pem";
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_session_cache shared:usine:10m;
    ssl_session_tickets off;"""

_LOCAL = "{listen};"

_SITE = """\
# {commune}
server {{
    {listen}
    server_name {names};
    root "{root}";
    index index.html;
    charset utf-8;
    charset_types text/css text/plain text/javascript application/javascript application/json
                  application/xml text/xml text/calendar text/csv application/manifest+json;
    server_tokens off;
    absolute_redirect off;
    client_max_body_size 1k;
    gzip_static on;
    gzip_vary on;{brotli}
    error_page 403 404 410 421 /404.html;

    add_header Content-Security-Policy "{policy}" always;
    add_header Strict-Transport-Security $usine_hsts always;
    add_header X-Content-Type-Options nosniff always;
    add_header Referrer-Policy strict-origin-when-cross-origin always;
    add_header Permissions-Policy "{denied}" always;
    add_header Cross-Origin-Opener-Policy same-origin always;
    add_header Cache-Control $usine_cache_statut always;
    add_header X-Robots-Tag $usine_robots always;
    add_header Allow $usine_methodes always;

    location = /404.html {{ internal; }}
    location ^~ /.well-known/ {{ try_files $uri =404; }}
    location ~ "/\\." {{ return 404; }}
    location / {{
        if ($request_method !~ "^(GET|HEAD)$") {{ return 405; }}
        if ($usine_redirection) {{ return 301 $usine_redirection; }}
        if ($usine_disparue) {{ return 410; }}
        try_files $uri $uri/ =404;
    }}
}}
"""

_WHOLE = """\
user {user};
daemon off;
pid "{folder}/nginx.pid";
error_log "{folder}/erreurs.log";
worker_processes 1;
events {{ worker_connections 512; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log off;
    sendfile on;
    client_body_temp_path "{folder}/corps";
    proxy_temp_path "{folder}/proxy";
    fastcgi_temp_path "{folder}/fastcgi";
    uwsgi_temp_path "{folder}/uwsgi";
    scgi_temp_path "{folder}/scgi";
    include "{included}";
}}
"""
