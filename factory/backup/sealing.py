"""The state of the keys: there, private, opening their repository, sealed for the recovery key."""

from dataclasses import dataclass
from pathlib import Path

from factory.backup import faults
from factory.backup.restic import Fault
from factory.backup.shelter import Shelter
from factory.ground.problems import Problem, UsageError, error


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyState:
    """What was seen of one key. None: not looked at."""

    name: str
    there: bool
    sealed: int = 0
    """How many sealed copies there are."""
    opens: bool | None = None
    """Whether it opens its repository in every place that answers."""
    same: bool | None = None
    """Whether its sealed copies hold it."""
    problems: tuple[Problem, ...] = ()


def names(shelter: Shelter) -> tuple[str, ...]:
    """Every repository of which there is a key, or a sealed copy of one."""
    return tuple(sorted({*shelter.vault.names(), *shelter.vault.sealed_names()}))


def examine(shelter: Shelter, name: str, identity: Path | None = None) -> KeyState:
    """Look at a key; at what its sealed copies hold too, where the recovery key is given."""
    vault = shelter.vault
    copies = vault.sealed_copies(name)
    if not vault.has(name):
        problem = faults.keyless(name)
        return KeyState(name=name, there=False, sealed=len(copies), problems=(problem,))
    problems: list[Problem] = []
    if vault.path(name).stat().st_mode & 0o077:
        problems.append(_open_to_others(vault.path(name)))
    if not copies:
        problems.append(faults.unsealed(name))
    opens = True
    for target in shelter.targets:
        try:
            shelter.repository(target, name, shelter.until()).run("cat", "config", "--no-lock")
        except Fault as fault:
            opens = False
            problems.append(faults.told(fault, name, target))
    same = None
    if identity is not None and copies:
        try:
            same = vault.unseal(name, identity) == vault.path(name).read_text("ascii").strip()
        except UsageError as closed:
            same = False
            problems += closed.problems
        else:
            problems += [] if same else [_unlike(name)]
    return KeyState(
        name=name,
        there=True,
        sealed=len(copies),
        opens=opens,
        same=same,
        problems=tuple(problems),
    )


def _open_to_others(path: Path) -> Problem:
    return error(
        "cle-lisible-par-d-autres",
        f"D’autres comptes de cette machine peuvent lire cette clé : {path}.",
        f"Retirez-leur ce droit : chmod 600 {path}.",
    )


def _unlike(name: str) -> Problem:
    return error(
        "copie-scellee-differente",
        f"{faults.named(name)} : la copie scellée n’est pas celle de sa clé.",
        "Si la clé ouvre son dépôt, refaites la copie : usine backup key --resceller.",
    )
