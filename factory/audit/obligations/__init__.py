"""The legal completeness check: each duty of a commune's site, and where the commune stands."""

from factory.audit.obligations.accessibility import accessibility
from factory.audit.obligations.council import council
from factory.audit.obligations.duty import Duty, State
from factory.audit.obligations.facts import Facts, facts
from factory.audit.obligations.identity import identity
from factory.audit.obligations.openness import openness
from factory.tenants.commune import Commune
from factory.tenants.convention import Convention

__all__ = ["Duty", "Facts", "State", "duties", "facts"]


def duties(commune: Commune, convention: Convention | None, facts: Facts) -> tuple[Duty, ...]:
    """Every duty of publication, in reading order, with its state and why.

    `convention` is None where the commune has no convention.yaml: its size is then unconfirmed.
    """
    convention = convention or Convention()
    return (
        *identity(commune, convention, facts),
        *accessibility(commune, facts),
        *council(commune, convention, facts),
        *openness(convention, facts),
    )
