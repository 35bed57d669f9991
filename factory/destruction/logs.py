"""The factory's own log: its lines that speak of a commune."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from factory.ground.files import write_whole
from factory.ground.problems import Problem
from factory.tenants.folder import Tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedPlace:
    """`journal: fichier` and what its rotations left beside it. Lines of other communes stay.

    A line goes where it names the commune; so does a problem of the factory itself that holds an
    e-mail address: it may be that of an agent.
    """

    file: str
    """Empty: the log goes to the system's journal, which the factory does not hold."""
    name: str = "Journal de l’usine"

    def list(self, tenant: Tenant) -> tuple[Path, ...]:
        speaks = _speaking(tenant.slug)
        return tuple(path for path in self._files() if any(map(speaks.search, _lines(path))))

    def destroy(self, tenant: Tenant) -> None:
        speaks = _speaking(tenant.slug)
        for path in self.list(tenant):
            kept = b"".join(line for line in _lines(path) if not speaks.search(line))
            data = gzip.compress(kept, mtime=0) if path.suffix == ".gz" else kept
            write_whole(path, data, path.stat().st_mode & 0o777)

    def check(self, tenant: Tenant) -> tuple[Problem, ...]:
        return ()

    def _files(self) -> Iterator[Path]:
        """The log; « nuit.log.1 », « nuit.log-20261123.gz »: as logrotate names them."""
        if self.file:
            log = Path(self.file)
            yield from sorted(p for p in log.parent.glob(f"{log.name}*") if p.is_file())


def _lines(path: Path) -> list[bytes]:
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines(keepends=True)


def _speaking(slug: str) -> re.Pattern[bytes]:
    """The slug as a whole word: « aix » is not in « aix-en-provence »."""
    named = rb"(?<![a-z0-9-])" + re.escape(slug.encode()) + rb"(?![a-z0-9-])"
    return re.compile(named + rb'|"evenement": "probleme".*@')
