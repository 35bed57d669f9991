"""nginx's directives, as text to be filled in: one block a constant."""

POLICY = (
    "default-src 'none'; script-src $usine_script; style-src 'self'; img-src 'self'; "
    "font-src 'self'; media-src 'self'; connect-src 'self'; worker-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    "$usine_csp_https"
)
DENIED = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"

HEADERS = f"""\
    add_header Content-Security-Policy "{POLICY}" always;
    add_header Strict-Transport-Security $usine_hsts always;
    add_header X-Content-Type-Options nosniff always;
    add_header Referrer-Policy strict-origin-when-cross-origin always;
    add_header Permissions-Policy "{DENIED}" always;
    add_header Cross-Origin-Opener-Policy same-origin always;
    add_header Cache-Control $usine_cache_statut always;
    add_header X-Robots-Tag $usine_robots always;
    add_header Allow $usine_methodes always;
"""

HEAD = """\
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

RULES = """\
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

BOTH_DEFAULT = """\
listen 80 default_server;
    listen [::]:80 default_server;
    listen 443 ssl default_server;
    listen [::]:443 ssl default_server;
    ssl_reject_handshake on;"""

IN_CLEAR = """\
# In clear: the certificate authority's challenges, and the way to HTTPS.
server {{
    listen 80;
    listen [::]:80;
    server_name {names};
    server_tokens off;
{headers}
    location ^~ /.well-known/acme-challenge/ {{ root "{defi}"; }}
    location / {{ return 301 https://$host$request_uri; }}
}}
"""

TLS = """\
listen 443 ssl http2;
    listen [::]:443 ssl http2;
    ssl_certificate "{certificate}";
    ssl_certificate_key "{key}";
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_session_cache shared:usine:10m;
    ssl_session_tickets off;"""

CLEAR = """\
listen 80;
    listen [::]:80;"""

UNKNOWN = """\
# A host that no commune answers to.
server {{
    {listen}
    server_tokens off;
{headers}
    return 421;
}}
"""

TWIN = """\
# With or without « www. »: the same site.
server {{
    {listen}
    server_name {names};
    server_tokens off;
{headers}
    return 301 $scheme://{target}$request_uri;
}}
"""

CLOSED = """\
# Communes whose convention is over.
server {{
    {listen}
    server_name {names};
    server_tokens off;
    default_type "text/html; charset=utf-8";
{headers}
    error_page 410 @fini;
    location / {{ return 410; }}
    location @fini {{
        return 410 "<!doctype html><html lang=fr><title>Site fermé</title>
            <h1>Ce site est fermé</h1><p>La commune n’est plus à cette adresse.";
    }}
}}
"""

SITE = """\
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
    # A generation holds no link: one that leads to what is not the factory's was planted. « on »
    # would be stricter, but needs « from », with which the Brotli module finds no file.
    disable_symlinks if_not_owner;
    error_page 403 =404 /404.html;
    error_page 404 410 421 /404.html;

{headers}
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

WHOLE = """\
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
