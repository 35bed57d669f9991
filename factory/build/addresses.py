"""The mark that tells the web server's part that its addresses are no longer those it knows.

Which addresses lead elsewhere, are gone or are kept from search engines stands in nginx's own
configuration, which only root writes. A publication that changes any of them leaves a mark beside
the sites: `usine-nginx.path` sees it, takes it away, and has the configuration made again. Where
nobody looks for it, it is a small file and no more: the configuration is made at fixed hours too.
"""

from contextlib import suppress
from pathlib import Path

from factory.archive.manifest import Manifest
from factory.ground.files import write_whole
from factory.tenants import commune

MARK = ".adresses-changees"


def differ(old: Manifest | None, new: Manifest) -> bool:
    """Whether the web server is to answer otherwise than it did for the generation before."""
    return old is None or _told(old) != _told(new)


def changed(sites: Path) -> None:
    """Leave the mark in the folder of the sites, once what changed can be read there.

    Never raises: a full disk stops no publication, and the fixed hours come.
    """
    with suppress(OSError):
        write_whole(sites / MARK, b"")


def _told(one: Manifest) -> tuple[object, ...]:
    host = one.sources.get(commune.FILE)
    return dict(one.redirections), one.disparues, one.non_indexes, host
