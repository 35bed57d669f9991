"""One commune's backup, in each place: a snapshot of its folder and of what was online."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from factory.archive import erasures
from factory.archive import registre as registers
from factory.archive.nights import Backup, Outcome
from factory.backup import contents, faults, record
from factory.backup.record import Record
from factory.backup.restic import Cause, Fault, Repository
from factory.backup.shelter import HOST, Shelter
from factory.backup.target import Target
from factory.ground.moment import wall
from factory.ground.problems import Problem, Severity, UsageError
from factory.ground.system import why
from factory.tenants.commune import insee
from factory.tenants.folder import Tenant
from factory.tenants.settings import Settings

_TRIES = 3
"""How often a backup is made again when files change meanwhile."""

Progress = Callable[[float], None]
"""Told how much is done, from 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """How one backup ended: a snapshot for each place that has it."""

    name: str
    backups: tuple[Backup, ...] = ()
    problems: tuple[Problem, ...] = ()
    generation: int = 0
    """The one that was online; 0 where none was."""

    @property
    def outcome(self) -> Outcome:
        """« échec » where one place has no backup."""
        if any(problem.severity is Severity.ERREUR for problem in self.problems):
            return Outcome.ECHEC
        return Outcome.RESERVES if self.problems else Outcome.BIEN


def back_up(
    shelter: Shelter,
    settings: Settings,
    tenant: Tenant,
    moment: datetime,
    *,
    anew: bool = False,
    progress: Progress | None = None,
) -> Saved:
    """Back a commune up, in each place. Prints nothing.

    The first time, its key and its repository are made; a repository that was there and is no more
    is not made again unless `anew`. A place that fails does not hold the others back.
    """
    until = shelter.until()
    registre = registers.read(tenant.folder / "registre")
    try:
        erasures.note(
            shelter.memory, tenant.slug, moment,
            contents=registre.effacees, insee=insee(tenant.folder) if registre.effacees else "",
        )  # fmt: skip
    except (OSError, UsageError) as fault:
        return Saved(name=tenant.slug, problems=faults.forgetful(tenant.slug, fault))
    scratch = shelter.scratch(f"envoi-{tenant.slug}")
    for rank in range(_TRIES):
        try:
            prepared = contents.prepare(settings, tenant, scratch, moment)
        except OSError as fault:
            problem = faults.folderless(tenant.slug, why(fault))
            return Saved(name=tenant.slug, problems=(problem,))
        fiche = prepared.fiche
        tags = (
            f"generation={fiche.generation}",
            f"fichiers={len(fiche.fichiers)}",
            f"octets={fiche.octets}",
        )
        job = Job(
            name=tenant.slug, folder=prepared.folder, paths=prepared.paths, tags=tags,
            moment=moment + timedelta(seconds=rank), size=fiche.octets, digest=prepared.digest,
        )  # fmt: skip
        saved = send(shelter, job, until, anew=anew, progress=progress)
        moved = prepared.moved(tenant)
        if not moved or not saved.backups:
            break
        if rank == _TRIES - 1:
            problems = (*saved.problems, faults.moving(tenant.slug, moved))
            saved = replace(saved, problems=problems)
    return replace(saved, generation=fiche.generation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is sent: `paths`, relative to `folder`, under the tags that a list shows."""

    name: str
    folder: Path
    paths: tuple[str, ...]
    tags: tuple[str, ...]
    moment: datetime
    size: int
    digest: str
    """Of what the backup says of itself: noted, so that another in its place is seen."""
    left_out: tuple[str, ...] = ()


def send(
    shelter: Shelter, job: Job, until: float, *, anew: bool, progress: Progress | None = None
) -> Saved:
    """Make the same backup in each place, and note it."""
    known = record.read(shelter.memory, job.name)
    problems: list[Problem] = []
    missing = _key_for(shelter, job.name, known, anew=anew)
    if missing is not None:
        return Saved(name=job.name, problems=(missing,))
    if not shelter.vault.sealed_copies(job.name):
        problems.append(faults.unsealed(job.name))
    done: list[Backup] = []
    for target in shelter.targets:
        repository = shelter.repository(target, job.name, until)
        made = target.place in known.depots and not anew
        try:
            backup, partial = _sent(repository, target, job, made, progress)
        except _Vanished:
            problems.append(faults.vanished(job.name, target))
        except Fault as fault:
            problems.append(faults.told(fault, job.name, target))
        else:
            done.append(backup)
            problems += [faults.unread(job.name, partial)] if partial else []
            known = _noted(known, target, backup, job)
            record.write(shelter.memory, job.name, known)
    return Saved(name=job.name, backups=tuple(done), problems=tuple(problems))


def _key_for(shelter: Shelter, name: str, known: Record, *, anew: bool) -> Problem | None:
    """See that there is a key; why there is none, where there is none."""
    if shelter.vault.has(name):
        return None
    # A sealed copy is the last trace of a key that was lost: another must not be written over it.
    if (known.depots and not anew) or shelter.vault.sealed_copies(name):
        return faults.keyless(name)
    try:
        shelter.vault.create(name)
    except OSError as fault:
        return faults.unwritable_key(name, why(fault))
    return None


class _Vanished(Exception):
    """The repository was there once."""


def _sent(
    repository: Repository, target: Target, job: Job, made: bool, progress: Progress | None
) -> tuple[Backup, str]:
    """The backup made; its repository first, where it never was."""
    repository.writable()
    words = [
        "backup", "--json", "--host", HOST,
        "--time", wall(job.moment).isoformat(sep=" ", timespec="seconds"),
        *(word for tag in job.tags for word in ("--tag", tag)),
        *(word for name in job.left_out for word in ("--exclude", name)),
        *job.paths,
    ]  # fmt: skip
    each = _follow(progress)
    try:
        said, partial = _ran(repository, words, job, each)
    except Fault as fault:
        if fault.cause is not Cause.ABSENT:
            raise
        if made:
            raise _Vanished from None
        repository.run("init", "--repository-version", "2")
        said, partial = _ran(repository, words, job, each)
    summary = _summary(said)
    backup = Backup(
        moment=job.moment,
        snapshot=str(summary.get("snapshot_id", ""))[:8],
        target=target.name,
        added=int(summary.get("data_added", 0)),
        size=job.size,
    )
    return backup, partial


def _ran(
    repository: Repository, words: Sequence[str], job: Job, each: Callable[[str], None] | None
) -> tuple[str, str]:
    """What restic says, and which files it could not read (its exit code is then 3)."""
    lines: list[str] = []

    def heard(line: str) -> None:
        lines.append(line)
        if each is not None:
            each(line)

    try:
        return repository.run(*words, cwd=job.folder, each=heard), ""
    except Fault as fault:
        if _summary("\n".join(lines)):
            return "\n".join(lines), fault.detail
        raise


def _summary(said: str) -> dict[str, Any]:
    for line in reversed(said.splitlines()):
        if '"message_type":"summary"' in line:
            found = json.loads(line)
            return found if isinstance(found, dict) else {}
    return {}


def _follow(progress: Progress | None) -> Callable[[str], None] | None:
    if progress is None:
        return None
    told = progress

    def each(line: str) -> None:
        if '"message_type":"status"' in line:
            told(float(json.loads(line).get("percent_done", 0)))

    return each


def _noted(known: Record, target: Target, backup: Backup, job: Job) -> Record:
    others = tuple(one for one in known.backups if one.target != target.name)
    depots = known.depots if target.place in known.depots else (*known.depots, target.place)
    digests = {**known.empreintes, backup.snapshot: job.digest}
    return replace(known, depots=depots, backups=(*others, backup), empreintes=digests)
