"""Which backups are kept: so many days, weeks and months; the rest is forgotten and its room freed.

Where a place only takes additions, forgetting is done from the other side, by another account: not
doing it here is no fault. What is asked there counts in time (`--keep-within-…`) and not in
numbers, so that snapshots added by whoever took this machine cannot push the good ones out.
"""

from dataclasses import dataclass

from factory.archive.nights import Outcome
from factory.backup import faults
from factory.backup.restic import Fault
from factory.backup.shelter import Shelter
from factory.backup.target import Target
from factory.ground.problems import Problem
from factory.tenants.usine import Conservation


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What a retention did for one commune."""

    name: str
    places: tuple[str, ...] = ()
    """Where it was done."""
    left: tuple[str, ...] = ()
    """Where only additions are accepted: it is done from the other side."""
    problems: tuple[Problem, ...] = ()

    @property
    def outcome(self) -> Outcome:
        return Outcome.ECHEC if self.problems else Outcome.BIEN


def forget(shelter: Shelter, name: str, *, other_side: bool = False) -> Forgotten:
    """Forget what is no longer kept. `other_side`: from where append-only places may be cut."""
    if not shelter.vault.has(name):
        return Forgotten(name=name, problems=(faults.keyless(name),))
    until = shelter.until()
    done: list[str] = []
    left: list[str] = []
    problems: list[Problem] = []
    for target in shelter.targets:
        if target.append_only and not other_side:
            left.append(target.name)
            continue
        repository = shelter.repository(target, name, until)
        try:
            repository.writable()
            repository.run("forget", "--prune", "--group-by", "", *rules(shelter.kept, target))
            done.append(target.name)
        except Fault as fault:
            problems.append(faults.told(fault, name, target))
    return Forgotten(name=name, places=tuple(done), left=tuple(left), problems=tuple(problems))


def rules(kept: Conservation, target: Target) -> tuple[str, ...]:
    """restic's words for what is kept."""
    if target.append_only:
        spans = (
            ("daily", kept.jours, "d"),
            ("weekly", kept.semaines * 7, "d"),
            ("monthly", kept.mois, "m"),
        )
        return tuple(
            word for age, n, unit in spans if n for word in (f"--keep-within-{age}", f"{n}{unit}")
        )
    counts = (("daily", kept.jours), ("weekly", kept.semaines), ("monthly", kept.mois))
    return tuple(word for age, n in counts if n for word in (f"--keep-{age}", str(n)))
