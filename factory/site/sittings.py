"""The two clocks of a sitting of the council: what is late, and since which text.

The list of deliberations goes online within a week of the sitting (CGCT L2121-25); the minutes
within the week that follows the sitting at which they were adopted (L2121-15).
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from factory.content.document import Document
from factory.content.models import Seance
from factory.ground.moment import closing, opening
from factory.ground.problems import Problem, notice, warning
from factory.site.plan import Plan
from factory.site.where import place_of, where
from factory.site.words import collation

WEEK = timedelta(days=7)


def late(plan: Plan) -> Iterator[Problem]:
    """What is missing of the sittings of the municipal council that are online."""
    council = [d for d in plan.of_type("seance") if is_council(d)]
    for sitting in council:
        meta = sitting.meta
        assert isinstance(meta, Seance)
        if meta.liste_deliberations is None and _is_past(plan, meta.date):
            yield _no_list(sitting, _day(meta.date) + WEEK)
        if meta.pv is not None:
            continue
        if meta.pv_arrete_le is not None:
            if _is_past(plan, meta.pv_arrete_le):
                yield _no_minutes(sitting, meta.pv_arrete_le + WEEK)
        elif any(_follows(other, meta) and _is_past(plan, other.meta.date) for other in council):
            yield _not_adopted(sitting)


def is_council(sitting: Document) -> bool:
    meta = sitting.meta
    return isinstance(meta, Seance) and collation(meta.assemblee).startswith("conseil municipal")


def _follows(other: Document, meta: Seance) -> bool:
    return other.meta.date is not None and _day(other.meta.date) > _day(meta.date)


def _is_past(plan: Plan, when: date | None) -> bool:
    """Whether the week that follows a day is over: days are whole, as the law counts them."""
    if when is None or not plan.clock.reached(opening(when)):
        return False
    return plan.clock.reached(closing(_day(when) + WEEK))


def _day(when: date) -> date:
    return when.date() if isinstance(when, datetime) else when


def _no_list(sitting: Document, limit: date) -> Problem:
    return warning(
        "liste-deliberations-en-retard",
        "La liste des délibérations examinées n’est pas en ligne : elle devait l’être au plus tard "
        f"le {limit:%d/%m/%Y}, une semaine après la séance (CGCT, article L2121-25).",
        "Déposez la liste, et donnez son nom à « liste_deliberations ».",
        **where(sitting, place_of(sitting, "date")),
    )


def _no_minutes(sitting: Document, limit: date) -> Problem:
    return warning(
        "proces-verbal-en-retard",
        "Le procès-verbal n’est pas en ligne : il devait l’être au plus tard le "
        f"{limit:%d/%m/%Y}, une semaine après la séance où il a été arrêté (CGCT, article "
        "L2121-15).",
        "Déposez le procès-verbal signé, et donnez son nom à « pv ».",
        **where(sitting, place_of(sitting, "pv_arrete_le")),
    )


def _not_adopted(sitting: Document) -> Problem:
    return notice(
        "proces-verbal-a-arreter",
        "Une autre séance a eu lieu depuis plus d’une semaine : le procès-verbal de celle-ci "
        "devait y être arrêté, puis mis en ligne (CGCT, article L2121-15).",
        "Écrivez le jour où il a été arrêté (« pv_arrete_le ») et le nom du fichier (« pv »).",
        **where(sitting, place_of(sitting, "date")),
    )
