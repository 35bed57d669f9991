"""How the commune's acts are published, and no more than what is known of it.

CGCT L2131-1: acts are published electronically; below 3,500 inhabitants the council may choose
that they be posted up or printed, by a deliberation that can be named. Where nobody said which,
the pages claim nothing.
"""

from collections.abc import Iterator

from factory.ground.problems import Problem, warning
from factory.site.links import is_elsewhere
from factory.site.menu import page_link
from factory.site.plan import Plan
from factory.site.views import Publicity
from factory.tenants.commune import CHOICE_BELOW

ELECTRONIC = "électronique"


def publicity(plan: Plan) -> Publicity:
    """The mode that is sure; `mode` is empty where none is."""
    commune = plan.snapshot.commune
    chosen = commune.publicite_actes
    large = (commune.population or 0) >= CHOICE_BELOW
    if chosen is None or (large and chosen.mode != ELECTRONIC):
        return Publicity(mode=ELECTRONIC if large and chosen is None else "")
    decided = chosen.deliberation
    if chosen.mode != ELECTRONIC and decided is None:
        return Publicity(mode="")
    if decided is None:
        return Publicity(mode=chosen.mode)
    return Publicity(
        mode=chosen.mode,
        deliberation=decided.date,
        numero=decided.numero,
        lien=_leads_to(plan, decided.lien) if decided.lien else "",
    )


def unsaid(plan: Plan) -> Iterator[Problem]:
    """What the register cannot say for want of being told."""
    commune = plan.snapshot.commune
    chosen = commune.publicite_actes
    large = (commune.population or 0) >= CHOICE_BELOW
    if not plan.of_type("acte") or large:
        return
    if chosen is None:
        yield warning(
            "publicite-des-actes-non-dite",
            "Le registre ne peut pas dire si sa date de mise en ligne fait courir le délai de "
            "recours : une commune de moins de 3 500 habitants choisit comment elle publie ses "
            "actes (CGCT, article L2131-1).",
            "Dans commune.yaml, écrivez « publicite_actes: » avec « mode » et la délibération ; "
            "sans délibération du conseil, le mode est électronique. Vérifiez « population ».",
            file="commune.yaml",
        )
    elif chosen.mode != ELECTRONIC and chosen.deliberation is None:
        yield warning(
            "publicite-sans-deliberation",
            f"La publicité des actes par « {chosen.mode} » est un choix du conseil municipal : il "
            "manque la délibération qui l’a fait, et le registre n’en dit rien (CGCT, article "
            "L2131-1).",
            "Ajoutez « deliberation: » avec sa « date » et son « numero », ou écrivez « mode: "
            "électronique ».",
            file="commune.yaml",
        )


def _leads_to(plan: Plan, target: str) -> str:
    try:
        if is_elsewhere(target):
            return target
    except ValueError:
        return ""
    link = page_link(plan, target)
    return link.url if link else ""
