"""Files compared with the digests that they should have."""

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from factory.archive.manifest import Manifest
from factory.archive.store import Store
from factory.build import tree as trees
from factory.build.why import reasons
from factory.ground.digests import digest
from factory.proof.difference import Difference, Nature, Where

UNREADABLE = "illisible"
"""Stands for the digest of a link, a special file, or a file that cannot be read."""


def digests(
    where: Where, expected: Mapping[str, str], found: Mapping[str, str]
) -> Iterator[Difference]:
    """Every path whose digest differs, sorted; a path that only one side has is named too."""
    for path in sorted({*expected, *found}):
        wanted, seen = expected.get(path, ""), found.get(path, "")
        if wanted != seen:
            nature = Nature.ALTERE if wanted and seen else Nature.MANQUE
            yield Difference(
                ou=where,
                nature=nature if wanted else Nature.SURPLUS,
                fichier=path,
                attendu=wanted,
                trouve=seen,
            )


def tree(expected: Manifest, root: Path) -> Iterator[Difference]:
    """What is served under `root`, read byte by byte, against the manifest."""
    found = {path: digest_of(root / path) for path in trees.stamps(root)}
    wanted = {path: output.blob for path, output in expected.fichiers.items()}
    for difference in digests(Where.SITE, wanted, found):
        yield _placed(difference, expected)


def store(expected: Manifest, blobs: Store) -> Iterator[Difference]:
    """Every blob that the generation needs, read again: its name is the digest of its bytes."""
    users = {output.blob: path for path, output in sorted(expected.fichiers.items(), reverse=True)}
    users = {name: path for path, name in sorted(expected.sources.items())} | users
    for name in sorted(expected.blobs()):
        found = digest_of(blobs.path(name))
        if found != name:
            yield Difference(
                ou=Where.STORE,
                nature=Nature.ALTERE if found else Nature.MANQUE,
                fichier=users[name],
                attendu=name,
                trouve=found,
            )


def sources(expected: Manifest, rebuilt: Manifest) -> Iterator[Difference]:
    """The bytes that the rebuild retained for each source, against those that were published."""
    return digests(Where.SOURCES, expected.sources, rebuilt.sources)


def site(expected: Manifest, rebuilt: Manifest) -> Iterator[Difference]:
    """The site made again, against the manifest, what earlier generations left for a day apart."""
    wanted = {path: o.blob for path, o in expected.fichiers.items() if not o.reste}
    made = {path: output.blob for path, output in rebuilt.fichiers.items() if not output.reste}
    for difference in digests(Where.REBUILT, wanted, made):
        old = expected.fichiers.get(difference.fichier)
        new = rebuilt.fichiers.get(difference.fichier)
        said: tuple[str, ...] = ()
        if old is not None and new is not None and old.gabarit and new.gabarit:
            said = reasons(expected, rebuilt, old, new)
        yield _placed(difference, expected, rebuilt, raisons=said)


def addresses(expected: Manifest, rebuilt: Manifest) -> Iterator[Difference]:
    """What the web server is told of addresses that are no page."""
    return digests(Where.ADDRESSES, _told(expected), _told(rebuilt))


def _told(manifest: Manifest) -> dict[str, str]:
    """Address → digest of what is said of it."""
    gone = dict.fromkeys(manifest.disparues, "410")
    unindexed = {f"{url} (robots)": "noindex" for url in manifest.non_indexes}
    said = {**manifest.redirections, **gone, **unindexed}
    return {url: digest(text.encode()) for url, text in said.items()}


def _placed(
    difference: Difference, *manifests: Manifest, raisons: tuple[str, ...] = ()
) -> Difference:
    """The difference with the source that its page shows."""
    known = [m.fichiers[difference.fichier] for m in manifests if difference.fichier in m.fichiers]
    source = next((o.source or o.de for o in known), "")
    return replace(difference, source=source, raisons=raisons)


def digest_of(path: Path) -> str:
    """SHA-256 of a regular file; empty if there is none, and a word where it cannot be read."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return ""
    except OSError:
        return UNREADABLE
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return UNREADABLE
        return hashlib.file_digest(file, "sha256").hexdigest()
