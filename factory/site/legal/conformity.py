"""The state that the law gives a site, at the clock's moment: of the audit, and of nothing else."""

from factory.ground.clock import Clock
from factory.ground.moment import opening
from factory.tenants.commune import Commune


def audited(commune: Commune, clock: Clock) -> bool:
    """Whether an audit is in its time of validity. The clock notes when that changes."""
    audit = commune.accessibilite.audit
    if audit is None or not clock.reached(opening(audit.date)):
        return False
    return not clock.reached(opening(audit.perime_le))


def conformity(commune: Commune, clock: Clock) -> str:
    """« totalement conforme », « partiellement conforme » or « non conforme »."""
    return commune.accessibilite.etat(audited(commune, clock))
