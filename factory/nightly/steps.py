"""The night, in order: what is done for each commune. The whole of it is here.

A step is a function: it is given what is asked and what is known, and answers how it ended and
what it adds. It runs in a process of its own, with a deadline.
"""

from collections.abc import Callable
from dataclasses import dataclass

from factory.nightly import keeping, publishing
from factory.nightly.order import Entry, Given, Order
from factory.tenants.usine import Limites

CHECK, PROOF, DRILL = publishing.CHECK, keeping.PROOF, keeping.DRILL
"""The steps that take turns: some communes each night, all of them in time."""

Act = Callable[[Order, Entry], Given]
Idle = Callable[[Order, Entry], Given | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of step. `seconds` bounds each try, within what the commune's night has left.

    `idle` answers for it where there is nothing to do tonight: no process is then started.
    """

    name: str
    act: Act
    idle: Idle
    seconds: Callable[[Limites], float]
    tries: int = 1


def _built(limits: Limites) -> float:
    return limits.secondes + 60.0


def _half(limits: Limites) -> float:
    return limits.nuit / 2


STEPS: tuple[Kind, ...] = (
    Kind(
        name="construction",
        act=publishing.build,
        idle=publishing.no_build,
        seconds=_built,
        tries=3,
    ),
    Kind(name=CHECK, act=publishing.check, idle=publishing.no_check, seconds=_built),
    Kind(name="sauvegarde", act=keeping.back_up, idle=keeping.no_backup, seconds=_half, tries=3),
    Kind(name="relecture", act=keeping.check, idle=keeping.no_check, seconds=_half, tries=2),
    Kind(name=PROOF, act=keeping.prove, idle=keeping.no_proof, seconds=_built),
    Kind(name=DRILL, act=keeping.restore, idle=keeping.no_restore, seconds=_half),
)
