"""Links as another tool wrote them for its own site: what they mean from this one's root."""

import re
from urllib.parse import parse_qs, urlsplit

_ROOT = re.compile(r"(?:__GHOST_URL__|@site)(?=/)")
_NODE = re.compile(r"/[a-z]{2}(/node/\d{1,9})/?")
"""Drupal's, behind a language."""
_SPIP = re.compile(r"(?:^|/)spip\.php\?(article|rubrique)(\d{1,9})")


def here(target: str, domain: str) -> str:
    """The target, from `/` where it is on the commune's own domain; unread, it stays as it is."""
    written = _ROOT.sub("", target.strip(), count=1)
    try:
        parts = urlsplit(written)
    except ValueError:
        return written
    if parts.netloc:
        if _bare(parts.netloc) != _bare(domain):
            return written
        written = parts._replace(scheme="", netloc="", path=parts.path or "/").geturl()
    return _numbered(written)


def _bare(host: str) -> str:
    return host.lower().partition(":")[0].removeprefix("www.")


def _numbered(written: str) -> str:
    """What a link says by a number in its query, as an address: SPIP's and Joomla's."""
    if found := _NODE.fullmatch(written):
        return found[1]
    if found := _SPIP.search(written):
        return f"/{found[1]}{found[2]}.html"
    if "option=com_content" in written and "id=" in written:
        wanted = parse_qs(urlsplit(written.replace("&amp;", "&")).query).get("id", [""])[0]
        return "/" + wanted.replace(":", "-") if ":" in wanted else written
    return written
