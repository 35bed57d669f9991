"""The journal of a night under way: what is done, so that a night that is killed goes on there.

    memoire/nuits/<start>/nuit.json        the night, and how many parts it is made in
    memoire/nuits/<start>/partie-1-4.fin   that part has ended, with its exit code
    memoire/nuits/<start>/communes/<commune>.json   each step done for that commune

One file a commune: workers on several machines write there at once. It goes once the history has
taken it in.
"""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from factory.archive.nights import Night
from factory.ground.files import write_whole
from factory.ground.written import Written, written
from factory.nightly import order
from factory.nightly.order import Entry

ABANDONED = timedelta(hours=20)
"""A night that was left this long ago is not gone on with: another has begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What stands in nuit.json."""

    night: Night
    parts: int = 1
    over: bool = False
    """What follows the communes is done too: the journal only waits for the history."""


_HEADER: Written[Header] = Written(Header)


@dataclass(frozen=True, slots=True)
class Journal:
    """The journal of one night, in its folder."""

    folder: Path

    @property
    def communes(self) -> Path:
        return self.folder / "communes"

    def header(self) -> Header | None:
        try:
            return _HEADER.read((self.folder / "nuit.json").read_bytes())
        except (FileNotFoundError, ValueError):
            return None

    def write_header(self, header: Header) -> None:
        self.communes.mkdir(parents=True, exist_ok=True)
        write_whole(self.folder / "nuit.json", written(header))

    def entry(self, slug: str) -> Entry | None:
        """What is done for that commune; None where nothing is, or where it does not read."""
        try:
            return order.entry_from((self.communes / f"{slug}.json").read_bytes())
        except (FileNotFoundError, ValueError):
            return None

    def write(self, entry: Entry) -> None:
        write_whole(self.communes / f"{entry.commune.commune}.json", order.to_bytes(entry))

    def entries(self) -> Iterator[Entry]:
        for path in sorted(self.communes.glob("*.json")):
            if (found := self.entry(path.stem)) is not None:
                yield found

    def end(self, part: int, parts: int, code: int) -> None:
        """Note that a part of the night has ended."""
        write_whole(self.folder / f"partie-{part}-{parts}.fin", str(code).encode())

    def ended(self) -> dict[int, int]:
        """The parts that have ended → their exit codes."""
        found = {}
        for path in self.folder.glob("partie-*.fin"):
            with suppress(ValueError, OSError):
                found[int(path.stem.split("-")[1])] = int(path.read_text())
        return found

    def remove(self) -> None:
        """Its header first: a removal that is cut short leaves no night to go on with."""
        (self.folder / "nuit.json").unlink(missing_ok=True)
        shutil.rmtree(self.folder, ignore_errors=True)


def roots(memory: Path, output: Path) -> tuple[Path, Path]:
    """Where journals are: the factory's memory; beside the sites, if that cannot be written."""
    return memory / "nuits", output / ".nuits"


def unfinished(*roots: Path) -> list[Journal]:
    """The journals of nights that the history has not taken in, oldest first."""
    paths = [path for root in roots for path in root.glob("*") if path.is_dir()]
    found = [Journal(path) for path in sorted(paths, key=lambda path: path.name)]
    for journal in found:
        if journal.header() is None:  # it died before its first line
            shutil.rmtree(journal.folder, ignore_errors=True)
    return [journal for journal in found if journal.folder.exists()]


def begin(root: Path, header: Header) -> Journal:
    """The journal of a night that begins. Raises OSError."""
    name = header.night.start.astimezone(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    journal = Journal(root / name)
    journal.write_header(header)
    return journal


def is_abandoned(night: Night, now: datetime) -> bool:
    return not timedelta(hours=-1) <= now - night.start <= ABANDONED
