"""A bag against its own lists, and each list against the other: whichever file moved is named.

A file that both lists say to be another has changed; where one list alone says so, that list has.
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from factory.proof.compare import UNREADABLE
from factory.proof.difference import Difference, Nature, Where
from factory.reversibility.bag import ALGORITHMS, PAYLOAD, lines, sums_of
from factory.reversibility.manifests import read_sums

_OF_TAGS = "tagmanifest-"


def differences(bag: Path) -> Iterator[Difference]:
    """Every file of the bag that is missing, other or too many; each once, sorted."""
    found = dict(_read(bag))
    inside = {path: sums for path, sums in found.items() if path.startswith(f"{PAYLOAD}/")}
    tags = {
        path: sums
        for path, sums in found.items()
        if path not in inside and not path.startswith(_OF_TAGS)
    }
    seen = {(one.nature, one.fichier): one for one in _judged(bag, "manifest-", inside)}
    seen |= {(one.nature, one.fichier): one for one in _judged(bag, _OF_TAGS, tags)}
    for key in sorted(seen, key=lambda one: one[1]):
        yield seen[key]


def _judged(bag: Path, prefix: str, found: Mapping[str, tuple[str, ...]]) -> Iterator[Difference]:
    """The files that the two lists of that prefix should name, and those lists."""
    lists: dict[int, Mapping[str, str]] = {}
    for rank, algorithm in enumerate(ALGORITHMS):
        name = f"{prefix}{algorithm}.txt"
        if not (bag / name).is_file():
            yield _difference(Nature.MANQUE, name)
        elif (listed := read_sums(bag / name)) is None or _rewritten(bag / name, listed):
            yield _difference(Nature.ALTERE, name)
        else:
            lists[rank] = listed
    for path in sorted({*found, *(path for listed in lists.values() for path in listed)}):
        sums = found.get(path, ("",) * len(ALGORITHMS))
        wrong = [rank for rank, listed in lists.items() if listed.get(path, "") != sums[rank]]
        wanted = [listed[path] for listed in lists.values() if path in listed]
        if wrong and len(wrong) == len(lists):
            nature = Nature.ALTERE if wanted and sums[0] else Nature.MANQUE
            wanted_sum = lists.get(0, {}).get(path, "")
            yield _difference(nature if wanted else Nature.SURPLUS, path, wanted_sum, sums[0])
        else:
            for rank in wrong:
                yield _difference(Nature.ALTERE, f"{prefix}{ALGORITHMS[rank]}.txt")


def _rewritten(file: Path, listed: Mapping[str, str]) -> bool:
    """Whether the list says the same in other bytes than those that an export writes."""
    return file.read_bytes() != lines((listed[path], path) for path in sorted(listed))


def _read(bag: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each file's digests; a link or a special file is not read."""
    for parent, folders, names in os.walk(bag):
        for name in (*names, *(one for one in folders if Path(parent, one).is_symlink())):
            real = Path(parent, name)
            regular = real.is_file() and not real.is_symlink()
            sums = sums_of(real) if regular else (UNREADABLE,) * len(ALGORITHMS)
            yield real.relative_to(bag).as_posix(), sums


def _difference(nature: Nature, path: str, wanted: str = "", found: str = "") -> Difference:
    return Difference(ou=Where.EXPORT, nature=nature, fichier=path, attendu=wanted, trouve=found)
