"""Small files that speak of a document by its name: reports, letters, receipts, findings.

They are the factory's own words about it, made again by the next night or of use no more: the
whole file goes.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from factory.archive.history import Remembered
from factory.destruction.remains import DamagedPlace, NightsPlace
from factory.drops import receipt as receipts
from factory.report.publishing import Reported
from factory.reversibility import receipt
from factory.tenants.drop import Drop
from factory.tenants.folder import Tenant
from factory.tenants.outbox import waiting_mail
from factory.tenants.places import Place
from factory.tenants.settings import Settings


def remove(settings: Settings, tenant: Tenant, names: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Remove them; each place that had some, with how many went."""
    spoken = [name.encode() for name in names]
    # A database may cut a name in two: what it says of the commune goes, whatever it is.
    findings, report = Remembered(settings.memoire), Reported()
    yield findings.name, len(findings.list(tenant))
    findings.destroy(tenant)
    if any(_speaks(path, spoken) for path in report.list(tenant)):
        yield report.name, len(report.list(tenant))
        report.destroy(tenant)
    told: tuple[Place, ...] = (
        waiting_mail(settings.memoire),
        receipt.place(settings.memoire),
        NightsPlace(memory=settings.memoire, output=settings.sortie),
        DamagedPlace(memory=settings.memoire),
    )
    for file_place in told:
        files = file_place.list(tenant)
        stems = {path.name.partition(".")[0] for path in files if _speaks(path, spoken)}
        gone = [path for path in files if path.name.partition(".")[0] in stems]
        yield file_place.name, _removed(gone)


def left_in(drop: Drop, paths: Sequence[str]) -> int:
    """Remove from a drop its copy of these files, and what its answer and its record say of them;
    how many.

    Raises `OSError` where this account may not.
    """
    named = [drop.site / path for path in paths]
    spoken = [path.encode() for path in paths]
    answers = [path for path in (drop.answer,) if path.is_file() and _speaks(path, spoken)]
    count = _removed([path for path in named if path.is_file()] + answers)
    # The record last: a file that it does not know would be taken as a new one.
    gone = set(paths)
    with suppress(ValueError):
        known = receipts.read(drop)
        files = {path: stamp for path, stamp in known.files.items() if path not in gone}
        cut = {path: stamp for path, stamp in known.cut.items() if path not in gone}
        problems = tuple(problem for problem in known.problems if problem.file not in gone)
        if (files, cut, problems) != (known.files, known.cut, known.problems):
            receipts.write(drop, replace(known, files=files, cut=cut, problems=problems))
    return count


def _removed(paths: list[Path]) -> int:
    for path in paths:
        path.unlink(missing_ok=True)
    return len(paths)


def _speaks(path: Path, spoken: list[bytes]) -> bool:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return False
    return any(name in data for name in spoken)
