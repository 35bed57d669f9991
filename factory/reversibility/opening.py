"""A bag from outside, opened: hostile until shown otherwise.

Its names, links, counts, sizes and ratios are looked at before a byte is written, then its digests;
what is wrong is told, and nothing is kept. It is read in a confined child, which can write in one
empty folder and nowhere else.
"""

import hashlib
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from factory.ground.problems import Problem
from factory.ground.system import why
from factory.ground.written import Written, written
from factory.reversibility import hostile
from factory.reversibility.entries import Entry, names_fault, of_folder, of_zip
from factory.reversibility.manifests import Sums, read_sums

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a bag may be at most. Bytes are those that it says, then those that are read."""

    fichiers: int = 250_000
    octets: int = 20 * 10**9
    octets_fichier: int = 2 * 10**9
    rapport: int = 300
    """How many times larger than its packed form a file may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What came of it: how many files were read and written, or why none is kept."""

    fichiers: int = 0
    octets: int = 0
    problems: tuple[Problem, ...] = ()


_TORN = "l’archive est abîmée, ou n’est pas un fichier .zip"
_OPENED: Written[Opened] = Written(Opened)


class Refused(Exception):
    """The bag is not to be trusted."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def from_bytes(data: bytes) -> Opened:
    return _OPENED.read(data)


def open_bag(source: Path, into: Path, bounds: Bounds) -> bytes:
    """Check the bag `source`, a folder or a zip file, and write it in the empty folder `into`.

    A child's work, its answer as bytes. With problems, what stands in `into` is worth nothing.
    """
    try:
        with _entries(source) as entries:
            octets = _weighed(entries, bounds)
            inside = _below_one_folder(entries)
            written_sums = {path: _written(entry, into / path) for path, entry in inside.items()}
    except Refused as fault:
        return written(Opened(problems=(fault.problem,)))
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError):
        return written(Opened(problems=(hostile.unreadable(_TORN),)))
    except OSError as fault:
        return written(Opened(problems=(hostile.unreadable(why(fault)),)))
    problems = tuple(_verified(into, written_sums))
    return written(Opened(fichiers=len(inside), octets=octets, problems=problems))


@contextmanager
def _entries(source: Path) -> Iterator[list[Entry]]:
    if source.is_dir():
        found, fault = of_folder(source)
        if fault is not None:
            raise Refused(fault)
        yield found
        return
    with zipfile.ZipFile(source) as archive:
        found, fault = of_zip(archive)
        if fault is not None:
            raise Refused(fault)
        yield found


def _weighed(entries: list[Entry], bounds: Bounds) -> int:
    """The bytes in all, where the bag keeps within its bounds and its names are sound."""
    if len(entries) > bounds.fichiers:
        raise Refused(hostile.too_many(len(entries), bounds.fichiers))
    fault = names_fault(entry.path for entry in entries)
    if fault is not None:
        raise Refused(fault)
    for entry in entries:
        if entry.size > bounds.octets_fichier:
            raise Refused(hostile.too_large(entry.path, entry.size, bounds.octets_fichier))
        if entry.size > _CHUNK and entry.size > entry.packed * bounds.rapport:
            raise Refused(hostile.bomb(entry.path))
    total = sum(entry.size for entry in entries)
    if total > bounds.octets:
        raise Refused(hostile.too_heavy(total, bounds.octets))
    return total


def _below_one_folder(entries: list[Entry]) -> dict[str, Entry]:
    """The entries by their path in the bag: its folder may itself be in the archive."""
    named = {entry.path: entry for entry in entries}
    if "bagit.txt" in named:
        return named
    tops = {path.partition("/")[0] for path in named}
    top = next(iter(tops), "")
    if len(tops) != 1 or f"{top}/bagit.txt" not in named:
        raise Refused(hostile.no_bag())
    return {path.removeprefix(f"{top}/"): entry for path, entry in named.items()}


def _written(entry: Entry, target: Path) -> Sums:
    """Copy one file, no byte more than it said; its digests."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with entry.open() as source, target.open("xb") as copy:
        return _copied(entry, source, copy)


def _copied(entry: Entry, source: IO[bytes], copy: IO[bytes]) -> Sums:
    digests = {name: hashlib.new(name) for name in ("sha256", "sha512")}
    read = 0
    while chunk := source.read(_CHUNK):
        read += len(chunk)
        if read > entry.size:
            raise Refused(hostile.bomb(entry.path))
        for one in digests.values():
            one.update(chunk)
        copy.write(chunk)
    if read != entry.size:
        raise Refused(hostile.unreadable(f"« {entry.path} » est tronqué"))
    return {name: one.hexdigest() for name, one in digests.items()}


def _verified(root: Path, found: dict[str, Sums]) -> Iterable[Problem]:
    """What RFC 8493 asks (§3): every file of the payload listed, every file listed there, equal."""
    declaration = (root / "bagit.txt").read_text("utf-8", "replace").splitlines()
    if len(declaration) != 2 or declaration[0].strip() not in (
        "BagIt-Version: 1.0",
        "BagIt-Version: 0.97",
    ):
        return [hostile.no_bag()]
    if "fetch.txt" in found:
        return [hostile.fetch()]
    problems: list[Problem] = []
    known = 0
    for name in ("sha256", "sha512"):
        for prefix, tag in (("", False), ("tag", True)):
            file = f"{prefix}manifest-{name}.txt"
            if file not in found:
                continue
            listed = read_sums(root / file)
            if listed is None:
                return [hostile.unreadable(f"« {file} » ne se lit pas")]
            known += not tag
            problems += _compared(listed, found, name, payload=not tag)
    return problems if known else [hostile.no_sums()]


def _compared(
    listed: dict[str, str], found: dict[str, Sums], name: str, *, payload: bool
) -> Iterator[Problem]:
    for path, wanted in listed.items():
        if path not in found:
            yield hostile.missing(path)
        elif found[path][name] != wanted.lower():
            yield hostile.altered(path)
    for path in found if payload else ():
        if path.startswith("data/") and path not in listed:
            yield hostile.surplus(path)
