"""Former addresses, for whichever web server comes next."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, unquote

from factory.ground.tables import csv_text

_SAFE = "/:?#[]@!&'()*+,;=%~-._"


def write(moved: Mapping[str, str], gone: tuple[str, ...], to: Path) -> None:
    """`redirections.csv`, and the same as rules of nginx and Apache, in the folder `to`."""
    rows = [
        ("ancienne_adresse", "nouvelle_adresse", "code"),
        *((old, new, "301") for old, new in sorted(moved.items())),
        *((old, "", "410") for old in sorted(gone)),
    ]
    (to / "redirections.csv").write_bytes(csv_text(rows).encode())
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
        *(
            f"if ($request_uri = {_quoted(old)}) {{ return {_answer(new)}; }}"
            for old, new in _asked(moved, gone)
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
    asked = list(_asked(moved, gone))
    if asked:
        lines += ["# Celles qui portent une question (« ?page=3 ») demandent mod_rewrite.",
                  "RewriteEngine On"]  # fmt: skip
    for old, new in asked:
        path, _, query = old.partition("?")
        pattern = _pattern(path).removeprefix("^/")
        end = f'"{_coded(new)}" [R=301,L,QSD]' if new else '"-" [G]'
        lines += [
            f'RewriteCond "%{{QUERY_STRING}}" "^{_escaped(query)}$"',
            f'RewriteRule "^/?{pattern}" {end}',
        ]
    return "\n".join(lines) + "\n"


def _asked(moved: Mapping[str, str], gone: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The former addresses that carry a query, as a browser sends them; "" for those that are gone.

    No location nor `RedirectMatch` sees a query.
    """
    for old, new in sorted({**dict.fromkeys(gone, ""), **moved}.items()):
        if "?" in old and old.isprintable():
            yield _coded(old).replace("%24", "$"), new


def _answer(new: str) -> str:
    return f"301 {_quoted(_coded(new))}" if new else "410"


def _forms(url: str) -> list[str]:
    """A folder's address is asked for with its final slash and without; a query is no location."""
    path = unquote(url)
    if "?" in path or not path.isprintable():
        return []
    bare = path.rstrip("/")
    return [bare, bare + "/"] if bare and path.endswith("/") else [path]


def _pattern(url: str) -> str:
    path = _escaped(unquote(url).rstrip("/") or "/")
    return f"^{path}/?$"


def _escaped(text: str) -> str:
    return re.escape(text).replace('"', r"\x22").replace("\\ ", r"\x20")


def _coded(url: str) -> str:
    return quote(url, safe=_SAFE).replace("$", "%24")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
