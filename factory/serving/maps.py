"""nginx's `map` blocks: from a commune's address to what is to be done with it."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote, unquote

from factory.serving.served import Served

_SAFE = "/:?#[]@!&'()*+,;=%~-._"


def hosts(sites: Iterable[Served], local: bool) -> str:
    """`$usine_commune`: the commune that a host belongs to, empty for an unknown host."""
    rows: dict[str, str] = {}
    for site in sites:
        rows |= dict.fromkeys(site.servis, site.commune)
        if local:
            rows[f"{site.commune}.localhost"] = site.commune
    return _map("$host", "$usine_commune", rows)


def redirections(sites: Iterable[Served]) -> str:
    """`$usine_redirection`: where a former address went, empty for the others.

    An address that a search engine knows with its query (« /index.php?page=3 ») is looked up
    with it first.
    """
    plain: dict[str, str] = {}
    queried: dict[str, str] = {}
    for site in sites:
        for old, new in site.redirections.items():
            rows = queried if "?" in old else plain
            for key in _keys(site.commune, old):
                rows[key] = quote(new, safe=_SAFE)
    return _map(_ADDRESS, "$usine_redirection_simple", plain) + _map(
        '"$usine_commune:$uri$is_args$args"',
        "$usine_redirection",
        queried,
        "$usine_redirection_simple",
    )


def gone(sites: Iterable[Served]) -> str:
    """`$usine_disparue`: 1 for an address that was taken offline for good."""
    keys = (key for site in sites for url in site.disparues for key in _keys(site.commune, url))
    return _map(_ADDRESS, "$usine_disparue", dict.fromkeys(keys, "1"))


def unindexed(sites: Iterable[Served]) -> str:
    """`$usine_robots`: « noindex » for the documents of pages kept out of search engines."""
    keys = (f"{site.commune}:{unquote(url)}" for site in sites for url in site.non_indexes)
    return _map(_ADDRESS, "$usine_robots", dict.fromkeys(keys, "noindex"))


def bucket(text: str) -> int:
    """The hash bucket that the longest key of the maps needs: a power of two, in bytes."""
    longest = max((len(line.encode()) for line in text.splitlines()), default=0)
    size = 128
    while size < longest + 64:
        size *= 2
    return size


_ADDRESS = '"$usine_commune:$uri"'


def _keys(commune: str, url: str) -> set[str]:
    """The ways a folder's address is asked for: with its final slash, without, with its file."""
    path = unquote(url)
    if "?" in path:
        return {f"{commune}:{path}"}
    bare = path.removesuffix("index.html").rstrip("/")
    if "." in bare.rpartition("/")[2] and not path.endswith("/"):
        return {f"{commune}:{path}"}
    return {f"{commune}:{bare}{end}" for end in (("", "/", "/index.html") if bare else ("/",))}


def _map(source: str, variable: str, rows: Mapping[str, str], default: str = '""') -> str:
    lines = [f"map {source} {variable} {{", f"    default {default};"]
    seen: set[str] = set()
    for key, value in sorted(rows.items()):
        # nginx compares without regard to case, and refuses a key given twice.
        if _printable(key) and key.lower() not in seen:
            seen.add(key.lower())
            # In a value, `$` would begin a variable; in a key it is itself.
            lines.append(f"    {_quoted(key)} {_quoted(value.replace('$', '%24'))};")
    return "\n".join([*lines, "}", ""])


def _printable(text: str) -> bool:
    return all(character.isprintable() for character in text)


def _quoted(text: str) -> str:
    """As a string of nginx's language."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
