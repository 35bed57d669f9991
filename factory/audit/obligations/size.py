"""The thresholds of the law: compared with what the commune confirmed, never guessed."""

from factory.audit.obligations.duty import Duty, Rule
from factory.ground.french.counts import number
from factory.tenants.convention import Convention, Seuils


def reaches(seuils: Seuils, inhabitants: int) -> bool | None:
    """Whether the commune has that many inhabitants; None where nobody confirmed how many."""
    if seuils.population is None or seuils.confirmee_le is None:
        return None
    return seuils.population >= inhabitants


def outside(rule: Rule, convention: Convention, inhabitants: int) -> Duty | None:
    """The duty's answer where the commune is smaller than `inhabitants`, or its size unconfirmed;
    None where the duty is the commune's.
    """
    reached = reaches(convention.seuils, inhabitants)
    if reached is None:
        return unconfirmed(rule, inhabitants)
    if reached:
        return None
    return rule.without_object(
        f"La commune a {number(convention.seuils.population or 0)} habitants : cette obligation "
        f"commence à {number(inhabitants)}."
    )


def unconfirmed(rule: Rule, inhabitants: int) -> Duty:
    """The size decides, and nobody has confirmed it."""
    return rule.to_confirm(
        f"Cette obligation commence à {number(inhabitants)} habitants, et la population de la "
        "commune n’est pas confirmée.",
        "Faites écrire « population » et « confirmee_le » sous « seuils » de convention.yaml "
        "(population totale en vigueur, INSEE).",
    )
