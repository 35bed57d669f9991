"""What was known on a day of what article 13 logs: a paper asked for a past day says no more."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from factory.ground.models.fields import Modele
from factory.ground.moment import opening
from factory.tenants.convention import Convention
from factory.tenants.privacy import Violation

T = TypeVar("T", bound=Modele)
_WITH = {"objection_le": ("objection",), "cnil_le": ("cnil_reference", "motif")}
"""Texts that came with their day."""
_AGREED = ("jusqu_au",)
"""What was known beforehand, though its day is to come."""


def known(convention: Convention, day: date) -> Convention:
    """The convention, its log of article 13 and its consents as they stood at the end of a day."""
    rgpd = convention.rgpd
    log = {
        "instructions": _until((one for one in rgpd.instructions if one.date <= day), day),
        "violations": _until((one for one in rgpd.violations if _seen(one, day)), day),
        "demandes": _until((one for one in rgpd.demandes if one.recue_le <= day), day),
    }
    consents = _until((one for one in convention.consentements if one.date <= day), day)
    return convention.model_copy(
        update={"rgpd": rgpd.model_copy(update=log), "consentements": consents}
    )


def _seen(breach: Violation, day: date) -> bool:
    """Whether anybody knew of a breach; one without any day is shown always."""
    told = (breach.constatee_le, breach.commune_informee_le, breach.commune_consciente_le)
    days = [opening(one).date() for one in told if one is not None]
    return not days or min(days) <= day


def _until(facts: Iterable[T], day: date) -> tuple[T, ...]:
    """Each fact without what came later."""
    found = []
    for fact in facts:
        later: dict[str, Any] = {}
        for name, value in fact:
            if isinstance(value, date) and name not in _AGREED and opening(value).date() > day:
                later[name] = None
                later |= dict.fromkeys(_WITH.get(name, ()), "")
        found.append(fact.model_copy(update=later))
    return tuple(found)
