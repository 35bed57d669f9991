"""Former addresses, for whichever web server comes next."""

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, unquote

_SAFE = "/:?#[]@!&'()*+,;=%~-._"


def write(moved: Mapping[str, str], gone: tuple[str, ...], to: Path) -> None:
    """`redirections.csv`, and the same as rules of nginx and Apache, in the folder `to`."""
    rows = io.StringIO()
    table = csv.writer(rows, lineterminator="\r\n")
    table.writerow(("ancienne_adresse", "nouvelle_adresse", "code"))
    table.writerows((old, new, 301) for old, new in sorted(moved.items()))
    table.writerows((old, "", 410) for old in sorted(gone))
    (to / "redirections.csv").write_bytes(rows.getvalue().encode())
    (to / "redirections-nginx.conf").write_text(_nginx(moved, gone), "utf-8")
    (to / "redirections-apache.conf").write_text(_apache(moved, gone), "utf-8")


def _nginx(moved: Mapping[str, str], gone: tuple[str, ...]) -> str:
    lines = [
        "# À inclure dans le bloc « server » du site. Une adresse par ligne.",
        *(
            f"location = {_quoted(form)} {{ return 301 {_quoted(_coded(new))}; }}"
            for old, new in sorted(moved.items())
            for form in _forms(old)
        ),
        *(
            f"location = {_quoted(form)} {{ return 410; }}"
            for old in sorted(gone)
            for form in _forms(old)
        ),
        "error_page 404 /404.html;",
    ]
    return "\n".join(lines) + "\n"


def _apache(moved: Mapping[str, str], gone: tuple[str, ...]) -> str:
    lines = [
        "# À mettre dans le « VirtualHost » du site, ou dans un fichier .htaccess (mod_alias).",
        "ErrorDocument 404 /404.html",
        *(
            f'RedirectMatch 301 "{_pattern(old)}" "{_coded(new)}"'
            for old, new in sorted(moved.items())
            if "?" not in old
        ),
        *(f'RedirectMatch 410 "{_pattern(old)}"' for old in sorted(gone) if "?" not in old),
    ]
    return "\n".join(lines) + "\n"


def _forms(url: str) -> list[str]:
    """A folder's address is asked for with its final slash and without; a query is no location."""
    path = unquote(url)
    if "?" in path or not path.isprintable():
        return []
    bare = path.rstrip("/")
    return [bare, bare + "/"] if bare and path.endswith("/") else [path]


def _pattern(url: str) -> str:
    path = re.escape(unquote(url).rstrip("/") or "/").replace('"', r"\x22").replace("\\ ", r"\x20")
    return f"^{path}/?$"


def _coded(url: str) -> str:
    return quote(url, safe=_SAFE).replace("$", "%24")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
