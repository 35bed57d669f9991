"""A commune whose convention is over: its site stays online, and nothing new is published there.

Between the last day and the destruction (art. 7: the right of use ends), exports, proofs, backups
and the probe go on. Asked where a site would be built, by what runs above: `Campaign.over`.
"""

from collections.abc import Callable
from datetime import date
from functools import partial

from factory.ground.problems import Problem, UsageError, warning
from factory.tenants.folder import Tenant
from factory.tenants.settings import Settings


def closing(settings: Settings, today: date) -> Callable[[Tenant], Problem | None]:
    """What `Campaign.over` is told today."""
    return partial(over, settings, today=today)


def over(settings: Settings, tenant: Tenant, *, today: date) -> Problem | None:
    """Why nothing may be published for that commune today; None where its convention is not over.

    None too where that cannot be read: a slip in a file of the Métropole closes no site.
    """
    # Imported where it serves: a factory at rest answers without it.
    from factory.convention.desk import open_desk
    from factory.convention.life import State, standing
    from factory.ground.dates import in_words

    try:
        desk = open_desk(settings, today, (tenant.slug,))
    except UsageError:
        return None
    convention = desk.party(tenant.slug).convention
    if convention is None:
        return None
    now = standing(convention, today, desk.commun.lectures)
    if now.state is not State.TERMINEE or now.end is None:
        return None
    return warning(
        "convention-terminee",
        f"La convention a pris fin le {in_words(now.end.day)} ({now.end.article}) : plus rien "
        "n’est publié. Le site reste en ligne tel qu’il est, et peut être exporté.",
        "Quand la commune a repris ses données, la Métropole détruit ce qu’elle en tient : "
        f"« usine destroy {tenant.slug} --essai » dit ce qui manque.",
        file="convention.yaml",
    )
