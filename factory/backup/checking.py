"""A share of a commune's backups read again, so that all are within so many nights.

restic's plain check does not see a flipped bit (measured): only data that is read is checked.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from factory.archive.nights import Check, Outcome
from factory.backup import faults, record
from factory.backup.record import Record
from factory.backup.restic import Fault
from factory.backup.shelter import Shelter
from factory.backup.target import Target
from factory.ground.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was read again of one commune's backups, place by place."""

    name: str
    checks: tuple[Check, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def outcome(self) -> Outcome:
        return Outcome.ECHEC if self.problems else Outcome.BIEN


def check(shelter: Shelter, name: str, moment: datetime, *, whole: bool = False) -> Checked:
    """Check a commune's repositories, and read the share whose turn it is; all where `whole`.

    The share after the one last read: a night that did not run leaves no hole.
    """
    if not shelter.vault.has(name):
        return Checked(name=name, problems=(faults.keyless(name),))
    until = shelter.until()
    known = record.read(shelter.memory, name)
    checks: list[Check] = []
    problems: list[Problem] = []
    for target in shelter.targets:
        last = next((one for one in known.checks if one.target == target.name), None)
        parts = 1 if whole else shelter.parts
        part = 1 + (last.part % parts if last is not None and last.parts == parts else 0)
        problem = _read(shelter, target, name, f"{part}/{parts}", until)
        checks.append(
            Check(
                moment=moment,
                target=target.name,
                part=part,
                parts=parts,
                good=problem is None,
                message=problem.message if problem else "",
            )
        )
        problems += [problem] if problem is not None else []
        known = _noted(known, checks[-1], whole=whole)
    record.write(shelter.memory, name, known)
    return Checked(name=name, checks=tuple(checks), problems=tuple(problems))


def _read(shelter: Shelter, target: Target, name: str, share: str, until: float) -> Problem | None:
    repository = shelter.repository(target, name, until)
    try:
        repository.run("check", f"--read-data-subset={share}", *repository.lockless)
    except Fault as fault:
        known = record.read(shelter.memory, name)
        if fault.cause is fault.cause.ABSENT and target.place in known.depots:
            return faults.vanished(name, target)
        return faults.told(fault, name, target)
    return None


def _noted(known: Record, check: Check, *, whole: bool) -> Record:
    """A whole check is no share: the rotation goes on from where it was."""
    if whole:
        return known
    others = tuple(one for one in known.checks if one.target != check.target)
    return replace(known, checks=(*others, check))
